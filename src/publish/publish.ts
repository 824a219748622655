import { randomUUID } from 'node:crypto'
import type { Db } from '#src/db/open.ts'
import type { WithheldReason } from '#src/db/public-content.ts'
import { Conflict } from '#src/errors.ts'
import type { RegisterRecord } from '#src/partnerships/record.ts'
import { type Act, change, type What } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { contentHash } from './chain.ts'
import type { Choices } from './content.ts'
import { addCopies } from './copies.ts'
import { addToLog, closeCopies, type Head, takeHead } from './log.ts'
import { isUnchanged, lookAt, type Practice, type Prepared, prepareEntries, readPractice } from './prepare.ts'

/** What became of entries that were to be published, by their ids. */
export type Outcome = {
  published: string[]
  /** The public reads exactly this already. */
  unchanged: string[]
  /** Fields wait for a decision. */
  undecided: string[]
  /** Merged away, removed or not logged. */
  barred: string[]
  /** Ended or erased: so they stay, unless someone publishes them one by one from their own pages. */
  withdrawn: string[]
}

export type How = {
  /** Decides fields that wait for a decision: they are withheld, for this reason. */
  withhold?: WithheldReason | undefined
  told?: (done: number, of: number) => void
}

/**
 * Publishes entries, some hundreds at a time so that other work goes on between, each lot whole or not at all
 * (REG-5). What is published already as it stands is left alone, and so is what was withdrawn, even while this ran.
 * @param what the frame of the act; its one-time number guards the first lot
 * @throws Refused where the public register is not open; AlreadyDone
 */
export async function publishEntries(
  db: Db,
  what: What & { authority: string },
  involvementIds: readonly string[],
  how: How = {},
): Promise<Outcome> {
  const total: Outcome = { published: [], unchanged: [], undecided: [], barred: [], withdrawn: [] }
  for (let i = 0; i < involvementIds.length; i += atOnce) {
    const some = involvementIds.slice(i, i + atOnce)
    const outcome = await change(db, { ...what, once: i === 0 ? what.once : undefined }, act =>
      publishIn(act, what.authority, some, what.at, how),
    )
    for (const [name, ids] of Object.entries(outcome)) total[name as keyof Outcome].push(...ids)
    how.told?.(Math.min(i + atOnce, involvementIds.length), involvementIds.length)
    await new Promise(setImmediate)
  }
  return total
}

const atOnce = 200

/** Publishes entries within an act: a page's worth at most. @throws Refused where the public register is not open */
export async function publishIn(
  act: Act,
  authorityId: string,
  involvementIds: readonly string[],
  at: Date,
  { withhold }: How = {},
): Promise<Outcome> {
  const head = await takeHead(act.trx, authorityId)
  const practice = await readPractice(act.trx, authorityId)
  const day = londonDay(at)
  const all = await prepareEntries(act.trx, practice, involvementIds, day)
  const seen = all.filter(entry => !isWithdrawn(entry))
  const decided = withhold ? await withholdUndecided(act, practice, seen, withhold, day) : seen
  const outcome = await publishPrepared(act, head, decided, at)
  return { ...outcome, withdrawn: idsOf(all.filter(isWithdrawn)) }
}

const isWithdrawn = ({ latest }: Prepared) => latest !== null && latest.act !== 'published'

/**
 * Publishes one entry as someone saw it in a preview, with what they decided about it, or not at all.
 * @param seen the basis of the preview and the number of the log's newest row then
 * @throws Conflict where the entry or what is published of it has changed since; Refused
 */
export async function publishAsSeen(
  act: Act,
  authorityId: string,
  involvementId: string,
  at: Date,
  seen: { basis: string; number: number },
  decided: Choices,
): Promise<Outcome> {
  const head = await takeHead(act.trx, authorityId)
  const practice = await readPractice(act.trx, authorityId)
  const entry = await lookAt(act.trx, practice, involvementId, londonDay(at), decided)
  if ((entry.latest?.number ?? 0) !== seen.number)
    throw new Conflict(
      'Someone else published or withdrew this entry meanwhile. Open its page again and look.',
    )
  if (entry.basis !== seen.basis)
    throw new Conflict('The entry has changed since you looked at it. Open its page again and look.')
  await keepChoices(act, authorityId, entry.record, decided)
  return publishPrepared(act, head, [entry], at)
}

async function keepChoices(act: Act, authorityId: string, record: RegisterRecord, decided: Choices) {
  const rows = await act.trx
    .selectFrom('publication_choice')
    .select(['id', 'field'])
    .where('authority_id', '=', authorityId)
    .where('involvement_id', '=', record.involvementId)
    .execute()
  const writer = act.on('involvement', record.involvementId, record.name)
  for (const [field, choice] of decided) {
    const standing = rows.find(row => row.field === field)
    const columns = { show: choice.show, reason: choice.show ? null : choice.reason }
    if (standing) await writer.update('publication_choice', standing.id, columns)
    else
      await writer.insert('publication_choice', { involvement_id: record.involvementId, field, ...columns })
  }
}

async function publishPrepared(
  act: Act,
  head: Head,
  entries: readonly Prepared[],
  at: Date,
): Promise<Outcome> {
  const sorted: Record<keyof Outcome, Prepared[]> = {
    published: [],
    unchanged: [],
    undecided: [],
    barred: [],
    withdrawn: [],
  }
  for (const entry of entries) sorted[fateOf(entry)].push(entry)
  await write(act, head, sorted.published, at)
  return {
    published: idsOf(sorted.published),
    unchanged: idsOf(sorted.unchanged),
    undecided: idsOf(sorted.undecided),
    barred: idsOf(sorted.barred),
    withdrawn: [],
  }
}

function fateOf(entry: Prepared): keyof Outcome {
  if (entry.barred) return 'barred'
  if (entry.undecided.length > 0) return 'undecided'
  return isUnchanged(entry) ? 'unchanged' : 'published'
}

const idsOf = (entries: Prepared[]) => entries.map(entry => entry.record.involvementId)

async function write(act: Act, head: Head, entries: Prepared[], at: Date) {
  if (entries.length === 0) return
  const salted = entries.map(({ record, content }) => {
    const published = { ...content, salt: randomUUID() }
    return { record, content: published, hash: contentHash(published) }
  })
  const noted = salted.map(({ record: { involvementId, reference }, hash }) => {
    return { involvementId, reference, act: 'published' as const, contentHash: hash, reason: '' }
  })
  const numbers = await addToLog(act.trx, head, at, noted)
  await closeCopies(act.trx, head.authorityId, idsOf(entries), at)
  const copies = salted.map(({ record, content }, i) => {
    return { number: numbers[i]!, involvementId: record.involvementId, content }
  })
  await addCopies(act.trx, head.authorityId, copies, at)
  for (const [i, { record, hash }] of salted.entries())
    act.on('involvement', record.involvementId, record.name).note('published', { number: numbers[i]!, hash })
}

async function withholdUndecided(
  act: Act,
  practice: Practice,
  entries: Prepared[],
  reason: WithheldReason,
  day: string,
): Promise<Prepared[]> {
  const waiting = entries.filter(({ undecided, barred }) => undecided.length > 0 && !barred)
  for (const { record, undecided } of waiting)
    await act.on('involvement', record.involvementId, record.name).insertMany(
      'publication_choice',
      undecided.map(field => ({ involvement_id: record.involvementId, field, show: false, reason })),
    )
  if (waiting.length === 0) return entries
  const again = await prepareEntries(act.trx, practice, idsOf(entries), day)
  return again
}
