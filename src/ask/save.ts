import type { Here } from '#src/accounts/here.ts'
import type { Proposal } from '#src/partnerships/case/case.ts'
import type { Entry } from '#src/partnerships/entry/queries.ts'
import type { Value } from '#src/protocol/facts.ts'
import type { Answer } from '#src/protocol/questions.ts'
import { attempt } from '#src/trail/attempt.ts'
import type { Act, What, Writer } from '#src/trail/change.ts'
import { sorted } from '#src/trail/diff.ts'
import { answerHeld, inColumn, type Place } from './held.ts'

/** One question of a form that came back: what it was opened with, and what was made of it. */
export type Edit = { ref: string; place: Place; base: Answer; typed: Answer }

/** What someone else wrote to a question meanwhile; `keep` is whose answer the form says counts. */
export type Theirs = { answer: Answer; by: string; at: Date | null; keep: string }

/** What became of a save: nothing is written unless all of it is. */
export type Saved =
  | { is: 'saved' }
  | { is: 'disputed'; theirs: ReadonlyMap<string, Theirs> }
  | { is: 'closed'; state: string }

type About = { entry: Entry; proposal: Pick<Proposal, 'id'> | null }

/**
 * Saves what someone changed on a page of questions. What only someone else changed stays theirs; what both changed is
 * given back.
 * @param proposal what they are answers to; null for what is answered of the entry itself
 * @param besides writes what belongs to the same act
 */
export function saveAnswers(
  here: Here,
  what: What,
  { entry, proposal }: About,
  edits: readonly Edit[],
  besides: (act: Act) => Promise<void> = async () => {},
): Promise<Saved> {
  return attempt(here.db, { ...what, lock: [entry.id] }, async (act, giveUp) => {
    await writeAnswers(act, giveUp, what, here.authority.id, { entry, proposal }, edits)
    await besides(act)
    return { is: 'saved' }
  })
}

/** Whether someone typed anything but what they were shown. */
export function isChange({ typed, base }: Pick<Edit, 'typed' | 'base'>): boolean {
  return !same(typed, base)
}

async function writeAnswers(
  act: Act,
  giveUp: (outcome: Saved) => Error,
  what: What,
  authorityId: string,
  about: About,
  edits: readonly Edit[],
) {
  const { entry } = about
  const { state, columns, rows } = await read(act, authorityId, about)
  if (state !== 'draft' && edits.length > 0) throw giveUp({ is: 'closed', state })
  const answers = Object.fromEntries(rows.map(row => [row.question, asAnswer(row)]))
  const theirs = new Map<string, Theirs>()
  const writer = act.on('involvement', entry.id, entry.name)
  for (const { ref, place, base, typed } of edits) {
    const now = answerHeld(ref, place, answers, columns)
    if (!isChange({ typed, base }) || same(typed, now)) continue
    const row = rows.find(each => each.question === ref)
    if (same(now, base)) await write(writer, what, about, { ref, place, typed, row })
    else theirs.set(ref, theirsIn(now, row))
  }
  if (theirs.size > 0) throw giveUp({ is: 'disputed', theirs })
}

const theirsIn = (answer: Answer, row: Row | undefined): Theirs => ({
  answer,
  by: row?.answered_by || 'Someone else',
  at: row?.answered_at ?? null,
  keep: '',
})

async function read({ trx }: Act, authorityId: string, { entry, proposal }: About) {
  const held = await trx
    .selectFrom('proposal')
    .select('state')
    .where('authority_id', '=', authorityId)
    .where('id', '=', proposal?.id ?? null)
    .forUpdate()
    .executeTakeFirst()
  const columns = await trx
    .selectFrom('involvement')
    .select(['level', 'lead_member', 'risk_register'])
    .where('authority_id', '=', authorityId)
    .where('id', '=', entry.id)
    .executeTakeFirstOrThrow()
  const rows = await trx
    .selectFrom('answer')
    .selectAll()
    .where('authority_id', '=', authorityId)
    .where('subject_id', '=', proposal?.id ?? entry.id)
    .execute()
  return { state: proposal ? held!.state : 'draft', columns, rows }
}

type Row = Awaited<ReturnType<typeof read>>['rows'][number]

function asAnswer(row: Row): Answer {
  return {
    ...(row.value === null ? {} : { value: row.value }),
    note: row.note,
    evidence: row.evidence,
    owner: row.owner,
    notRelevant: row.not_relevant,
  }
}

async function write(
  writer: Writer,
  what: What,
  { entry, proposal }: About,
  { ref, place, typed, row }: { ref: string; place: Place; typed: Answer; row: Row | undefined },
) {
  if (place.in === 'column')
    await writer.update('involvement', entry.id, { [place.column]: inColumn(place.column, typed.value) })
  // An answer given before the register knew better stays where it is.
  const value = place.in === 'answer' ? valueText(typed.value) : valueText(row?.value ?? undefined)
  const parts = {
    value,
    note: typed.note ?? '',
    evidence: typed.evidence ?? '',
    owner: typed.owner ?? '',
    not_relevant: typed.notRelevant ?? '',
  }
  const empty = Object.values(parts).every(part => part === null || part === '')
  if (empty) return row && writer.remove('answer', row.id)
  const said = { ...parts, account_id: what.by.accountId, answered_by: what.by.name, answered_at: what.at }
  if (row) return writer.update('answer', row.id, said)
  return writer.insert('answer', {
    involvement_id: entry.id,
    subject_type: proposal ? 'proposal' : 'involvement',
    subject_id: proposal?.id ?? entry.id,
    question: ref,
    ...said,
  })
}

const valueText = (value: Value | undefined) => (value === undefined ? null : JSON.stringify(value))

const same = (a: Answer, b: Answer) => sorted(tidy(a)) === sorted(tidy(b))

const tidy = (answer: Answer) =>
  Object.fromEntries(
    Object.entries(answer).filter(
      ([, part]) => part !== undefined && part !== '' && !(Array.isArray(part) && part.length === 0),
    ),
  )
