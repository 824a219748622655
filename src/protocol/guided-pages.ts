import type { Outcome } from './definition.ts'
import { type Address, addressOf, type Standing, type Step, standingOf } from './guided-test.ts'
import type { Pack } from './pack.ts'

type Pairs = [string, string][]

/** One page of the guided test. Everything it knows stands in its address; `hidden` is what its form carries along. */
export type GuidedPage = { standing: Standing; back: string; hidden: Pairs } & (
  | { at: 'question'; step: Step; number: number; mistake: string }
  | { at: 'features' }
  | {
      at: 'outcome'
      outcome: Outcome
      answered: Changeable[]
      features: Changeable[]
      changeFeatures: string
    }
  | { at: 'elsewhere'; address: string }
)
export type Changeable = Step & { change: string }

/** Where a test is taken: its address, where its first page leads back to, and what goes along with the answers. */
export type GuidedPlace = { base: string; start: string; carried: Pairs }

/**
 * The page that an address of the test leads to: the question that is next or is to be changed, the usual features, or
 * the outcome. An answer that was just given leads elsewhere: to the address that says it plainly, so that Back works.
 */
export function guidedPage(pack: Pack, address: Address, place: GuidedPlace): GuidedPage {
  const standing = standingOf(pack, address)
  const seen = oneOf(address.features, ['seen', 'skipped'])
  const asked = oneOf(address.asked)
  const change = oneOf(address.change)
  const { answered, outcome } = standing
  const hasFeatures = standing.features.length > 0
  const flag: Pairs = seen && hasFeatures ? [['features', seen]] : []
  const pairs: Pairs = [...place.carried, ...addressOf(standing), ...flag]
  const to = (more: Pairs = []) => written(place.base, [...pairs, ...more])
  const changing = (step: Step | undefined) => (step ? to([['change', step.name]]) : place.start)
  const elsewhere = (words: Pairs): GuidedPage => ({
    standing,
    at: 'elsewhere',
    address: written(place.base, words),
    back: '',
    hidden: [],
  })
  const without = (name: string): Pairs => pairs.filter(([each]) => each !== name)

  const question = (step: Step, mistake = ''): GuidedPage => {
    const at = answered.findIndex(each => each.name === step.name)
    const before = answered.slice(0, at < 0 ? undefined : at)
    return {
      standing,
      at: 'question',
      step,
      number: before.length + 1,
      mistake,
      back: flag.length > 0 ? to() : changing(before.at(-1)),
      hidden: [...without(step.name), ['asked', step.name]],
    }
  }

  if (asked === 'features' && hasFeatures)
    return elsewhere([...place.carried, ...addressOf(standing), ['features', 'seen']])
  if (asked) {
    const unanswered = standing.next?.name === asked ? standing.next : undefined
    return unanswered ? question(unanswered, mistakeOf(unanswered)) : elsewhere(pairs)
  }
  const changed = answered.find(each => each.name === change)
  if (changed) return question(changed)
  if (!outcome) return question(standing.next!)
  if (hasFeatures && (!seen || change === 'features'))
    return {
      standing,
      at: 'features',
      back: seen ? to() : changing(answered.at(-1)),
      hidden: [...withoutFeatures(place, standing), ['asked', 'features']],
    }
  return {
    standing,
    at: 'outcome',
    outcome,
    answered: answered.map(step => ({ ...step, change: changing(step) })),
    features: standing.features.flatMap(group => group.steps).map(step => ({ ...step, change: '' })),
    changeFeatures: hasFeatures ? to([['change', 'features']]) : '',
    back: hasFeatures ? to([['change', 'features']]) : changing(answered.at(-1)),
    hidden: pairs,
  }
}

/** The address that skips the usual features. */
export function skipFeatures({ standing }: GuidedPage, place: GuidedPlace): string {
  return written(place.base, [...withoutFeatures(place, standing), ['features', 'skipped']])
}

function withoutFeatures({ carried }: GuidedPlace, { answered }: Standing): Pairs {
  return [...carried, ...addressOf({ answered, features: [] })]
}

function written(base: string, pairs: Pairs): string {
  const query = new URLSearchParams(pairs).toString()
  return query ? `${base}?${query}` : base
}

function mistakeOf({ options, question }: Step): string {
  if (options.length > 0) return 'Choose an answer'
  if (question.kind === 'number' || question.kind === 'money') return 'Enter a number'
  return question.kind === 'date' ? 'Enter a date, such as 2027-03-31' : 'Enter an answer'
}

function oneOf(given: unknown, known?: readonly string[]): string {
  const last = [given ?? ''].flat().at(-1)
  return typeof last === 'string' && (!known || known.includes(last)) ? last : ''
}
