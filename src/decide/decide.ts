import type { DecisionOutcome } from '#src/db/tables.ts'
import { newId } from '#src/domain/id.ts'
import { Conflict, NotAllowed } from '#src/errors.ts'
import { lockEntries } from '#src/partnerships/entry/queries.ts'
import type { Act } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { type Acting, isOpen, recordingOf, seatsOfAccount } from './acting.ts'
import { isApproval, minuteWrong, refuseWrong, verdictWrong } from './demanded.ts'
import { type Address, mailEnded } from './mails.ts'
import { refuseMeeting } from './meeting.ts'
import { endWords, outcomeWords } from './outcome-words.ts'
import { progressOf } from './progress.ts'
import { findRound, type Round } from './round.ts'
import { listScheme, withinSchemeOf } from './scheme.ts'
import { settle } from './settle.ts'

/** A condition of an approval: who does what by when. */
export type Condition = { what: string; ownerId: string | null; owner: string; dueOn: string }

/** What someone decides in their posts. */
export type Verdict = {
  outcome: DecisionOutcome
  reasons: string
  /** '' where they have none to declare. */
  interest: string
  conditions: readonly Condition[]
}

/** What a recorder enters of a committee's decision. */
export type CommitteeVerdict = Verdict & {
  seatId: string
  decidedOn: string
  minuteReference: string
  link: string
  keyDecision: boolean | null
  forwardPlanReference: string
  exemptParagraph: string
  /** The last day on which it can be called in; null where it cannot be. */
  callInEndsOn: string | null
  /** Why an urgent decision cannot be called in; '' where it is not urgent. */
  urgentReason: string
  /** Why a key decision that is not urgent cannot be called in. */
  noCallInReason?: string
}

/** Whoever decides or records, and where the proposal is found. */
export type Decider = { accountId: string; name: string; at: Date; address: Address }

/** What someone decides on now, what that settles too, why some of it is refused, and the delegation line by seat. */
export type Deciding = { now: Acting[]; also: Acting[]; refused: string[]; under: Map<string, string> }

/**
 * The seats an account decides on now: those of the open step that are theirs by post, and the later ones of the route
 * whose posts they hold, which they decide with the same act; what they only deputise for waits until it is open.
 * `refused` says why a seat of the open step is not theirs to decide after all (APP-5).
 */
export async function decidingOf(
  db: Act['trx'] | Parameters<typeof listScheme>[0],
  round: Round,
  accountId: string,
  on: string,
): Promise<Deciding> {
  const { state, steps } = progressOf(round, on)
  const under = new Map<string, string>()
  const mine = seatsOfAccount(round, accountId).filter(each => each.post !== null)
  if (state !== 'running' || mine.length === 0) return { now: [], also: [], refused: [], under }
  const stateOf = new Map(steps.flatMap(step => step.seats.map(seat => [seat.id, step.state] as const)))
  const open = mine.filter(({ seat }) => stateOf.get(seat.id) === 'open')
  const later = mine.filter(({ seat, holder }) => stateOf.get(seat.id) === 'later' && !holder.deputy)
  const scheme = await listScheme(db, round.authority_id)
  const refused: string[] = []
  const able = ({ seat, post }: Acting) => {
    if (!seat.delegated) return true
    const verdict = withinSchemeOf(scheme, post!, {
      what: round.purpose === 'extend' ? 'extend' : 'enter',
      pounds: Number(round.facts.money_a_year ?? 0),
      on,
    })
    if (verdict.may) under.set(seat.id, lineOf(verdict.under))
    else if (stateOf.get(seat.id) === 'open') refused.push(verdict.because)
    return verdict.may
  }
  const now = open.filter(able)
  return { now, also: now.length > 0 ? later.filter(able) : [], refused, under }
}

/**
 * Decides in one's posts: once, for all of them that are on the route (APP-1, APP-6). A deferral and stepping aside leave
 * the seat open.
 * @param seen the seats they saw as theirs: someone else may decide one of them meanwhile, and none unseen is decided
 * @throws NotAllowed where nothing on the open step is theirs, or the scheme of delegation does not cover it; Conflict when
 * it is not being decided any more, or not as it was seen; Refused where reasons, an interest or conditions are not given
 */
