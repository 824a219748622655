import { kinds, labelOf, stages, tiers } from '#src/domain/words.ts'
import { type Asked, addressOf, sorts } from '#src/public/asked.ts'
import type { Choices } from './choices.ts'

type Option = { value: string; label: string; chosen: boolean }
/** One filter of the panel: boxes to tick or a list to choose from. */
export type Control = { name: keyof Choices; label: string; as: 'boxes' | 'list'; options: Option[] }

/** The filters that can tell entries of this register apart, with what is chosen in them. */
export function controlsOf(asked: Asked, choices: Choices): Control[] {
  const controls: [name: keyof Choices, label: string, as: Control['as'], known: typeof noLabels][] = [
    ['stage', 'Status', 'boxes', stages],
    ['kind', 'Kind', 'boxes', kinds],
    ['tier', 'How significant', 'boxes', tiers],
    ['theme', 'Theme', 'list', noLabels],
    ['area', 'Area', 'list', noLabels],
    ['directorate', 'Directorate', 'list', noLabels],
  ]
  return controls
    .map(([name, label, as, known]) => {
      const chosen = [asked[name]].flat().filter(Boolean)
      const held = [...new Set([...choices[name], ...chosen])]
      const values =
        as === 'boxes' ? known.map(each => each.value).filter(value => held.includes(value)) : held
      const options = values.map(value => ({
        value,
        label: labelOf(known, value),
        chosen: chosen.includes(value),
      }))
      return { name, label, as, options }
    })
    .filter(({ options }) => options.length > 1 || options.some(option => option.chosen))
}

/** What is filtered by now, each with the address of the same list without it. */
export function tagsOf(asked: Asked, controls: readonly Control[]) {
  const tags = controls.flatMap(({ name, label, options }) =>
    options
      .filter(option => option.chosen)
      .map(option => ({ text: `${label}: ${option.label}`, href: without(asked, name, option.value) })),
  )
  return asked.body ? [...tags, { text: 'One body', href: without(asked, 'body', asked.body) }] : tags
}

/** The orders the list can be put in. Without words to look for there is no best match. */
export function sortsOf(asked: Asked) {
  return sorts
    .filter(({ value }) => value !== 'match' || asked.q)
    .map(({ value, label }) => ({ value, label, chosen: value === asked.sort }))
}

const noLabels: readonly { value: string; label: string }[] = []

function without(asked: Asked, name: keyof Choices | 'body', value: string): string {
  const held = asked[name]
  const left = Array.isArray(held) ? held.filter(each => each !== value) : ''
  return addressOf({ ...asked, page: 1, [name]: left }) || '?'
}
