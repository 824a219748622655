import { listKeepers } from '#src/accounts/keepers.ts'
import { listFillings } from '#src/adopted/fillings.ts'
import { findProtocol } from '#src/adopted/protocol.ts'
import type { Db } from '#src/db/open.ts'
import { queueMail } from '#src/notify/mail.ts'
import { findEntry, lockEntries, placeOf } from '#src/partnerships/entry/queries.ts'
import type { Act } from '#src/trail/change.ts'
import { formatDay, londonDay } from '#src/web/views.ts'
import { isOpen } from './acting.ts'
import { type Address, emailsOf } from './mails.ts'
import { progressOf } from './progress.ts'
import { findRound, type Round, type RoundSeat } from './round.ts'

const day = 86_400_000

/** The day after which a seat is overdue, ISO; null while it does not wait. */
export function dueOn(seat: Pick<RoundSeat, 'opened_at' | 'days'>): string | null {
  return seat.opened_at && londonDay(new Date(seat.opened_at.getTime() + seat.days * day))
}

/** The seats that wait for a decision and have waited for longer than their days. @param on the day, ISO */
export function overdueSeats(round: Round, on: string): RoundSeat[] {
  const { state, steps } = progressOf(round, on)
  if (state !== 'running') return []
  return steps
    .filter(step => step.state === 'open')
    .flatMap(step => step.seats.filter(isOpen))
    .filter(seat => (dueOn(seat) ?? on) < on)
}

/**
 * Tells those above a decider, and the keepers, that a decision is overdue: each seat once (APP-1). It is never decided by
 * that, however long it takes.
 */
export async function escalate(
  act: Act,
  authorityId: string,
  approvalId: string,
  at: Date,
  address: Address,
): Promise<void> {
  const on = londonDay(at)
  const { involvement_id } = await findRound(act.trx, authorityId, approvalId, on)
  await lockEntries(act.trx, [involvement_id])
  const round = await findRound(act.trx, authorityId, approvalId, on)
  const fresh = overdueSeats(round, on).filter(seat => seat.escalated_at === null)
  const writer = act.on('involvement', round.involvement_id, round.content.name)
  for (const seat of fresh) {
    await writer.update('approval_seat', seat.id, { escalated_at: at })
    for (const to of await peopleAbove(act.trx, authorityId, round, seat, on))
      await queueMail(act.trx, overdueMail(to, round, seat, address), at)
  }
}

// Whoever stands in for the role, but never whoever put the proposal forward, and the keepers of the place.
async function peopleAbove(
  db: Db,
  authorityId: string,
  round: Round,
  seat: RoundSeat,
  on: string,
): Promise<string[]> {
  const entry = await findEntry(db, authorityId, round.involvement_id)
  const { pack } = await findProtocol(db, authorityId, round.protocol_id)
  const above = pack.roles.find(role => role.id === seat.role)?.instead
  const fillings = (await listFillings(db, authorityId, entry.directorate_id, on)).filter(
    each => each.role === above,
  )
  const holders = fillings.flatMap(each => [
    ...(each.post?.holders ?? []),
    ...(each.committee?.recorders ?? []),
  ])
  const accounts = holders.flatMap(each => each.accountId ?? [])
  const emails = await emailsOf(
    db,
    accounts.filter(id => !round.proposers.accounts.includes(id)),
  )
  const keepers = await listKeepers(db, authorityId, placeOf(entry))
  return [...new Set([...emails, ...keepers].map(each => each.email))]
}

function overdueMail(to: string, round: Round, seat: RoundSeat, address: Address) {
  const { name, reference } = round.content
  const who = seat.committee?.name ?? seat.posts[0]?.title ?? seat.role_title
  return {
    to,
    subject: `A decision is overdue: ${name}`,
    body: `${who} has been asked to decide on ${name} (${reference}) since ${formatDay(seat.opened_at)}. A decision was due by ${formatDay(dueOn(seat))}.

Nothing is approved by waiting. Ask them, see that a deputy acts, or change the route:
${address}/approval
`,
  }
}
