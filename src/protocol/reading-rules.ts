import { labelOf, tiers } from '#src/domain/words.ts'
import type { Group, Pack } from './pack.ts'
import type { MarkOf } from './reading-marks.ts'
import { defaultDays } from './shapes.ts'
import type { Model } from './significance-shape.ts'
import { tellCondition } from './tell.ts'

/** The tests of significance, newest first: criteria in words, thresholds, weights and bands. */
export function readSignificance(pack: Pack, markOf: MarkOf) {
  return pack.significance.models.toReversed().map(model => ({
    id: model.id,
    title: model.title,
    from: model.from,
    tests: (model.tests ?? []).map(({ tier, need, of }) => ({
      tier: tierWord(tier),
      rule: ruleOf(need, of.length),
      of: of.map(({ says, if: condition }) => ({ says, when: tellCondition(pack, condition) })),
    })),
    scorecard: model.scorecard && readScorecard(pack, model.scorecard),
    otherwise: tierWord(model.otherwise),
    mark: markOf(`models.${model.id}`, model),
  }))
}

/** The steps of approval in order: when each is on the route, who decides and why. */
export function readRoute(pack: Pack, markOf: MarkOf) {
  return pack.route.map(group => ({
    id: group.id,
    title: group.title,
    need: group.need,
    when: group.if && tellCondition(pack, group.if),
    delegated: group.delegated === 'yes',
    days: group.days ?? defaultDays,
    deciders: group.deciders.map(decider => readDecider(pack, decider)),
    mark: markOf(`route.${group.id}`, group),
  }))
}

function readDecider(pack: Pack, { id, if: condition, why, clause }: Group['deciders'][number]) {
  return {
    title: pack.roles.find(role => role.id === id)?.title ?? id,
    when: condition && tellCondition(pack, condition),
    why,
    clauses: clause ? clause.split(/;\s*/).map(told => told.split(/\s*\/\s*/).join(', ')) : [],
  }
}

function readScorecard(pack: Pack, { criteria, bands }: NonNullable<Model['scorecard']>) {
  return {
    criteria: criteria.map(({ says, weight, scores }) => ({
      says,
      weight,
      scores: scores.map(({ score, if: condition }) => ({ score, when: tellCondition(pack, condition) })),
    })),
    bands: bands.map(({ tier, at_least }) => ({ tier: tierWord(tier), at_least })),
  }
}

function ruleOf(need: 'any' | 'all' | number, of: number): string {
  if (of === 1) return 'this holds'
  if (need === 'any' || need === 1) return 'any one of these holds'
  return need === 'all' || need === of ? 'all of these hold' : `at least ${need} of these ${of} hold`
}

const tierWord = (tier: string) => labelOf(tiers, tier)
