import { tiers } from '#src/domain/words.ts'
import { leavesOf } from './conditions.ts'
import { factNamed } from './facts.ts'
import type { Mistake } from './mistake.ts'
import type { Pack } from './pack.ts'
import type { Model } from './significance-shape.ts'
import { conditionsIn } from './walk.ts'

/** What is wrong with the tests of significance. More money may only ever raise a tier, so that nobody gains by adding some. */
export function checkModels(pack: Pack): Mistake[] {
  return pack.significance.models.flatMap(model => {
    const path = ['significance', 'models', model.id]
    const wrong = orderMistake(model) ?? needMistake(model)
    return [
      ...(wrong ? [{ path, says: wrong }] : []),
      ...conditionsIn(model)
        .filter(({ condition }) => leavesOf(condition).some(lowers))
        .map(each => ({
          path: [...path, ...each.path],
          says: 'More money must never lower a tier. Ask for money with at_least or more_than, and not under not.',
        })),
    ]
  })
}

function lowers(leaf: ReturnType<typeof leavesOf>[number]): boolean {
  if (leaf.fact === undefined || factNamed(leaf.fact)?.type !== 'money') return false
  const rises = leaf.at_least !== undefined || leaf.more_than !== undefined
  const falls = leaf.less_than !== undefined || leaf.at_most !== undefined
  return leaf.negated ? !falls : !rises
}

function orderMistake({ tests, scorecard, otherwise }: Model): string | undefined {
  const given = [...(tests ?? scorecard!.bands).map(each => rank(each.tier)), rank(otherwise)]
  if (given.some((tier, i) => i > 0 && tier <= given[i - 1]!))
    return 'The tiers of a model go from significant to light, each once, and ‘otherwise’ is below them. Put them in order.'
  const totals = scorecard?.bands.map(band => band.at_least) ?? []
  return totals.some((total, i) => i > 0 && total >= totals[i - 1]!)
    ? 'The bands of a scorecard go from the highest total to the lowest. Put them in order.'
    : undefined
}

function needMistake({ tests = [] }: Model): string | undefined {
  const short = tests.find(({ need, of }) => typeof need === 'number' && need > of.length)
  return (
    short &&
    `The test for ${short.tier} needs ${short.need} of ${short.of.length} criteria. Ask for fewer, or add some.`
  )
}

const rank = (tier: string) => tiers.findIndex(each => each.value === tier)
