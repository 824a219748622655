/** The text for showing: trimmed, single-spaced, with ordinary spaces. */
export function tidy(text: string): string {
  return text.replace(/[\s\u00a0\u200b\ufeff]+/gu, ' ').trim()
}

/** The text of several lines for showing: each line tidied, blank lines at most one in a row. */
export function tidyLines(text: string): string {
  const lines = text.split(/\r\n|\r|\n/).map(tidy)
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/**
 * A name for comparing: no case, accents, punctuation or 'the'; '&' is 'and', 'Limited' is 'Ltd'.
 * Two spellings of one body agree here; two bodies must not.
 */
export function normaliseName(name: string): string {
  return plainWords(name)
    .split(' ')
    .filter(word => word !== 'the')
    .map(word => shortForms.get(word) ?? word)
    .join(' ')
}

/** Lower-case words with single spaces, without accents and punctuation; apostrophes close up. */
export function plainWords(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’‘`´]/gu, '')
    .replaceAll('&', ' and ')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

const shortForms = new Map([
  ['limited', 'ltd'],
  ['saint', 'st'],
  ['assoc', 'association'],
  ['cttee', 'committee'],
  ['dept', 'department'],
  ['govt', 'government'],
  ['partnerships', 'partnership'],
])

/** How alike two normalised texts are by their runs of three letters, from 0 to 1. */
export function likeness(a: string, b: string): number {
  if (a === b) return a ? 1 : 0
  return overlap(trigrams(a), trigrams(b))
}

/** What share of two sets is common to both, from 0 to 1. */
export function overlap(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  let common = 0
  for (const one of left) if (right.has(one)) common += 1
  return (2 * common) / (left.size + right.size || 1)
}

/** The runs of three letters of a text, word edges padded. */
export function trigrams(text: string): Set<string> {
  const grams = new Set<string>()
  for (const word of text.split(' ')) {
    const padded = `  ${word} `
    for (let at = 0; at < padded.length - 2; at += 1) grams.add(padded.slice(at, at + 3))
  }
  return grams
}
