import { createHash } from 'node:crypto'
import { type Adopted, protocolOn } from '#src/adopted/protocol.ts'
import type { Db } from '#src/db/open.ts'
import { Conflict, NotAllowed } from '#src/errors.ts'
import { findEntry } from '#src/partnerships/entry/queries.ts'
import { caseOf } from '#src/protocol/known.ts'
import type { Act } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { isOpen } from './acting.ts'
import { type Decider, holdRound } from './decide.ts'
import { demandReason, reasonFor } from './demanded.ts'
import { mailOffRoute } from './mails.ts'
import { type Hindrance, type PlannedSeat, planOf } from './plan.ts'
import { heldRefusals } from './progress.ts'
import type { Round, RoundSeat } from './round.ts'
import { addSeats, seatKey } from './seats.ts'
import { settle } from './settle.ts'

/** The route of a running submission beside the one that today's rules and fillings give for the same frozen facts. */
export type ReRoute = {
  protocol: Adopted
  planned: PlannedSeat[]
  /** Seats that stay: decided or waived, or the same as before. */
  kept: { seat: RoundSeat; planned: PlannedSeat }[]
  dropped: RoundSeat[]
  added: PlannedSeat[]
  /** What would keep the new route from being decided: then nothing is re-routed. */
  hindrances: Hindrance[]
  /** Whether anything differs at all. */
  differs: boolean
}

/**
 * What a running submission's route would be today (APP-6). The route itself only changes by `reRoute`.
 * @param on the day, ISO
 */
export async function reRouteOf(db: Db, authorityId: string, round: Round, on: string): Promise<ReRoute> {
  const protocol = await protocolOn(db, authorityId, on)
  const made = caseOf(protocol.pack, round.facts, {}, on)
  const entry = await findEntry(db, authorityId, round.involvement_id)
  const { seats: planned, hindrances } = await planOf(db, authorityId, made, {
    purpose: round.purpose,
    entry,
    proposers: round.proposers,
    on,
  })
  const now = round.seats.filter(seat => seat.dropped_at === null)
  const kept = planned.flatMap(each => {
    const key = seatKey(each.step.id, each.decider.id)
    const seat = now.find(one => seatKey(one.step_id, one.role) === key && staysAs(one, each))
    return seat ? [{ seat, planned: each }] : []
  })
  const dropped = now.filter(seat => !kept.some(each => each.seat.id === seat.id))
  const added = planned.filter(each => !kept.some(one => one.planned === each))
  const moved = kept.some(each => placeOf(each.seat) !== placeIn(each.planned, planned))
  return {
    protocol,
    planned,
    kept,
    dropped,
    added,
    hindrances,
    differs: dropped.length > 0 || added.length > 0 || moved,
  }
}

/** A short mark of what a change of the route would do: whoever changes it has seen that, and nothing else is done. */
export function routeMark({ planned, kept, dropped }: Pick<ReRoute, 'planned' | 'kept' | 'dropped'>): string {
  const seats = planned.map(({ step, decider, fillings }) => [
    placeIn({ step, decider, fillings }, planned),
    decider.id,
    ...fillings.map(each => each.post?.id ?? each.committee?.id),
  ])
  const stays = kept.map(({ seat }) => [seat.id, seat.decision_id, seat.waived_by])
  const all = { seats, stays, dropped: dropped.map(seat => seat.id) }
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 16)
}

/** The changes of a submission's route, the first first. */
export function listReRoutes(db: Db, authorityId: string, approvalId: string) {
  return db
    .selectFrom('re_route')
    .select(['reason', 're_routed_by', 're_routed_at'])
    .where('authority_id', '=', authorityId)
    .where('approval_id', '=', approvalId)
    .orderBy('re_routed_at')
    .execute()
}

/**
 * Works the route of a running submission out anew, on record (APP-6): what was decided and is still asked for stays, what
 * is not asked for any more drops out, what is new opens in its turn.
 * @param seen the mark of the change as it was looked at (routeMark); undefined past the pages
 * @throws NotAllowed for whoever put the proposal forward; Conflict where nothing differs, the new route could not be
 * decided, or it is not the one looked at; Refused without a reason
 */
