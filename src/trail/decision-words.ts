import { formatDate } from '#src/domain/dates.ts'
import { inWords } from './labels.ts'
import type { Line } from './lines.ts'
import type { List, Told } from './list-words.ts'
import { isNothing } from './values.ts'

/** What was submitted, asked, decided and set as a condition: the rows of an approval. */
export const decisionLists: Record<string, List> = {
  approval: {
    key: 'submitted_by',
    noun: 'the submission',
    made: () => 'submitted the proposal',
    gone: () => 'removed the submission',
    which: () => 'Submission',
    // How it ended is told by the decision and by the proposal.
    changed: ({ row, held }) =>
      row.fields.has('state') && String(held.state).startsWith('call')
        ? [act('the submission', calls[String(held.state)]!)]
        : [],
  },
  approval_seat: {
    key: 'role',
    noun: 'the route',
    made: told => `put ${role(told)} on the route`,
    gone: told => `removed ${role(told)} from the route`,
    which: told => inWords(role(told)),
    changed: seatLines,
  },
  decision: {
    key: 'outcome',
    noun: 'the decision',
    made: decided,
    gone: () => 'removed a decision',
    which: told => `Decision of ${told.held.decided_by}`,
    more: ({ held }) => [
      ...(isNothing(held.minute_reference) ? [] : [said('Minute', held.minute_reference)]),
      ...(isNothing(held.reasons) ? [] : [said('Reasons', reasonsOf(held))]),
      ...(isNothing(held.interest) ? [] : [said('Interest declared', held.interest)]),
      ...(isNothing(held.delegation) ? [] : [said('Under the scheme of delegation', held.delegation)]),
    ],
    changed: decisionLines,
  },
  action: {
    key: 'what',
    noun: 'the conditions',
    made: ({ held }) =>
      `set the condition “${held.what}”, for ${held.owner} by ${formatDate(String(held.due_on))}`,
    gone: ({ held }) => `removed the condition “${held.what}”`,
    which: ({ held }) => `Condition “${held.what}”`,
    changed: actionLines,
  },
  re_route: {
    key: 'reason',
    noun: 'the route',
    made: () => 'changed the route of the proposal',
    gone: () => 'removed a change of the route',
    which: () => 'Change of the route',
  },
}

/** What is done about a decision, where the usual words do not say it. */
export const decisionVerbs: Record<string, (noun: string, lines: Line[]) => string> = {
  decide: actOf('the decision', 'decided on the proposal'),
  'record-decision': actOf('the decision', 'entered a decision'),
  'withdraw-proposal': () => 'took the proposal back',
  'call-in': actOf('the decision', 'recorded a call-in'),
  'end-call-in': actOf('the decision', 'saw the call-in period end'),
  'report-urgent': actOf('the decision', 'recorded that an urgent decision was reported'),
  escalate: () => 'told those above that a decision is overdue',
  're-route': () => 'changed the route of the proposal',
}

const outcomes: Record<string, string> = {
  approved: 'approved the proposal',
  'approved-with-conditions': 'approved the proposal with conditions',
  changes: 'asked for changes to the proposal',
  deferred: 'put the decision off',
  declined: 'declined the proposal',
  'no-part': 'declared an interest and takes no part',
}

const calls: Record<string, string> = {
  'call-in': 'recorded that it waits until the call-in period is over',
  'called-in': 'recorded that it waits for the outcome of the call-in',
}

// An event of before exempt reasons were kept out of it holds them still.
function reasonsOf({ reasons, exempt_paragraph }: Told['held']): unknown {
  return isNothing(exempt_paragraph) ? reasons : `Exempt from publication, paragraph ${exempt_paragraph}`
}

function decided({ held }: Told): string {
  const what = outcomes[String(held.outcome)] ?? 'decided'
  return isNothing(held.committee_id) ? what : `recorded that ${held.decided_by} ${what}`
}

function decisionLines({ row, held }: Told): Line[] | undefined {
  const noun = 'the decision'
  const by = isNothing(held.called_in_by) ? '' : ` by ${held.called_in_by}`
  if (row.fields.has('called_in_on'))
    return [act(noun, `recorded that the decision of ${held.decided_by} was called in${by}`)]
  if (row.fields.has('call_in_outcome'))
    return [
      act(
        noun,
        held.call_in_outcome === 'stands'
          ? `recorded that the decision of ${held.decided_by} stands after the call-in`
          : `recorded that ${held.decided_by} has to decide again after the call-in`,
      ),
    ]
  if (row.fields.has('reported_on'))
    return [act(noun, `recorded that the urgent decision of ${held.decided_by} was reported`)]
  return undefined
}

// Who decided is told by the decision itself.
function seatLines(told: Told): Line[] {
  const { row, held } = told
  const noun = 'the route'
  const set = (field: string) => row.fields.has(field) && !isNothing(row.fields.get(field)!.after)
  if (set('dropped_at')) return [act(noun, `took ${role(told)} off the route`)]
  if (set('waived_by'))
    return [
      act(
        noun,
        `set aside the decision of ${role(told)}${allowedBy(held.waived_authority)}: ${held.waived_why ?? ''}`,
      ),
    ]
  if (set('escalated_at')) return [act(noun, `escalated the decision of ${role(told)}`)]
  if (set('opened_at')) return [act(noun, `asked ${role(told)} to decide`)]
  return []
}

const allowedBy = (who: unknown) => (isNothing(who) ? '' : `, allowed by ${who}`)

function actionLines({ row, held }: Told): Line[] | undefined {
  const state = row.fields.get('state')
  if (!state) return undefined
  const did = state.before === 'done' && state.after === 'open' ? 'sent back' : states[String(state.after)]
  const why = isNothing(held.remark) || state.after === 'done' ? '' : `: ${held.remark}`
  return [act('the conditions', `${did ?? 'changed'} the condition “${held.what}”${why}`)]
}

const states: Record<string, string> = {
  open: 'opened again',
  done: 'reported as done',
  closed: 'closed',
  dropped: 'dropped',
}

const role = ({ held }: Told) => `‘${held.role_title ?? inWords(String(held.role ?? 'a decider'))}’`

const act = (noun: string, words: string): Line => ({
  heading: '',
  was: '',
  now: '',
  act: words,
  noun,
  isNew: false,
})

const said = (heading: string, value: unknown): Line => ({
  heading,
  was: '',
  now: String(value),
  act: '',
  noun: 'the decision',
  isNew: true,
})

function actOf(noun: string, otherwise: string) {
  return (_: string, lines: Line[]) => lines.find(line => line.noun === noun && line.act)?.act ?? otherwise
}
