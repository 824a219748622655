import { factNamed } from '#src/protocol/facts.ts'
import type { Case } from '#src/protocol/known.ts'
import { calledInBy } from '#src/protocol/route.ts'
import { list } from '#src/protocol/sentences.ts'

/** Something about a proposal that its readers should not miss, and whom it calls in to decide. */
export type Flag = { fact: string; says: string; callsIn: string }

const watched: [fact: string, value: boolean][] = [
  ['in_budget', false],
  ['can_resource', false],
  ['commitments_clash', true],
  ['legal_power', false],
  ['legal_bar', true],
  ['standing_orders_clash', true],
  ['partner_procedures', true],
]

/** What is out of the ordinary: money outside budgets, no legal power, a clash with rules or promises (ENT-4, ENT-5, APP-4). */
export function flagsOf(made: Case): Flag[] {
  return watched
    .filter(([name, value]) => made.facts[name] === value)
    .map(([name, value]) => {
      const { yes, no } = factNamed(name)!
      const deciders = new Set(calledInBy(name, made).map(each => each.title))
      return { fact: name, says: (value ? yes : no)!, callsIn: list([...deciders]) }
    })
}
