import { type Condition, leavesOf } from './conditions.ts'
import type { Fact } from './fact-list.ts'
import { factNamed, readValue, unknownFact } from './facts.ts'
import type { Mistake } from './mistake.ts'
import type { Pack } from './pack.ts'
import { conditionsIn } from './walk.ts'

/** What is wrong with the conditions of a pack: names that lead nowhere, and tests that cannot be put to what they name. */
export function checkConditions(pack: Pack): Mistake[] {
  const refs = pack.sets.flatMap(set => set.questions.map(question => `${set.id}.${question.id}`))
  const sets = pack.sets.map(set => set.id)
  return conditionsIn(pack).flatMap(({ path, condition }) => {
    const asks = path[0] === 'sets'
    const before = asks ? refs.slice(0, refs.indexOf(`${path[1]}.${path[3]}`)) : refs
    return leavesOf(condition).flatMap(leaf => {
      const says = leafMistake(leaf, {
        refs,
        before,
        sets,
        asks,
        routes: path[0] === 'route',
        works: asks || path[0] === 'definition' || path[0] === 'significance',
      })
      return says ? [{ path, says }] : []
    })
  })
}

type Leaf = ReturnType<typeof leavesOf>[number]
type Place = {
  refs: string[]
  before: string[]
  sets: string[]
  asks: boolean
  works: boolean
  routes: boolean
}

function leafMistake(leaf: Leaf, { refs, before, sets, asks, works, routes }: Place): string | undefined {
  if (leaf.complete !== undefined) {
    if (works)
      return `Whether ‘${leaf.complete}’ is complete is not known yet here. Ask that in a requirement or a route.`
    return sets.includes(leaf.complete)
      ? undefined
      : `There is no question set ‘${leaf.complete}’. There are: ${sets.join(', ')}.`
  }
  if (leaf.answer !== undefined) {
    if (!refs.includes(leaf.answer)) return `There is no question ‘${leaf.answer}’. Write it as set.question.`
    return before.includes(leaf.answer)
      ? undefined
      : `‘${leaf.answer}’ is asked later. A question can look only at those before it.`
  }
  const fact = factNamed(leaf.fact!)
  if (!fact) return unknownFact(leaf.fact!)
  if (leaf.fact === 'tier' && asks)
    return 'A question’s tiers stand under ‘tiers’: write tiers: [significant].'
  if (works && (leaf.fact === 'tier' || leaf.fact === 'review_overdue'))
    return `‘${leaf.fact}’ is not worked out yet here. Use the facts it is worked out from.`
  if (
    routes &&
    fact.from !== 'worked out' &&
    (leaf.negated || leaf.less_than !== undefined || leaf.at_most !== undefined)
  )
    return `While ‘${leaf.fact}’ is not known, nobody would be called in. Say when a decision is needed, not when it is not.`
  return testMistake(leaf, fact)
}

function testMistake(leaf: Condition, fact: Fact): string | undefined {
  const counted = fact.type === 'money' || fact.type === 'number'
  const compares = [leaf.more_than, leaf.less_than, leaf.at_most].some(each => each !== undefined)
  if ((compares && !counted) || (leaf.at_least !== undefined && !counted && !fact.ordered))
    return `‘${fact.name}’ has no more and less. Use is or one_of.`
  const values = [
    leaf.is,
    leaf.at_least,
    leaf.more_than,
    leaf.less_than,
    leaf.at_most,
    ...(leaf.one_of ?? []),
  ]
  for (const value of values.filter(each => each !== undefined)) {
    const read = readValue(fact, value)
    if ('wrong' in read) return read.wrong
  }
  return undefined
}
