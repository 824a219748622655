import { tidy } from '../names.ts'
import { quote } from './grammar.ts'
import { placeholderIn } from './placeholders.ts'

/** A head or a tag's text as an export writes it: plain when no reader could take it for anything else, else quoted. */
export function plainOrQuoted(text: string): string {
  return isPlain(text) ? text : quote(text)
}

/** A note as an export writes it at the end of an item, with the space before it; '' for none. */
export function writtenNote(note: string | undefined): string {
  if (note === undefined) return ''
  const short = note && tidy(note) === note && !/[()[\];":•·|]| [–—-] /.test(note)
  return short ? ` (${note})` : ` [note: ${quote(note)}]`
}

/** Whether a name can stand in a list as it is: words only, none of them joining or saying more. */
export function isPlain(text: string): boolean {
  return (
    /^[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.-]*( [\p{L}\p{N}][\p{L}\p{N}\p{M}'’.-]*)*$/u.test(text) &&
    !speaking.test(text) &&
    placeholderIn(text) === undefined
  )
}

const speaking =
  /\b(and|or|for|to|with|plus|formerly|previously|new|ended|was|etc|others?|vacan\w*)\b|^(the |this )?(council|authority|borough|us|we|ourselves)$/i
