import type { PublicField, WithheldReason } from '#src/db/public-content.ts'

/** Why something is not shown, in one word and in a sentence (SCR-4). */
export const withheldReasons: Record<WithheldReason, { word: string; sentence: string }> = {
  personal: {
    word: 'personal data',
    sentence: 'It would tell something about a person that is not for everyone.',
  },
  commercial: {
    word: 'commercial',
    sentence: 'It would harm someone’s business, or a bargain the council is making.',
  },
  safety: { word: 'safety', sentence: 'It could put people or places in danger.' },
}

/** The fields of an entry that hold something but are not shown, each with the word that says why. */
export function withheldWords(
  withheld: readonly { field: string; reason: WithheldReason }[],
  fields: readonly PublicField[],
): { heading: string; reason: string }[] {
  return withheld.map(({ field, reason }) => ({
    heading: fields.find(each => each.name === field)?.heading ?? plainName(field),
    reason: withheldReasons[reason].word,
  }))
}

const plainName = (field: string) => {
  const words = field.replace(/^custom\./, '').replaceAll(/[_-]+/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
