import type { FastifyInstance, FastifyRequest } from 'fastify'
import { whatOf } from '#src/accounts/here.ts'
import { refusal } from '#src/accounts/may.ts'
import type { Deps } from '#src/deps.ts'
import { Elsewhere, NotAllowed } from '#src/errors.ts'
import { placeOf } from '#src/partnerships/entry/queries.ts'
import { change, type What } from '#src/trail/change.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { type Answered, readQuestions } from '../answered.ts'
import type { AskPage } from '../pages.ts'
import { isChange, saveAnswers } from '../save.ts'
import { shownPage } from '../shown.ts'
import { answerRow, frozenSections } from '../words.ts'
import { GiveForm } from './forms.ts'
import { mailGiven, mailWithdrawn } from './mails.ts'
import { type AdviceAddress, addressOf, type OpenAdvice, openAdvice } from './open.ts'
import { listAdvice } from './queries.ts'

const path = '/:authority/staff/partnerships/:ref/advice/:advice'
const view = 'ask/advice/advice.njk'

/** Answering what one was asked, and taking back what one asked (PEO-6). */
export function giveAdviceRoutes(app: FastifyInstance, deps: Deps) {
  app.get<AdviceAddress>(path, { config: { needs: 'see' } }, async (req, reply) => {
    const open = await openAdvice(req, deps)
    if (open.advice.follows) throw new Elsewhere(`${open.record}/advice/${open.advice.follows}`)
    return reply.view(view, { ...(await pageOf(open)), values: {} })
  })

  app.post<AdviceAddress>(path, { config: { needs: 'advise' } }, async (req, reply) => {
    const open = await openAdvice(req, deps)
    const { here, advice, topic, record } = open
    if (!open.mine) throw new NotAllowed(`Only ${advice.of} can answer this.`)
    const body = (req.body ?? {}) as Record<string, unknown>
    const answered =
      topic && `base.${topic.question.id}` in body
        ? readQuestions(open, topic.set, [topic.question], body)
        : undefined
    const again = async (
      status: number,
      form: object,
      back?: Pick<Answered, 'typed' | 'yours' | 'disputed'>,
    ) => reply.code(status).view(view, { ...(await pageOf(open, back)), values: body, ...form })
    if (advice.state !== 'open') return again(409, { late: body.advice })
    const form = readForm(GiveForm, body)
    const mistakes = answered?.mistakes ?? []
    if (!form.ok || mistakes.length > 0)
      return again(422, badForm(body, [...mistakesOf(form), ...mistakes]), answered)
    const done = `${record}/advice/${advice.id}?done=advised`
    // Whoever changes the answer itself writes in the proposal, and that is how the trail tells who did (APP-6).
    const edits = answered?.edits ?? []
    const action = edits.some(isChange) ? 'involvement.answer' : 'involvement.advise'
    const what = adviceWhat(req, deps, open, done, action)
    const saved = await saveAnswers(here, what, open, edits, async act => {
      const writer = act.on('involvement', open.entry.id, open.entry.name)
      const said = {
        state: 'answered' as const,
        answer: form.value.advice,
        answered_account_id: what.by.accountId,
        answered_by: what.by.name,
        answered_at: what.at,
      }
      await writer.update('advice', advice.id, said, advice.version)
      const about = aboutOf(open, `${deps.config.publicUrl}${record}/advice/${advice.id}`)
      const to = [advice.asked_account_id].filter(id => id !== null && id !== what.by.accountId) as string[]
      await mailGiven(act.trx, to, about, { by: what.by.name, advice: form.value.advice }, what.at)
    })
    if (saved.is === 'saved') return reply.redirect(done, 303)
    const theirs = saved.is === 'disputed' ? new Map(saved.theirs) : new Map()
    return again(409, { closed: saved.is === 'closed' }, answered && { ...answered, disputed: theirs })
  })

  app.post<AdviceAddress>(`${path}/withdraw`, { config: { needs: 'see' } }, async (req, reply) => {
    const open = await openAdvice(req, deps)
    const { here, entry, advice, topic, askedIds } = open
    const done = addressOf(open, topic, 'advice-withdrawn')
    if (advice.state === 'withdrawn') return reply.redirect(done, 303)
    if (!open.mayWithdraw) throw refusal('propose')
    const place = placeOf(entry)
    const verb = here.may('propose') ? 'propose' : 'see'
    const what = whatOf(
      req,
      deps.now(),
      'involvement.withdraw-advice',
      verb,
      here.may(verb, place) ? place : undefined,
      done,
    )
    await change(here.db, what, async act => {
      await act
        .on('involvement', entry.id, entry.name)
        .update('advice', advice.id, { state: 'withdrawn' }, advice.version)
      const others = askedIds.filter(id => id !== what.by.accountId)
      await mailWithdrawn(act.trx, others, aboutOf(open, ''), what.by.name, what.at)
    })
    return reply.redirect(done, 303)
  })
}

