import type { PublicField, WithheldReason } from '#src/db/public-content.ts'
import { labelOf, withheldReasons as reasons } from '#src/domain/words.ts'

/** Why something is not shown, in one word and in a sentence (SCR-4). */
export const withheldReasons: Record<WithheldReason, { word: string; sentence: string }> = {
  personal: reason('personal', 'It would tell something about a person that is not for everyone.'),
  commercial: reason('commercial', 'It would harm someone’s business, or a bargain the council is making.'),
  safety: reason('safety', 'It could put people or places in danger.'),
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

function reason(value: WithheldReason, sentence: string) {
  return { word: labelOf(reasons, value).toLowerCase(), sentence }
}
