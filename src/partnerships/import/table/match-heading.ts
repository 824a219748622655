import { fields as dictionary, type Field } from '#src/partnerships/fields.ts'
import { overlap, plainWords, trigrams } from '../names.ts'
import { withoutYear } from './years.ts'

/** How well a heading agrees with a field of the dictionary, from 0 to 1. */
export type HeadingMatch = { field: Field; score: number; synonym: string }

/** Finds the fields a heading may mean, best first, one per field. A heading in two levels is written 'Group – Part'. */
export type HeadingMatcher = (heading: string) => HeadingMatch[]

/** Makes a matcher over the dictionary, or over it and an authority's own fields. */
export function headingMatcher(fields: readonly Field[] = dictionary): HeadingMatcher {
  const words = fields.flatMap(field => wordsOf(field))
  const known = new Map<string, HeadingMatch[]>()
  return heading => {
    const found = known.get(heading) ?? match(heading, words)
    known.set(heading, found)
    return found
  }
}

/** The heading without line breaks, numbering, footnote marks, hints in brackets and years, as plain words. */
export function plainHeading(heading: string): string {
  const bare = withoutYear(heading)
    .replace(/[*†‡§¹²³⁴-⁹]+/gu, ' ')
    .replace(/[([][^)\]]*[)\]]/g, inner => (/^.(s|s?\/s)[)\]]$/i.test(inner) ? '' : ' '))
    .replace(/^\s*(?:q(?:uestion)?\s*)?\d+(?:\.\d+)*[a-z]?[.):]?\s+/i, '')
    .replace(/^\s*\(?[a-z0-9][.)]\s+/i, '')
  return plainWords(bare).replace(/ \d{1,2}$/, '') || plainWords(heading)
}

type Words = {
  field: Field
  synonym: string
  text: string
  stems: string[]
  grams: Set<string>
  weight: number
}

function wordsOf(field: Field): Words[] {
  const own = [field.heading, field.name.replaceAll('_', ' ')]
  return [...own, ...field.synonyms].map((synonym, index) => {
    const text = plainWords(synonym)
    return {
      field,
      synonym,
      text,
      stems: stemsOf(text),
      grams: trigrams(text),
      weight: index === 0 ? 1 : 0.98,
    }
  })
}

function match(heading: string, words: Words[]): HeadingMatch[] {
  const best = new Map<Field, HeadingMatch>()
  const [group, part] = heading.split(' – ')
  for (const [text, factor] of readings(heading, group, part)) {
    const plain = plainHeading(text)
    const stems = stemsOf(plain)
    const grams = trigrams(plain)
    for (const one of words) {
      const score = scoreOf(plain, stems, grams, one) * one.weight * factor
      if (score > (best.get(one.field)?.score ?? 0.4)) {
        best.set(one.field, { field: one.field, score, synonym: one.synonym })
      }
    }
  }
  return [...best.values()].sort((a, b) => b.score - a.score)
}

const genericParts = /^(names?|titles?|posts?|who|details?|text|number|no|date|amount|type|role|other)$/

function readings(
  heading: string,
  group: string | undefined,
  part: string | undefined,
): [text: string, factor: number][] {
  if (!group || !part) return [[heading, 1]]
  const generic = genericParts.test(plainHeading(part))
  return [
    [`${group} ${part}`, 1],
    [part, generic ? 0.6 : 0.97],
    [group, generic ? 0.95 : 0.7],
  ]
}

function scoreOf(plain: string, stems: string[], grams: Set<string>, word: Words): number {
  if (plain === word.text) return 1
  if (stems.length === 0 || word.stems.length === 0) return 0
  const common = word.stems.filter(stem => stems.includes(stem)).length
  if (common === stems.length && common === word.stems.length) return 0.95
  // 'Partnership risk register held?' holds all of 'risk register': the longer the known phrase, the surer.
  if (common === word.stems.length && common > 1) return 0.72 + 0.2 * (common / stems.length)
  if (common === 1 && word.stems.length === 1) return 0.4 + 0.3 / stems.length
  // Texts of very different length cannot be alike.
  if (grams.size > 2 * word.grams.size || word.grams.size > 2 * grams.size) return 0
  const alike = overlap(grams, word.grams)
  return alike > 0.7 ? alike * 0.88 : 0
}

const smallWords = new Set(['of', 'the', 'for', 'a', 'an', 'by', 'our', 'and', 'on', 'is', 'are', 'any'])

function stemsOf(text: string): string[] {
  const words = text.split(' ').filter(word => word && !smallWords.has(word))
  return words.map(stem)
}

const longForms = new Map([
  ['no', 'number'],
  ['num', 'number'],
  ['rep', 'representative'],
  ['org', 'organisation'],
  ['ref', 'reference'],
  ['dept', 'department'],
  ['cllr', 'councillor'],
  ['yr', 'year'],
])

function stem(word: string): string {
  const single = word.length > 3 ? word.replace(/(?<=[^s])s$/, '').replace(/ie$/, 'y') : word
  return longForms.get(single) ?? single
}
