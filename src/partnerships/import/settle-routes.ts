import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hereOf, whatOf } from '#src/accounts/here.ts'
import { sightOf } from '#src/accounts/may.ts'
import type { Deps } from '#src/deps.ts'
import { financialYearOf } from '#src/domain/dates.ts'
import { isId } from '#src/domain/id.ts'
import { NotFound } from '#src/errors.ts'
import { writeCell } from '#src/partnerships/export/cells.ts'
import { loadKnown } from '#src/partnerships/known.ts'
import { readCell } from './cells/read.ts'
import { importsAt, wordsIn } from './pages.ts'
import { listFields } from './plan-batch.ts'
import { openSettlements } from './queries.ts'
import { type Decision, settle } from './settle.ts'
import { misfitOf } from './sift.ts'
import type { Placed } from './values.ts'

type Filter = { batch: string; heading: string }
type Typed = { id: string; value: string; message: string }
const needs = { config: { needs: 'settle' } } as const
const shown = 20
const mostAtOnce = 500

/** The screen for settling: one card a question, made for going through them quickly. */
export function settleRoutes(app: FastifyInstance, deps: Deps) {
  app.get<{ Querystring: Record<string, string> }>('/:authority/staff/imports/settle', needs, (req, reply) =>
    showQuestions(req, reply, filterOf(req.query)),
  )

  app.post<{ Body: Record<string, string> }>(
    '/:authority/staff/imports/settle',
    needs,
    async (req, reply) => {
      const here = hereOf(req)
      const { id = '', value = '', do: act = 'accept' } = wordsIn(req.body)
      const filter = filterOf(wordsIn(req.body))
      const question = isId(id) ? await findQuestion(req, id) : undefined
      if (!question) throw new NotFound('Nothing like that is to be settled')
      const place = { involvementId: question.involvement_id, directorateId: question.directorate_id }
      here.require('settle', place)
      const decided = await decisionOf(req, deps, question, value, act)
      if ('message' in decided)
        return showQuestions(req, reply, filter, { id, value, message: decided.message })
      const what = whatOf(req, deps.now(), 'settlement.settle', 'settle', place)
      const all = act === 'accept-all' || act === 'add-directorate'
      const asked = all ? await listAlike(req, question) : [question]
      await settle(here.db, what, here.authority, asked, decided)
      const query = new URLSearchParams({
        ...(filter.batch ? { batch: filter.batch } : {}),
        ...(filter.heading ? { heading: filter.heading } : {}),
        done: 'settled',
      })
      return reply.redirect(`${importsAt(req)}/settle?${query}`, 303)
    },
  )
}

function filterOf(given: Record<string, unknown>): Filter {
  return {
    batch: isId(given.batch) ? given.batch : '',
    heading: typeof given.heading === 'string' ? given.heading.slice(0, 300) : '',
  }
}

function questions(req: FastifyRequest) {
  const here = hereOf(req)
  return openSettlements(here.db, here.authority.id, sightOf(here.grants, 'settle'))
}

const columns = [
  's.id',
  's.involvement_id',
  's.batch_id',
  's.row',
  's.heading',
  's.field',
  's.original',
] as const

async function findQuestion(req: FastifyRequest, id: string) {
  const open = await questions(req)
    .select([...columns, 's.message', 's.proposed', 'e.directorate_id'])
    .where('s.id', '=', id)
    .executeTakeFirst()
  if (open) return open
  // Settled meanwhile, perhaps by the same person's second click: nothing is left to do, and nothing is wrong.
  const here = hereOf(req)
  return here.db
    .selectFrom('settlement as s')
    .innerJoin('register_entry as e', join =>
      join.onRef('e.authority_id', '=', 's.authority_id').onRef('e.involvement_id', '=', 's.involvement_id'),
    )
    .select([...columns, 's.message', 's.proposed', 'e.directorate_id'])
    .where('s.authority_id', '=', here.authority.id)
    .where('s.id', '=', id)
    .executeTakeFirst()
}

type Found = NonNullable<Awaited<ReturnType<typeof findQuestion>>>

function listAlike(req: FastifyRequest, { heading, original, field, message }: Found) {
  return questions(req)
    .select(columns)
    .where('s.heading', '=', heading)
    .where('s.original', '=', original)
    .where('s.field', '=', field)
    .where('s.message', '=', message)
    .orderBy('s.id')
    .limit(mostAtOnce)
    .execute()
}

type Words = Pick<Found, 'heading' | 'original' | 'message' | 'field'>

const isAlike = (a: Words, b: Words) =>
  a.heading === b.heading && a.original === b.original && a.message === b.message && a.field === b.field

const proposalOf = (proposed: unknown) => (proposed as { value: Placed } | null)?.value

