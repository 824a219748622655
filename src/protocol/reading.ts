import { kinds, labelOf, stages } from '#src/domain/words.ts'
import { factNamed } from './facts.ts'
import type { Pack } from './pack.ts'
import { type MarkOf, marksOf, tiersIn } from './reading-marks.ts'
import { readRoute, readSignificance } from './reading-rules.ts'
import { readSets } from './reading-sets.ts'
import { riskLevel } from './risk.ts'
import { tellCondition } from './tell.ts'

/** A whole protocol as people read it, part by part. */
export type Reading = ReturnType<typeof readingOf>

/**
 * Puts a pack into words for reading and print (PRO-1): its conditions in plain English, its clauses beside them.
 * @param local what is the authority's own, as an adoption keeps it
 */
export function readingOf(pack: Pack, local: readonly string[] = []) {
  const markOf = marksOf(local)
  return {
    title: pack.title,
    by: pack.by,
    version: pack.version,
    date: pack.date,
    about: pack.about,
    isLocal: local.length > 0,
    policy: pack.policy.map(each => ({ ...each, mark: markOf(`policy.${each.id}`, each) })),
    definition: readDefinition(pack, markOf),
    significance: readSignificance(pack, markOf),
    uses: readSets(pack, markOf),
    route: readRoute(pack, markOf),
    requirements: readRequirements(pack, markOf),
    material: pack.material.map(each => ({
      ...each,
      label: factNamed(each.id)?.label ?? each.id,
      mark: markOf(`material.${each.id}`, each),
    })),
    reviews: { ...pack.reviews, mark: markOf('reviews', pack.reviews) },
    roles: pack.roles.map(each => ({
      ...each,
      does: each.does ?? [],
      as: parts[each.as],
      instead: pack.roles.find(({ id }) => id === each.instead)?.title,
      mark: markOf(`roles.${each.id}`, each),
    })),
    risk: readRisk(pack, markOf),
    reports: pack.reports.map(each => ({ ...each, mark: markOf(`reports.${each.id}`, each) })),
    sources: pack.sources,
  }
}

const parts = {
  post: 'Post',
  committee: 'Committee',
  team: 'Team that advises',
  part: 'Part in a partnership',
}

function readDefinition(pack: Pack, markOf: MarkOf) {
  const { outcomes, unsure, covers } = pack.definition
  return {
    covers: covers.map(kind => labelOf(kinds, kind).toLowerCase()),
    outcomes: outcomes.map(each => ({
      kind: labelOf(kinds, each.id),
      means: each.means,
      next: each.next,
      when: tellCondition(pack, each.if),
      mark: markOf(`outcomes.${each.id}`, each),
    })),
    unsure: { ...unsure, mark: markOf('outcomes.unsure', unsure) },
  }
}

// By the stage that needs it, in the order of the stages.
function readRequirements(pack: Pack, markOf: MarkOf) {
  return stages
    .map(stage => ({
      stage: stage.label,
      requirements: pack.requirements
        .filter(each => each.by === stage.value)
        .map(each => ({
          id: each.id,
          says: each.says,
          gate: each.gate,
          when: each.if && tellCondition(pack, each.if),
          met: tellCondition(pack, each.met),
          tiers: tiersIn(each.tiers),
          mark: markOf(`requirements.${each.id}`, each),
        })),
    }))
    .filter(({ requirements }) => requirements.length > 0)
}

function readRisk(pack: Pack, markOf: MarkOf) {
  const { likelihood, impact, bands } = pack.risk
  return {
    impact,
    rows: likelihood
      .map((step, l) => ({ step, cells: impact.map((_, i) => riskLevel(pack, l + 1, i + 1)) }))
      .toReversed(),
    bands,
    mark: markOf('risk', pack.risk),
  }
}
