import { evaluate, type Known } from './conditions.ts'
import type { Pack } from './pack.ts'
import type { Tier } from './questions.ts'
import { lower } from './sentences.ts'
import type { Model } from './significance-shape.ts'

/** One criterion of the working. `met` is null while a fact it needs is not known; `tier` is what it counts towards. */
export type Working = {
  tier: Tier | null
  criterion: string
  met: boolean | null
  because: string
  points?: number
}

/** An assessment keeps the model it was made under. `says` tells the result in one sentence. */
export type Assessment = { model: string; tier: Tier; says: string; working: Working[]; open: boolean }

type Test = NonNullable<Model['tests']>[number]
type Tried = { tier: Tier; rows: Working[]; count: number; needed: number; of: number }

/** The model in force on a day: the last listed whose day has come. Before the first, there is none. */
export function modelOn(pack: Pack, on: string): Model | undefined {
  return pack.significance.models.findLast(model => model.from <= on)
}

/**
 * Assesses significance, criterion by criterion (SIG-1, SIG-2). A fact that is not known meets no criterion, and
 * `open` says that one is missing which could raise the tier.
 * @param on the day, ISO, that decides which model is in force
 * @throws RangeError when none is yet
 */
export function assessSignificance(pack: Pack, known: Known, on: string): Assessment {
  const model = modelOn(pack, on)
  if (!model) {
    const first = pack.significance.models[0]!
    throw new RangeError(
      `No test of significance is in force on ${on}. The first, ‘${first.title}’, starts on ${first.from}.`,
    )
  }
  return assess(model, known)
}

/** The tiers that the model in force on a day, ISO, can find. */
export function tiersOn(pack: Pack, on: string): Tier[] {
  const model = modelOn(pack, on)
  if (!model) return []
  return [...(model.scorecard?.bands ?? model.tests ?? []).map(({ tier }) => tier), model.otherwise]
}

/** Assesses under a model of one's choice: the one an earlier assessment was made under, or a newer one to rescore. */
export function assess(model: Model, known: Known): Assessment {
  return model.scorecard ? byScore(model, model.scorecard, known) : byTests(model, model.tests!, known)
}

function byTests(model: Model, tests: Test[], known: Known): Assessment {
  const tried = tests.map(({ tier, need, of }) => {
    const rows = of.map(({ says, if: condition }) => workingOf(tier, says, condition, known))
    const count = rows.filter(row => row.met).length
    const needed = need === 'any' ? 1 : need === 'all' ? of.length : need
    return { tier, rows, count, needed, of: of.length }
  })
  const won = tried.find(({ count, needed }) => count >= needed)
  const above = won ? tried.slice(0, tried.indexOf(won)) : tried
  return {
    model: model.id,
    tier: won?.tier ?? model.otherwise,
    says: won ? said(won) : `No test of a higher tier is met, so it is ${model.otherwise}`,
    working: tried.flatMap(({ rows }) => rows),
    open: above.some(
      ({ rows, count, needed }) => count + rows.filter(row => row.met === null).length >= needed,
    ),
  }
}

function said({ tier, rows, count, needed, of }: Tried) {
  const met = rows.filter(row => row.met).map(row => row.because)
  const why = met.map((because, i) => (i === 0 ? because : lower(because))).join('; ')
  if (of === 1) return why
  if (needed === of) return `${why}: all ${of} criteria are met, as ${tier} needs`
  return `${why}: ${count} of ${of} criteria met, and ${needed === 1 ? 'one makes' : `${needed} make`} it ${tier}`
}

function byScore(
  model: Model,
  { criteria, bands }: NonNullable<Model['scorecard']>,
  known: Known,
): Assessment {
  const working = criteria.map(({ says, weight, scores }): Working => {
    const verdicts = scores.map(({ score, if: condition }) => ({ score, ...evaluate(condition, known) }))
    const best = verdicts.filter(each => each.holds).sort((a, b) => b.score - a.score)[0]
    const unknown = verdicts.find(each => each.holds === undefined && each.score > (best?.score ?? 0))
    const because = (best ?? unknown ?? verdicts[0]!).because
    return {
      tier: null,
      criterion: says,
      met: best ? best.score > 0 : unknown ? null : false,
      because,
      points: weight * (best?.score ?? 0),
    }
  })
  const total = working.reduce((sum, { points = 0 }) => sum + points, 0)
  const band = bands.find(({ at_least }) => total >= at_least)
  const best = criteria.reduce(
    (sum, { weight, scores }) => sum + weight * Math.max(...scores.map(each => each.score)),
    0,
  )
  const why = band
    ? `${band.at_least} or more are ${band.tier}`
    : `under ${bands.at(-1)!.at_least} are ${model.otherwise}`
  return {
    model: model.id,
    tier: band?.tier ?? model.otherwise,
    says: `${total} points of ${best}: ${why}`,
    working,
    open: working.some(({ met }) => met === null),
  }
}

function workingOf(
  tier: Tier,
  criterion: string,
  condition: Parameters<typeof evaluate>[0],
  known: Known,
): Working {
  const { holds, because } = evaluate(condition, known)
  return { tier, criterion, met: holds ?? null, because }
}
