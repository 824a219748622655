import { kinds, labelOf, tiers } from '#src/domain/words.ts'
import type { Line } from './lines.ts'
import type { List, Told } from './list-words.ts'

/** What was assessed and proposed about an entry: rows that are only ever added. */
export const assessmentLists: Record<string, List> = {
  assessment: {
    key: 'result',
    noun: 'the assessment',
    made: assessed,
    gone: () => 'removed an assessment',
    which: told => (told.held.about === 'kind' ? 'What it is' : 'How significant it is'),
  },
  proposal: {
    key: 'purpose',
    noun: 'the proposal',
    made: ({ held }) => purposes[String(held.purpose)] ?? 'began a proposal',
    gone: () => 'removed the proposal',
    which: () => 'Proposal',
    changed: ({ row, held, show }) => {
      const state = row.fields.get('state') && states[String(held.state)]
      if (state) return [{ heading: '', was: '', now: '', act: state, noun: 'the proposal', isNew: false }]
      const rules = row.fields.get('protocol_id')
      if (rules) {
        const [was, now] = [show('protocol_id', rules.before), show('protocol_id', rules.after)]
        return [{ heading: 'Protocol', was, now, act: '', noun: 'the protocol', isNew: false }]
      }
      // Which pages are done is told by the act itself.
      return [...row.fields.keys()].every(field => field === 'pages_done') ? [] : undefined
    },
  },
}

/** What is done with the test of what something is, and with its tier, where the usual words do not say it. */
export const assessmentVerbs: Record<string, (noun: string, lines: Line[]) => string> = {
  assess: done('assessed what it is'),
  'assess-significance': done('assessed how significant it is'),
  'override-tier': done('overrode the tier'),
  'lift-override': () => 'lifted the override of the tier',
  rescore: () => 'rescored how significant it is under the model in force',
  list: () => 'listed on the register what is not a partnership',
}

function done(otherwise: string) {
  return (_: string, lines: Line[]) => lines.find(line => line.act.startsWith(otherwise))?.act ?? otherwise
}

function assessed({ held }: Told): string {
  const result = String(held.result)
  if (held.about === 'kind')
    return `assessed what it is: ${result === 'take-advice' ? 'take advice' : labelOf(kinds, result).toLowerCase()}`
  const tier = labelOf(tiers, result).toLowerCase()
  return held.cause === 'override'
    ? `overrode the tier: ${tier}, where the rules find ${labelOf(tiers, String(held.found)).toLowerCase()}`
    : `assessed how significant it is: ${tier}`
}

const purposes: Record<string, string> = {
  enter: 'began a proposal to enter it',
  extend: 'began a proposal to extend it',
  existing: 'began to put on record what was in place',
}

const states: Record<string, string> = {
  draft: 'took the proposal up again',
  submitted: 'submitted the proposal',
  approved: 'recorded that the proposal is approved',
  declined: 'recorded that the proposal is declined',
  dropped: 'dropped the proposal',
  recorded: 'put on record what was in place',
}
