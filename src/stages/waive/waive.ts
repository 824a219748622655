import type { Db } from '#src/db/open.ts'
import { mailAllowed } from '#src/decide/allowed-mails.ts'
import { type Allowance, type Allower, allowanceIn, requirementAllowers } from '#src/decide/allowing.ts'
import { demandReason, reasonFor } from '#src/decide/demanded.ts'
import { peopleOf } from '#src/decide/submission.ts'
import { proposersOf } from '#src/decide/submit.ts'
import { isId } from '#src/domain/id.ts'
import { Conflict, NotAllowed, NotFound } from '#src/errors.ts'
import { findCase } from '#src/partnerships/case/case.ts'
import { findEntry, lockEntries } from '#src/partnerships/entry/queries.ts'
import { leavesOf } from '#src/protocol/conditions.ts'
import type { Case } from '#src/protocol/known.ts'
import type { Pack } from '#src/protocol/pack.ts'
import { requirementsOf } from '#src/protocol/requirements.ts'
import type { Act } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'

/** Whoever waives, in which capacity. */
export type Waiver = { accountId: string; name: string; capacity: string; at: Date; address: string }
type Entry = { id: string; name: string }

/** What the approvals themselves settle: no waiver stands in for a decision. */
export function isDecided(pack: Pack, requirement: string): boolean {
  const rule = pack.requirements.find(each => each.id === requirement)
  const settled = ['approved', 'unbudgeted_money_approved']
  return (
    rule !== undefined &&
    leavesOf(rule.met).some(leaf => leaf.fact !== undefined && settled.includes(leaf.fact))
  )
}

/**
 * Sets a requirement aside for one entry, on record: it is neither met nor in the way from then on (REV-4). Whoever allows
 * it is entitled to by the protocol.
 * @throws NotAllowed for whoever puts the proposal forward, and where whoever is named may not allow it; Conflict where it does not stand open or is an approval;
 * Refused without a reason
 */
export async function waiveRequirement(
  act: Act,
  authorityId: string,
  { id }: Pick<Entry, 'id'>,
  given: Allowance & { requirement: string; why: string },
  by: Waiver,
): Promise<void> {
  await lockEntries(act.trx, [id])
  const entry = await findEntry(act.trx, authorityId, id)
  const { made, waivers } = await findCase(act.trx, authorityId, entry, londonDay(by.at))
  await refuseProposer(act, authorityId, entry.id, by.accountId)
  const rule = requirementsOf(made, waivers).find(each => each.id === given.requirement)
  if (!rule) throw new NotFound('No such requirement')
  if (isDecided(made.pack, rule.id))
    throw new Conflict('An approval is not waived. A step of its route can be, while it is decided.')
  if (rule.state === 'met' || rule.state === 'waived')
    throw new Conflict('This does not stand open any more. Open it again and look.')
  demandReason(reasonFor.waiver, given.why)
  if (given.allowedOn > londonDay(by.at)) throw new Conflict('Nobody can have allowed it after today.')
  const allowers = await waiverAllowers(act.trx, authorityId, entry, made, given.allowedOn)
  const { allower, said } = allowanceIn(allowers, given, by.accountId)
  await act.on('involvement', entry.id, entry.name).insert('waiver', {
    involvement_id: entry.id,
    requirement: rule.id,
    reason: given.why,
    account_id: by.accountId,
    waived_by: by.name,
    capacity: by.capacity,
    allowed_by: said,
    waived_at: by.at,
    withdrawn_at: null,
  })
  const { name, reference } = entry
  await mailAllowed(act.trx, allower, { what: rule.says, name, reference, by, said, why: given.why })
}

/** Who may allow that something about an entry is waived on a day, ISO: nobody who ever put it forward (REV-4). */
export async function waiverAllowers(
  db: Db,
  authorityId: string,
  entry: { id: string; directorate_id: string | null },
  made: Case,
  on: string,
): Promise<Allower[]> {
  const accounts = await proposersEver(db, authorityId, entry.id)
  const people = await peopleOf(db, authorityId, accounts)
  return requirementAllowers(db, authorityId, entry, made, { accounts, people }, on)
}

/** Takes a waiver back: the requirement counts again. @throws NotFound; Conflict where it was taken back already */
export async function withdrawWaiver(
  act: Act,
  authorityId: string,
  entry: Entry,
  waiverId: string,
  by: Pick<Waiver, 'accountId' | 'at'>,
): Promise<void> {
  if (!isId(waiverId)) throw new NotFound('No such waiver')
  await lockEntries(act.trx, [entry.id])
  await refuseProposer(act, authorityId, entry.id, by.accountId)
  const row = await act.trx
    .selectFrom('waiver')
    .select(['id', 'withdrawn_at'])
    .where('authority_id', '=', authorityId)
    .where('involvement_id', '=', entry.id)
    .where('id', '=', waiverId)
    .executeTakeFirst()
  if (!row) throw new NotFound('No such waiver')
  if (row.withdrawn_at) throw new Conflict('This waiver was taken back already.')
  await act.on('involvement', entry.id, entry.name).update('waiver', row.id, { withdrawn_at: by.at })
}

/** The accounts that put forward what is proposed about an entry or was approved of it: they waive nothing of it. */
export async function proposersEver(db: Db, authorityId: string, entryId: string): Promise<string[]> {
  return proposersOf(db, authorityId, entryId, null, ['draft', 'submitted', 'approved'])
}

async function refuseProposer(act: Act, authorityId: string, entryId: string, accountId: string) {
  if ((await proposersEver(act.trx, authorityId, entryId)).includes(accountId))
    throw new NotAllowed('Nobody waives anything about their own proposal.')
}