export async function decide(
  act: Act,
  authorityId: string,
  approvalId: string,
  verdict: Verdict,
  by: Decider,
  seen?: readonly string[],
): Promise<void> {
  const on = londonDay(by.at)
  const round = await holdRound(act, authorityId, approvalId, on)
  const looked = seen && new Set(seen)
  const gone = round.seats.find(seat => looked?.has(seat.id) && !isOpen(seat))
  if (gone) throw new Conflict(`${takenBy(round, gone)} meanwhile. Open it again and look.`)
  const { now, also, refused, under } = await decidingOf(act.trx, round, by.accountId, on)
  if (now.length === 0)
    throw new NotAllowed(
      refused[0]
        ? `${refused[0]}. Ask an administrator to bring the scheme of delegation up to date, or the register’s keeper to change the route.`
        : 'This decision is not yours to take now.',
    )
  const seats = isApproval(verdict.outcome) ? [...now, ...also] : now
  if (looked && seats.some(({ seat }) => !looked.has(seat.id)))
    throw new Conflict('What you are asked to decide is not what you looked at. Open it again and look.')
  refuseWrong(verdictWrong('own', verdict, on))
  const [first] = now
  const id = await enter(act, round, verdict, {
    seats: ['deferred', 'no-part'].includes(verdict.outcome) ? [] : seats.map(each => each.seat.id),
    decidedOn: on,
    personId: first!.holder.personId,
    decidedBy: first!.holder.name,
    capacity: [...new Set(seats.map(each => each.capacity))].join('; '),
    deputy: first!.holder.deputy,
    delegation: [...new Set(seats.flatMap(each => under.get(each.seat.id) ?? []))].join('; '),
    by,
  })
  await addConditions(act, round, id, verdict.conditions, by.at)
  await mailPutOff(act, round, verdict, first!.holder.name, by)
  await settle(act, authorityId, approvalId, by.at, by.address)
}

/**
 * Enters what a committee decided, by its recorder (APP-6).
 * @throws NotAllowed where the account does not record for it or put the proposal forward; Conflict when that step does not
 * wait for a decision; Refused where its minute, its day or its reasons are not given
 */
export async function recordDecision(
  act: Act,
  authorityId: string,
  approvalId: string,
  verdict: CommitteeVerdict,
  by: Decider,
): Promise<void> {
  const on = londonDay(by.at)
  const round = await holdRound(act, authorityId, approvalId, on)
  const seat = round.seats.find(each => each.id === verdict.seatId)
  if (seat && !isOpen(seat)) throw new Conflict(`${takenBy(round, seat)} meanwhile. Open it again and look.`)
  const mine = recordingOf(round, by.accountId).find(({ seat }) => seat.id === verdict.seatId)
  if (!mine || verdict.outcome === 'no-part')
    throw new NotAllowed('Only a recorder of the committee who does not propose this may enter its decision.')
  const step = progressOf(round, on).steps.find(each => each.seats.some(seat => seat.id === verdict.seatId))
  if (step?.state !== 'open')
    throw new Conflict('This step does not wait for a decision now. Open it again and look.')
  const committee = mine.seat.committee!
  refuseMeeting(round, committee, verdict.decidedOn)
  const submittedOn = londonDay(round.submitted_at)
  refuseWrong([
    ...verdictWrong('committee', verdict, on),
    ...minuteWrong(verdict, { submittedOn, today: on }),
  ])
  const id = await enter(act, round, verdict, {
    seats: verdict.outcome === 'deferred' ? [] : [mine.seat.id],
    decidedOn: verdict.decidedOn,
    personId: null,
    decidedBy: committee.name,
    capacity: committee.name,
    deputy: false,
    delegation: '',
    by,
    committee: { id: committee.id, verdict },
  })
  await addConditions(act, round, id, verdict.conditions, by.at)
  await mailPutOff(act, round, verdict, committee.name, by)
  await settle(act, authorityId, approvalId, by.at, by.address)
}