async function decisionOf(
  req: FastifyRequest,
  deps: Deps,
  question: Found,
  typed: string,
  act: string,
): Promise<Decision | { message: string }> {
  if (act === 'keep' || act === 'dismiss') return { do: act }
  const here = hereOf(req)
  const fields = await listFields(here.db, here.authority.id)
  const field = fields.find(each => each.name === question.field)
  if (!field) return { message: 'The field is no longer in use. Keep the words as a note, or dismiss them.' }
  const text = typed.replaceAll('\r\n', '\n').trim()
  const proposed = proposalOf(question.proposed)
  if (proposed !== undefined && text === (proposed === null ? '' : writeCell(field, proposed)).trim()) {
    const fits = await misfit(req, field, proposed, act)
    return fits ?? { do: 'place', value: proposed, addDirectorate: act === 'add-directorate' }
  }
  if (!text)
    return { message: 'Enter what the record should say, keep the words as a note, or dismiss them.' }
  const known = await loadKnown(here.db, here.authority.id, here.authority.name)
  const financialYear = financialYearOf(deps.now().toISOString().slice(0, 10))
  const { placed, settle: doubt } = readCell(field, text, { directory: known.directory, financialYear })
  if (placed === undefined) return { message: doubt?.message ?? 'This cannot be read. Write it another way.' }
  const fits = await misfit(req, field, placed, act)
  return fits ?? { do: 'place', value: placed, addDirectorate: act === 'add-directorate' }
}

async function misfit(
  req: FastifyRequest,
  field: Parameters<typeof misfitOf>[0],
  value: Placed,
  act: string,
) {
  const here = hereOf(req)
  if (field.name === 'directorate' && act === 'add-directorate') {
    here.require('edit-directory')
    return undefined
  }
  const found = misfitOf(field, value, await loadKnown(here.db, here.authority.id, here.authority.name))
  return found && { message: found.settle.message }
}

async function showQuestions(req: FastifyRequest, reply: FastifyReply, filter: Filter, typed?: Typed) {
  const here = hereOf(req)
  const fields = await listFields(here.db, here.authority.id)
  const filtered = questions(req)
    .$if(filter.batch !== '', query => query.where('s.batch_id', '=', filter.batch))
    .$if(filter.heading !== '', query => query.where('s.heading', '=', filter.heading))
  const found = await filtered
    .select([...columns, 's.message', 's.proposed', 'e.name', 'e.reference'])
    .orderBy('s.batch_id')
    .orderBy('s.row')
    .orderBy('s.id')
    .limit(shown)
    .execute()
  const { count } = await filtered
    .select(eb => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  const headings = await questions(req)
    .select(['s.heading', eb => eb.fn.countAll<number>().as('count')])
    .$if(filter.batch !== '', query => query.where('s.batch_id', '=', filter.batch))
    .groupBy('s.heading')
    .orderBy('s.heading')
    .execute()
  const batches = await questions(req)
    .innerJoin('import_batch as b', join =>
      join.onRef('b.authority_id', '=', 's.authority_id').onRef('b.id', '=', 's.batch_id'),
    )
    .select(['b.id', 'b.file_name', eb => eb.fn.countAll<number>().as('count')])
    .groupBy(['b.id', 'b.file_name'])
    .orderBy('b.id', 'desc')
    .execute()
  const known = await loadKnown(here.db, here.authority.id, here.authority.name)
  const alikes = await questions(req)
    .select(['s.heading', 's.original', 's.message', 's.field', eb => eb.fn.countAll<number>().as('count')])
    .groupBy(['s.heading', 's.original', 's.message', 's.field'])
    .having(eb => eb.fn.countAll(), '>', 1)
    .execute()
  const cards = found.map(({ proposed, ...question }) => {
    const field = fields.find(each => each.name === question.field)
    const proposal = proposalOf(proposed)
    const alike = alikes.filter(each => isAlike(each, question)).reduce((sum, each) => sum + each.count, 0)
    const mine = typed?.id === question.id ? typed : undefined
    return {
      ...question,
      fieldHeading: field?.heading ?? question.field,
      hasProposal: proposal !== undefined,
      value: mine?.value ?? (field && proposal ? writeCell(field, proposal) : ''),
      message: question.message,
      error: mine?.message,
      long: field?.type === 'long-text',
      formId: randomUUID(),
      alike: alike > 1 ? alike : 0,
      newDirectorate:
        field?.name === 'directorate' &&
        here.may('edit-directory') &&
        !known.directorate(String(mine?.value ?? proposal ?? '')),
    }
  })
  return reply.code(typed ? 422 : 200).view('partnerships/import/settle.njk', {
    title: count === 1 ? '1 thing to settle' : `${count.toLocaleString('en-GB')} things to settle`,
    base: importsAt(req),
    back: importsAt(req),
    cards,
    count,
    headings,
    batches,
    filter,
    wide: true,
    ...(typed ? { errors: [{ text: typed.message, href: `#value-${typed.id}` }] } : {}),
  })
}
