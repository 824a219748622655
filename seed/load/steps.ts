import { roleNames } from '#src/accounts/may.ts'
import { decide, recordDecision } from '#src/decide/decide.ts'
import { findRound } from '#src/decide/round.ts'
import { submitProposal } from '#src/decide/submit.ts'
import { findEntry } from '#src/partnerships/entry/queries.ts'
import type { Act } from '#src/trail/change.ts'
import type { Minuted, Step, Verdict } from '../protocol/proposal-shape.ts'
import { actorAt, dayOf, someone } from './act.ts'
import { idIn, type Place } from './place.ts'

type About = { id: string; name: string }

/** One step of a proposal, as of the moment it was taken. */
export async function take(
  act: Act,
  place: Place,
  step: Exclude<Step, { do: 'answer' }>,
  about: About,
  at: Date,
) {
  const { reference } = await findEntry(act.trx, place.id, about.id)
  const address = `https://${place.slug}.example/${place.slug}/staff/partnerships/${reference}`
  const by = { ...someone(place, step.by), at, address }
  switch (step.do) {
    case 'submit':
      return submitProposal(act, place.id, about.id, by)
    case 'decide':
      return decide(act, place.id, await underWay(act, about.id), verdictOf(place, step), by)
    case 'record':
      return minute(act, place, step, about, by)
    case 'ask':
      return ask(act, place, step, about, at)
    case 'advise':
      return advise(act, place, step, about, at)
    case 'waive':
      return act.on('involvement', about.id, about.name).insert('waiver', {
        involvement_id: about.id,
        requirement: step.requirement,
        reason: step.reason,
        account_id: by.accountId,
        waived_by: step.by,
        capacity: capacityOf(place, step.by),
        allowed_by: step.allowedBy,
        waived_at: at,
        withdrawn_at: null,
      })
    case 'pledge':
      return pledge(act, step, about)
  }
}

// As the register itself would write it.
function capacityOf(place: Place, name: string): string {
  const { capacity } = actorAt(place, name)
  return Object.hasOwn(roleNames, capacity) ? roleNames[capacity as keyof typeof roleNames] : capacity
}

function verdictOf(place: Place, { outcome, reasons = '', interest = '', conditions = [] }: Verdict) {
  return {
    outcome,
    reasons,
    interest,
    conditions: conditions.map(({ what, owner, due }) => ({
      what,
      owner,
      ownerId: idIn(place.people, owner),
      dueOn: due,
    })),
  }
}

async function minute(
  act: Act,
  place: Place,
  step: Minuted,
  { id }: About,
  by: Parameters<typeof recordDecision>[4],
) {
  const approval = await underWay(act, id)
  const round = await findRound(act.trx, place.id, approval, dayOf(by.at))
  const seat = round.seats.find(each => each.committee?.name === step.committee)!
  await recordDecision(
    act,
    place.id,
    approval,
    {
      ...verdictOf(place, step),
      seatId: seat.id,
      decidedOn: step.decided,
      minuteReference: step.minute,
      link: step.link ?? '',
      keyDecision: step.key ?? null,
      forwardPlanReference: step.forwardPlan ?? '',
      exemptParagraph: '',
      callInEndsOn: step.callInEnds ?? null,
      urgentReason: '',
    },
    by,
  )
}

async function ask(act: Act, place: Place, step: Extract<Step, { do: 'ask' }>, about: About, at: Date) {
  const proposal = await findDraft(act, about.id)
  const { to } = step
  await act.on('involvement', about.id, about.name).insert('advice', {
    involvement_id: about.id,
    subject_type: 'proposal',
    subject_id: proposal.id,
    question: step.question,
    message: step.message,
    team: 'team' in to ? to.team : '',
    person_id: 'person' in to ? idIn(place.people, to.person) : null,
    due_on: step.due,
    asked_account_id: idIn(place.accounts, step.by),
    asked_by: step.by,
    asked_at: at,
    answered_account_id: null,
    answered_at: null,
  })
}

async function advise(act: Act, place: Place, step: Extract<Step, { do: 'advise' }>, about: About, at: Date) {
  const { id } = await act.trx
    .selectFrom('advice')
    .select('id')
    .where('involvement_id', '=', about.id)
    .where('question', '=', step.question)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow()
  await act.on('involvement', about.id, about.name).update('advice', id, {
    state: 'answered',
    answer: step.answer,
    answered_account_id: idIn(place.accounts, step.by),
    answered_by: step.by,
    answered_at: at,
  })
}

async function pledge(act: Act, { year, pounds }: Extract<Step, { do: 'pledge' }>, about: About) {
  const { id } = await act.trx
    .selectFrom('commitment')
    .select('id')
    .where('involvement_id', '=', about.id)
    .where('type', '=', 'money')
    .where('year', '=', year)
    .executeTakeFirstOrThrow()
  await act.on('involvement', about.id, about.name).update('commitment', id, { pence: pounds * 100 })
}

/** The draft under way for an involvement. */
export function findDraft(act: Act, involvementId: string) {
  return act.trx
    .selectFrom('proposal')
    .select(['id', 'pages_done'])
    .where('involvement_id', '=', involvementId)
    .where('state', '=', 'draft')
    .executeTakeFirstOrThrow()
}

async function underWay(act: Act, involvementId: string): Promise<string> {
  const { id } = await act.trx
    .selectFrom('approval')
    .select('id')
    .where('involvement_id', '=', involvementId)
    .where('state', '=', 'running')
    .executeTakeFirstOrThrow()
  return id
}