/**
 * The frame of giving advice: whoever advises does it for the team they are asked as, and a reader of one directorate may be
 * asked about another.
 */
export function adviceWhat(
  req: FastifyRequest,
  deps: Deps,
  { here, entry, advice }: OpenAdvice,
  leadsTo: string,
  action = 'involvement.advise',
): What {
  const place = placeOf(entry)
  const within = here.may('advise', place) && here.may('see', place) ? place : undefined
  const what = whatOf(req, deps.now(), action, 'advise', within, leadsTo)
  return advice.team ? { ...what, by: { ...what.by, capacity: advice.of } } : what
}

const mistakesOf = (form: ReturnType<typeof readForm<typeof GiveForm>>) =>
  form.ok ? [] : Object.entries(form.errorFor).map(([field, { text }]) => ({ field, text }))

/** What a mail about an advice speaks of. @param link its whole address */
export const aboutOf = ({ entry, topic }: OpenAdvice, link: string) => ({
  name: entry.name,
  reference: entry.reference,
  question: topic?.question.text ?? '',
  link,
})

/** The page of an advice. @param back what was typed, where it comes back */
export async function pageOf(open: OpenAdvice, back?: Pick<Answered, 'typed' | 'yours' | 'disputed'>) {
  const { here, entry, entryCase, advice, topic, record, proposal, mine } = open
  const { made, protocol } = entryCase
  const others = await listAdvice(here.db, here.authority.id, proposal.id, protocol.pack)
  const answering = mine && advice.state === 'open'
  const form = answering && topic && proposal.state === 'draft' ? fieldOf(open, back) : undefined
  return {
    title: answering ? 'Your advice is asked' : 'Advice',
    caption: `${entry.reference} ${entry.name}`,
    back: answering ? `/${here.authority.slug}/staff/advice` : addressOf(open, topic),
    staff: `/${here.authority.slug}/staff`,
    record,
    action: `${record}/advice/${advice.id}`,
    advice,
    topic,
    gone: open.gone,
    row: topic && answerRow(topic.set, topic.question, made),
    sections: topic ? [] : frozenSections(entryCase),
    shown: form,
    others: others.filter(
      each => each.id !== advice.id && each.follows !== advice.id && each.question === advice.question,
    ),
    added: others.filter(each => each.follows === advice.id),
    mayAdd: open.mayAdd,
    submitted: proposal.state === 'submitted',
    answering,
    mayWithdraw: open.mayWithdraw,
    errorFor: {},
  }
}

// The question as a box of its own, for an adviser who can answer it outright.
function fieldOf(open: OpenAdvice, back?: Pick<Answered, 'typed' | 'yours' | 'disputed'>) {
  const { set, question } = open.topic!
  const page: AskPage = {
    name: set.id,
    set,
    title: '',
    groups: [{ heading: '', questions: [question] }],
    asked: [question],
    answered: 0,
    left: [],
    state: 'in progress',
  }
  const shown = shownPage({ ...open, mayAnswer: false }, page, [], back && { ...back, theirs: back.disputed })
  const [each] = shown[0]!.questions
  return each!.place.in === 'register' ? undefined : each
}
