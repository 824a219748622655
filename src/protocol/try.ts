import { aheadOf } from './ahead.ts'
import { covers } from './definition.ts'
import type { Facts } from './facts.ts'
import { caseOf } from './known.ts'
import type { Pack } from './pack.ts'
import type { Answers } from './questions.ts'
import { requirementsOf, type State, type Waivers } from './requirements.ts'
import { routeOf } from './route.ts'
import type { Working } from './significance.ts'

/** What a pack makes of facts. `kind` is null while the definition test has no outcome; `tier` where the protocol does not apply. */
export type Trial = {
  kind: string | null
  tier: string | null
  working: Working[]
  questions: { asked: number; of: number }
  route: {
    need: 'all' | 'any'
    deciders: ({ post: string; because: string } | { committee: string; because: string })[]
  }[]
  requirements: { id: string; clause: string; state: State; because: string }[]
}

/**
 * Tries a pack on facts. The questions counted are those of the proposal: the sets used at entry.
 * @param on the day, ISO, that decides which model of significance is in force
 */
export function tryPack(pack: Pack, facts: Facts, answers: Answers, waivers: Waivers, on: string): Trial {
  const made = caseOf(pack, facts, answers, on)
  const kind = made.facts.kind === undefined ? null : String(made.facts.kind)
  const applies = covers(pack, made.facts.kind)
  const { asked, of } = aheadOf(made)
  return {
    kind,
    tier: applies ? made.tier : null,
    working: applies ? made.significance.working : [],
    questions: { asked, of },
    route: routeOf(made).steps.map(({ need, deciders }) => ({
      need,
      deciders: deciders.map(({ as, title, because }) =>
        as === 'committee' ? { committee: title, because } : { post: title, because },
      ),
    })),
    requirements: requirementsOf(made, waivers).map(({ id, clause, state, because }) => ({
      id,
      clause,
      state,
      because,
    })),
  }
}