export async function reRoute(
  act: Act,
  authorityId: string,
  approvalId: string,
  why: string,
  by: Decider & { capacity: string },
  seen?: string,
): Promise<void> {
  const on = londonDay(by.at)
  const round = await holdRound(act, authorityId, approvalId, on)
  if (round.proposers.accounts.includes(by.accountId))
    throw new NotAllowed('Nobody changes the route of their own proposal.')
  if (heldRefusals(round, on).length > 0)
    throw new Conflict('It was declined, and waits until that can no longer be called in. The route stays.')
  const found = await reRouteOf(act.trx, authorityId, round, on)
  const { planned, kept, dropped, added, hindrances, differs } = found
  if (hindrances.length > 0) throw new Conflict(hindrances[0]!.says)
  if (!differs) throw new Conflict('The route is the one today’s rules give. Nothing was changed.')
  if (seen !== undefined && seen !== routeMark(found))
    throw new Conflict('The route it would become is not the one you looked at. Open it again and look.')
  const last = planned.filter(each => each.step === planned.at(-1)!.step)
  if (last.every(each => kept.some(one => one.planned === each && one.seat.waived_by !== '')))
    throw new Conflict('The last step of the route would be one that is waived: someone decides.')
  demandReason(reasonFor.reRoute, why)
  const writer = act.on('involvement', round.involvement_id, round.content.name)
  for (const seat of dropped) await writer.update('approval_seat', seat.id, { dropped_at: by.at })
  for (const each of kept) {
    const { step, decider } = each.planned
    const { title, need, delegated, days } = step
    const number = stepNumber(step, planned)
    await writer.update('approval_seat', each.seat.id, {
      step: number,
      title,
      need,
      delegated,
      days,
      ...(isOpen(each.seat) ? { because: decider.because, clause: decider.clause ?? '' } : {}),
      // Where its turn has changed it is told of it again when it comes.
      ...(isOpen(each.seat) && number !== each.seat.step ? { opened_at: null, escalated_at: null } : {}),
    })
  }
  const keys = new Set(kept.map(each => seatKey(each.planned.step.id, each.planned.decider.id)))
  await addSeats(writer, round.involvement_id, round.id, planned, keys)
  await writer.insert('re_route', {
    involvement_id: round.involvement_id,
    approval_id: round.id,
    reason: why,
    dropped: dropped.map(seat => `${seat.title}: ${seat.role_title}`),
    added: added.map(({ step, decider }) => `${step.title}: ${decider.title}`),
    account_id: by.accountId,
    re_routed_by: by.name,
    capacity: by.capacity,
    re_routed_at: by.at,
  })
  const spared = dropped.filter(seat => isOpen(seat) && seat.opened_at !== null)
  await mailOffRoute(act.trx, round, spared, by, why, by.address, by.at)
  await settle(act, authorityId, round.id, by.at, by.address)
}

// What is decided or waived stays so; an open seat stays where the same post or committee still decides.
function staysAs(seat: RoundSeat, { fillings }: PlannedSeat): boolean {
  if (seat.decision_id !== null || seat.waived_by !== '') return true
  const posts = fillings.flatMap(each => each.post?.id ?? []).sort()
  const committee = fillings.find(each => each.committee)?.committee?.id ?? null
  return committee === seat.committee_id && String(posts) === String([...seat.post_ids].sort())
}

const placeOf = (seat: RoundSeat) => [seat.step, seat.need, seat.delegated, seat.days, seat.title].join(' ')

function placeIn({ step }: PlannedSeat, planned: readonly PlannedSeat[]): string {
  return [stepNumber(step, planned), step.need, step.delegated, step.days, step.title].join(' ')
}

function stepNumber(step: PlannedSeat['step'], planned: readonly PlannedSeat[]): number {
  return [...new Set(planned.map(each => each.step))].indexOf(step) + 1
}
