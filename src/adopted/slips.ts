/**
 * One line on a slip of YAML that people can act on: what is wrong and how to mend it.
 * @param code the parser's own word for it @param message the parser's sentence, for what has none of ours
 */
export function saysOfSlip(code: string, message: string): string {
  const ours = Object.hasOwn(words, code) ? words[code] : undefined
  return (
    ours ??
    `This is not YAML: ${message.replace(/\.?$/, '.')} Mend this line, or the indent of the one before.`
  )
}

const words: Record<string, string> = {
  TAB_AS_INDENT: 'There is a tab before the words. Indent with spaces: two for each step.',
  BLOCK_AS_IMPLICIT_KEY:
    'This is not YAML: a colon within a value, or an indent that does not fit. Put quotation marks around a value that holds a colon, or give the line the indent of its neighbours.',
  MULTILINE_IMPLICIT_KEY:
    'This is not YAML: there is no colon after the key. Write key: value, or give the line the indent of its neighbours.',
  MULTIPLE_DOCS: 'A line of --- begins a second document. Keep one in a file.',
  BAD_SCALAR_START:
    'The value begins with a sign that means something else in YAML. Put quotation marks around it.',
  BAD_DQ_ESCAPE: 'A backslash means something else within "…". Write it twice, or use \'…\'.',
  BLOCK_IN_FLOW: 'Within { } and [ ] each item is followed by a comma. Add the one that is missing.',
  ALIASES: 'Its references (&name and *name) multiply without end. Write the values out.',
  NO_ANCHOR: 'A reference (*name) names nothing that stands before it. Write the value out.',
  DEPTH: 'The brackets are nested too deep to be read. Close those that are open.',
}

/** A key that stands twice in one group. */
export const saysOfTwice = (key: string) => `‘${key}’ is given twice in one group of lines. Keep one of them.`

/** A control character, such as a file of another kind is full of. */
export const saysOfOddText =
  'There is a character that stands in no text. Take it out, or check that this is the right file.'
