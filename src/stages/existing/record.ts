import type { User } from '#src/accounts/here.ts'
import { askPages, setsOfDoor } from '#src/ask/pages.ts'
import { refuseWrong } from '#src/decide/demanded.ts'
import type { PartialDate } from '#src/domain/dates.ts'
import { Conflict } from '#src/errors.ts'
import { keepTier } from '#src/partnerships/case/assess.ts'
import { type EntryCase, findCase } from '#src/partnerships/case/case.ts'
import { startProposal } from '#src/partnerships/case/start-proposal.ts'
import { type Entry, findEntry, lockEntries } from '#src/partnerships/entry/queries.ts'
import { covers } from '#src/protocol/definition.ts'
import type { Act } from '#src/trail/change.ts'
import { evidenceWrong } from './forms.ts'
import { whyShut } from './open.ts'

/** Who puts it on record, where and when. `on` is the day, ISO. */
export type Recorder = { authorityId: string; by: Pick<User, 'accountId' | 'name'>; on: string; at: Date }

/** How an approval that was given before is evidenced; all empty where it is not. */
export type Evidence = { evidenced_by: string; evidenced_on: PartialDate | null; evidence: string }

/** Begins to put on record what was in place before the protocol (ENT-7). @throws Conflict where the door is shut */
export async function startRecord(act: Act, entryId: string, who: Recorder): Promise<void> {
  const { entry, entryCase } = await open(act, entryId, who)
  if (entryCase.proposal?.purpose === 'existing' && entryCase.proposal.state === 'draft') return
  if (entryCase.proposal?.state === 'recorded') throw new Conflict('It is on record already.')
  await startProposal(act, who.authorityId, entry, 'existing', who.by, who.on, who.at)
}

/**
 * Puts it on record with its tier as it is found now. It is in place as it was; its approval is not evidenced until
 * somebody says how it was given. @throws Conflict where the test or an answer is missing, or the door is shut
 */
export async function putOnRecord(act: Act, entryId: string, who: Recorder): Promise<void> {
  const { entry, entryCase } = await open(act, entryId, who)
  const { proposal, made, protocol } = entryCase
  if (proposal?.purpose !== 'existing' || proposal.state !== 'draft')
    throw new Conflict('This was put on record or dropped meanwhile. Open it again and look.')
  const left = askPages(made, setsOfDoor(made.pack)).filter(page => page.state !== 'done')
  if (left.length > 0 || !(await isTested(act, entry, made.pack)))
    throw new Conflict('Answer everything that is asked first: the test, then each page of questions.')
  const occasion = { by: who.by, at: who.at, protocolId: protocol.id!, cause: 'existing' } as const
  // A tier that someone set with a reason goes on counting.
  if (made.significance.tier === made.tier) await keepTier(act, entry, made, occasion)
  const writer = act.on('involvement', entry.id, entry.name)
  await writer.update('proposal', proposal.id, { state: 'recorded' })
  if (proposal.evidencedBy) await writer.update('involvement', entry.id, { approval_evidenced: true })
}

/**
 * Says how it was approved before the protocol, or takes that back (APP-6).
 * @throws Conflict where nothing is on record to evidence; Refused where who, when or where is missing
 */
export async function recordEvidence(
  act: Act,
  entryId: string,
  evidence: Evidence,
  seen: number,
  who: Recorder,
): Promise<void> {
  const { entry, entryCase } = await open(act, entryId, who)
  const { proposal } = entryCase
  if (proposal?.purpose !== 'existing' || (proposal.state !== 'draft' && proposal.state !== 'recorded'))
    throw new Conflict('Nothing is on record that this could be said of. Open it again and look.')
  refuseWrong(evidenceWrong(evidence, who.on))
  const writer = act.on('involvement', entry.id, entry.name)
  await writer.update('proposal', proposal.id, evidence, seen)
  if (proposal.state === 'recorded')
    await writer.update('involvement', entry.id, { approval_evidenced: evidence.evidenced_by !== '' })
}

/** Whether the last test found a kind that the protocol covers. */
export async function isTested(act: Pick<Act, 'trx'>, entry: Entry, pack: Parameters<typeof covers>[0]) {
  const last = await act.trx
    .selectFrom('assessment')
    .select('result')
    .where('involvement_id', '=', entry.id)
    .where('about', '=', 'kind')
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last !== undefined && covers(pack, last.result)
}

async function open(
  act: Act,
  entryId: string,
  { authorityId, on }: Recorder,
): Promise<{ entry: Entry; entryCase: EntryCase }> {
  await lockEntries(act.trx, [entryId])
  const entry = await findEntry(act.trx, authorityId, entryId)
  const entryCase = await findCase(act.trx, authorityId, entry, on)
  const shut = await whyShut(act.trx, authorityId, entry, entryCase, on)
  if (shut) throw new Conflict(shut.text)
  return { entry, entryCase }
}
