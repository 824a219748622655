import { covers } from './definition.ts'
import { type Case, reviewMonths } from './known.ts'
import { progressOf } from './questions.ts'
import { routeOf } from './route.ts'

/** What a proposal has before it, counted, and told in a line (SIG-2). */
export type Ahead = {
  asked: number
  of: number
  approvals: number
  /** Who decides, step by step: 'Cabinet or Chief executive' where any one of several does. */
  deciders: string[]
  months: number
  says: string
}

/** How many questions of the proposal are asked, how many decide, and how often it is reviewed. */
export function aheadOf(made: Case): Ahead {
  const applies = covers(made.pack, made.facts.kind)
  const entry = made.pack.sets.filter(set => set.use === 'entry').map(set => progressOf(set, made))
  const of = entry.reduce((sum, set) => sum + set.of, 0)
  const asked = applies ? entry.reduce((sum, set) => sum + set.asked.length, 0) : 0
  const deciders = routeOf(made).steps.flatMap(({ need, deciders }) => {
    const titles = deciders.map(each => each.title)
    return need === 'any' ? [titles.join(' or ')] : titles
  })
  const approvals = deciders.length
  const months = reviewMonths(made.pack, made)
  const says = `Tier ${made.tier}: ${asked} of ${of} questions, ${approvals} ${approvals === 1 ? 'approval' : 'approvals'}, review every ${often(months)}`
  return { asked, of, approvals, deciders, months, says }
}

function often(months: number): string {
  if (months % 12 !== 0) return months === 1 ? 'month' : `${months} months`
  return months === 12 ? 'year' : `${months / 12} years`
}
