import type { FastifyInstance, FastifyReply } from 'fastify'
import { refusal } from '#src/accounts/may.ts'
import type { Deps } from '#src/deps.ts'
import { answerLines } from '#src/protocol/answer-words.ts'
import { refOf } from '#src/protocol/questions.ts'
import { badForm } from '#src/web/form.ts'
import { listAdvice } from './advice/queries.ts'
import { type Answered, readPage } from './answered.ts'
import { type From, fromOf, nextAfter } from './next.ts'
import { askWhat, type OpenAsk, openAsk, pageNamed } from './open.ts'
import type { AskPage } from './pages.ts'
import { saveAnswers, type Theirs } from './save.ts'
import { shownPage } from './shown.ts'
import { answerRow } from './words.ts'

type Address = { Params: { authority: string; ref: string; page: string } }

const path = '/:authority/staff/partnerships/:ref/questions/:page'
const view = 'ask/page.njk'

/** The questions of a proposal, page by page, saved as far as they are answered (ENT-1 to ENT-10). */
export function questionRoutes(app: FastifyInstance, deps: Deps) {
  app.get<Address>(path, { config: { needs: 'see' } }, async (req, reply) => {
    const open = await openAsk(req, deps)
    const page = pageNamed(open, req.params.page)
    if (!open.mayAnswer) return showAnswers(reply, open, page)
    const { more, from } = req.query as Record<string, unknown>
    const shown = await formPage(open, page, fromOf(from))
    return reply.view(view, { ...shown, more: /^\d{1,3}$/.test(String(more)) ? Number(more) : 0, values: {} })
  })

  app.post<Address>(path, { config: { needs: 'propose' } }, async (req, reply) => {
    const open = await openAsk(req, deps)
    if (!open.mayChange) throw refusal('propose')
    const body = (req.body ?? {}) as Record<string, unknown>
    const answered = readPage(open, req.params.page, body)
    if (!open.mayAnswer) return showLate(reply, open, answered)
    const again = async (status: number, theirs: ReadonlyMap<string, Theirs>, more: object) => {
      const shown = await formPage(open, answered.page, fromOf(body.from), { ...answered, theirs })
      return reply.code(status).view(view, { ...shown, disputed: theirs.size > 0, ...more })
    }
    if (answered.mistakes.length > 0)
      return again(422, answered.disputed, badForm({ form_id: body.form_id }, answered.mistakes))
    const what = askWhat(req, deps, open, 'involvement.answer')
    const saved = await saveAnswers(open.here, what, open, answered.edits)
    if (saved.is === 'closed') return showLate(reply, open, answered)
    if (saved.is === 'disputed') return again(409, saved.theirs, { values: { form_id: body.form_id } })
    return reply.redirect(nextAfter(await openAsk(req, deps), answered, body, fromOf(body.from)), 303)
  })
}

async function formPage(open: OpenAsk, page: AskPage, from: From, back?: Parameters<typeof shownPage>[3]) {
  const parts = open.pages.filter(each => each.set === page.set)
  const number = parts.findIndex(each => each.name === page.name) + 1
  return {
    ...headOf(open, page),
    set: page.set,
    part: { number, of: number === 0 ? 1 : parts.length },
    groups: shownPage(open, page, await adviceOn(open), back),
    answered: page.answered,
    total: page.answered + page.left.length,
    action: `${open.record}/questions/${page.name}`,
    from,
  }
}

async function showAnswers(reply: FastifyReply, open: OpenAsk, page: AskPage) {
  const advice = await adviceOn(open)
  const closed = {
    draft: 'You can read these answers. Whoever works on the proposal can change them.',
    submitted: 'The proposal is submitted: its answers stand as they are until it is decided.',
  }[open.proposal.state as string]
  return reply.view('ask/read.njk', {
    ...headOf(open, page),
    closed: closed ?? 'These are the answers as the proposal stood.',
    groups: page.groups.map(({ heading, questions }) => ({
      heading,
      rows: questions.map(question => ({
        name: question.id,
        row: answerRow(page.set, question, open.entryCase.made),
        given: advice.filter(each => each.question === refOf(page.set, question)),
      })),
    })),
  })
}

// What was typed into a proposal that was submitted meanwhile is not thrown away without a word.
async function showLate(reply: FastifyReply, open: OpenAsk, { page, yours }: Answered) {
  return reply.code(409).view('ask/late.njk', {
    ...headOf(open, page),
    title: 'These questions are closed now',
    typed: page.asked.flatMap(question => {
      const words = answerLines(question, yours.get(refOf(page.set, question)) ?? {})
      return words.length > 0 ? [{ question: question.text, words }] : []
    }),
  })
}

function headOf({ here, entry, record }: OpenAsk, page: AskPage) {
  return {
    title: page.title,
    caption: `${entry.reference} ${entry.name}`,
    back: `${record}/proposal`,
    record,
    staff: `/${here.authority.slug}/staff`,
  }
}

function adviceOn({ here, proposal, entryCase }: OpenAsk) {
  return listAdvice(here.db, here.authority.id, proposal.id, entryCase.protocol.pack)
}
