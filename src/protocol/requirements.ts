import { type Stage, stages } from '#src/domain/words.ts'
import { evaluate } from './conditions.ts'
import { covers } from './definition.ts'
import type { Case } from './known.ts'
import type { Requirement } from './pack.ts'
import type { Gate } from './shapes.ts'

/** Why steps were waived, by the id of the requirement. */
export type Waivers = { readonly [id: string]: string }

export type State = 'met' | 'due' | 'missing' | 'waived'

/** A requirement in force: where it stands and why, what asks it, what its gate does, and the stage that needs it. */
export type Required = {
  id: string
  says: string
  clause: string
  state: State
  because: string
  gate: Gate
  by: Stage
}

/** Every requirement in force for an arrangement, in the pack's order. None for a kind the protocol does not cover, or once it is over. */
export function requirementsOf(made: Case, waivers: Waivers = {}): Required[] {
  const { pack, facts } = made
  if (!covers(pack, facts.kind) || over.has(String(facts.stage))) return []
  return pack.requirements.filter(each => inForce(each, made)).map(each => required(each, made, waivers))
}

/** What stands in the way of a stage: requirements that stage or one before it needs and that are neither met nor waived. */
export function inTheWayOf(stage: Stage, all: readonly Required[], gate: Gate = 'block'): Required[] {
  return all.filter(
    each =>
      each.gate === gate &&
      position(each.by) <= position(stage) &&
      (each.state === 'due' || each.state === 'missing'),
  )
}

const over = new Set(['ended', 'declined', 'not-a-partnership'])

function inForce({ if: condition, tiers, gate }: Requirement, made: Case): boolean {
  if (gate === 'off' || (tiers && !tiers.includes(made.tier))) return false
  return condition === undefined || evaluate(condition, made).holds === true
}

function required(rule: Requirement, made: Case, waivers: Waivers): Required {
  const { id, says, gate, by } = rule
  const { holds, because } = evaluate(rule.met, made)
  const waived = waivers[id]
  const reached = position(made.facts.stage ?? 'considered') >= position(by)
  const state: State = holds ? 'met' : waived ? 'waived' : reached ? 'missing' : 'due'
  const clause = rule.clause ?? 'ours'
  return { id, says, clause, state, because: state === 'waived' ? waived! : because, gate, by }
}

const position = (stage: unknown) => stages.findIndex(each => each.value === stage)