/** A submission that is being decided, for whoever waits their turn to change it. @throws Conflict when it is not any more */
export async function holdRound(
  act: Act,
  authorityId: string,
  approvalId: string,
  on: string,
): Promise<Round> {
  const before = await findRound(act.trx, authorityId, approvalId, on)
  await lockEntries(act.trx, [before.involvement_id])
  const round = await findRound(act.trx, authorityId, approvalId, on)
  const ended = endWords[round.state]
  if (ended)
    throw new Conflict(`This proposal is not being decided any more: ${ended}. Open it again and look.`)
  return round
}

function takenBy(round: Round, seat: Round['seats'][number]): string {
  const decision = round.decisions.find(each => each.id === seat.decision_id)
  return decision ? `${decision.decided_by} decided this` : 'The route changed'
}

type Entered = {
  seats: string[]
  decidedOn: string
  personId: string | null
  decidedBy: string
  capacity: string
  deputy: boolean
  delegation: string
  by: Decider
  committee?: { id: string; verdict: CommitteeVerdict }
}

async function enter(act: Act, round: Round, verdict: Verdict, entered: Entered): Promise<string> {
  const writer = act.on('involvement', round.involvement_id, round.content.name)
  const { by, committee } = entered
  const said = committee?.verdict
  const id = await writer.insert('decision', {
    id: newId(by.at),
    involvement_id: round.involvement_id,
    approval_id: round.id,
    outcome: verdict.outcome,
    decided_on: entered.decidedOn,
    person_id: entered.personId,
    decided_by: entered.decidedBy,
    capacity: entered.capacity,
    deputy: entered.deputy,
    reasons: verdict.reasons,
    interest: verdict.interest,
    delegation: entered.delegation,
    account_id: by.accountId,
    entered_by: by.name,
    entered_at: by.at,
    committee_id: committee?.id ?? null,
    minute_reference: said?.minuteReference ?? '',
    link: said?.link ?? '',
    key_decision: said?.keyDecision ?? null,
    forward_plan_reference: said?.forwardPlanReference ?? '',
    exempt_paragraph: said?.exemptParagraph ?? '',
    urgent_reason: said?.urgentReason ?? '',
    no_call_in_reason: said?.noCallInReason ?? '',
    reported_on: null,
    call_in_ends_on: said && !said.urgentReason ? said.callInEndsOn : null,
    called_in_on: null,
    call_in_outcome: null,
    call_in_outcome_on: null,
  })
  for (const seat of entered.seats) {
    if (!round.seats.some(each => each.id === seat && isOpen(each)))
      throw new Conflict('Someone decided this meanwhile. Open it again and look.')
    await writer.update('approval_seat', seat, { decision_id: id })
  }
  return id
}

async function addConditions(
  act: Act,
  round: Round,
  decisionId: string,
  conditions: readonly Condition[],
  at: Date,
) {
  const writer = act.on('involvement', round.involvement_id, round.content.name)
  await writer.insertMany(
    'action',
    conditions.map(({ what, ownerId, owner, dueOn }) => ({
      involvement_id: round.involvement_id,
      cause_type: 'condition' as const,
      cause_id: decisionId,
      what,
      owner_id: ownerId,
      owner,
      due_on: dueOn,
      done_on: null,
      closed_at: null,
      created_at: at,
    })),
  )
}

// Neither moves the route on, so those who wait for it would not hear of it otherwise.
async function mailPutOff(
  act: Act,
  round: Round,
  { outcome }: Verdict,
  who: string,
  { address, at }: Decider,
) {
  if (outcome === 'deferred' || outcome === 'no-part')
    await mailEnded(act.trx, round, `${who} ${outcomeWords[outcome]}`, address, at)
}

function lineOf(line: { reference: string; by: string; limit: number | null }): string {
  const limit =
    line.limit === null ? 'without a limit' : `up to £${line.limit.toLocaleString('en-GB')} a year`
  return [line.reference, line.by && `delegated by ${line.by}`, limit].filter(Boolean).join(', ')
}
