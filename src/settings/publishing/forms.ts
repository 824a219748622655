import { z } from 'zod'
import type { PublicRule } from '#src/db/public-content.ts'
import type { RuledField } from '#src/publish/rules.ts'
import type { Held, Shown } from '#src/web/clash.ts'
import { lines, linkOrNothing } from '#src/web/inputs.ts'

export const TextsForm = z.object({
  website: linkOrNothing,
  introduction: lines('Introduction', 4000),
  accessibility: lines('Accessibility statement', 12_000).refine(
    text => text !== '',
    'Write an accessibility statement: the law asks for one',
  ),
  privacy: lines('Privacy text', 12_000).refine(
    text => text !== '',
    'Write what becomes of people’s data: the law asks for it',
  ),
})

export const shownTexts: Shown[] = [
  { name: 'website', heading: 'Council website' },
  { name: 'introduction', heading: 'Introduction' },
  { name: 'accessibility', heading: 'Accessibility statement' },
  { name: 'privacy', heading: 'Privacy' },
]

/** The texts of the public register as their form shows them. */
export function heldOf(site: {
  version: number
  website: string
  introduction: string
  accessibility: string
  privacy: string
}): Held {
  const { version, website, introduction, accessibility, privacy } = site
  return { version, values: { website, introduction, accessibility, privacy } }
}

export const ruleWords = [
  { value: 'public', label: 'Public' },
  { value: 'ask', label: 'Decided for each entry' },
  { value: 'never', label: 'Never' },
] as const

/** The rules the form changes: those chosen that differ from what it was opened with. */
export function readRules(body: unknown, ruledFields: readonly RuledField[]): Map<string, PublicRule> {
  const given = (body ?? {}) as Record<string, unknown>
  return new Map(
    ruledFields.flatMap(({ name, fixed }) => {
      const rule = ruleWords.find(each => each.value === given[`rule-${name}`])?.value
      return fixed || !rule || rule === given[`was-${name}`] ? [] : [[name, rule] as const]
    }),
  )
}
