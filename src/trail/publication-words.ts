import { labelOf, withheldReasons } from '#src/domain/words.ts'
import { fieldNamed } from '#src/partnerships/fields.ts'
import { headingOf } from './labels.ts'
import type { Names } from './names.ts'

type Told = { held: Record<string, unknown>; names: Names }

/** What a rule of an authority makes of a field. */
export function ruleWord({ rule }: Record<string, unknown>): string {
  return rules[String(rule)] ?? ''
}

const rules: Record<string, string> = {
  public: 'public',
  never: 'never public',
  ask: 'something to decide for each entry',
}

/** What was decided about a field of one entry. */
export function choiceWords(told: Told): string {
  const { show, reason } = told.held
  if (show) return `decided to publish ‘${fieldName(told)}’`
  return `decided to withhold ‘${fieldName(told)}’ (${labelOf(withheldReasons, String(reason)).toLowerCase()})`
}

/** The heading of the field a row is about, one of the authority's own too. */
export function fieldName({ held, names }: Told): string {
  const name = String(held.field)
  if (name.startsWith('custom.')) return names.ownHeading(name.slice('custom.'.length))
  return fieldNamed(name)?.heading ?? headingOf('', name)
}
