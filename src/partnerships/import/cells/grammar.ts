import { tidy } from '../names.ts'

/*
 * How several values stand in one cell of an export, read back exactly whatever they contain:
 *   item; item          between items
 *   "Health; and more"  a text with anything doubtful in it, its own quotation marks doubled
 *   head [tag: text]    what else belongs to the item, the text quoted like a head
 *   head (note)         short for [note: note]
 */

/** An item taken apart. `quoted` heads are meant letter by letter; plain ones may still need reading. `tagged` items have tags written out. */
export type Item = { head: string; quoted: boolean; tagged: boolean; tags: Record<string, string> }

const quotedText = '"(?:[^"]|"")*"'
const tag = new RegExp(`\\[(\\w+): (${quotedText}|[^\\]"]*)\\]`, 'y')

/** The parts of a cell between semicolons and line breaks that stand outside quotation marks; blank ones are left out. */
export function splitItems(text: string, separators = /[;\n]/): string[] {
  const balanced = (text.match(/"/g)?.length ?? 0) % 2 === 0
  const items: string[] = []
  let item = ''
  let inQuotes = false
  for (const letter of text) {
    if (letter === '"' && balanced) inQuotes = !inQuotes
    if (!inQuotes && separators.test(letter)) {
      items.push(item)
      item = ''
    } else item += letter
  }
  return [...items, item].map(one => one.trim()).filter(Boolean)
}

/** Takes an item apart. Tags and a note count only at its end; a plain head keeps everything else. */
export function readItem(text: string): Item {
  const head = new RegExp(`^${quotedText}(?=$|\\s)`).exec(text)
  const rest = head ? text.slice(head[0].length).trim() : text
  const tail = readTail(rest)
  if (head) {
    if (tail.before === '') return { ...tail, head: unquote(head[0]), quoted: true }
    return { head: text, quoted: false, tagged: false, tags: {} }
  }
  return { ...tail, head: tail.before, quoted: false }
}

/** The text of a cell or tag that may be quoted. */
export function unquote(text: string): string {
  return isQuoted(text) ? text.slice(1, -1).replaceAll('""', '"') : text
}

/** Whether a text is one quoted text from end to end. */
export function isQuoted(text: string): boolean {
  return new RegExp(`^${quotedText}$`).test(text)
}

/** The text in quotation marks, its own doubled. */
export function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

function readTail(text: string): { before: string; tagged: boolean; tags: Record<string, string> } {
  const tags: Record<string, string> = {}
  const start = text.search(/\[\w+: /)
  const before = start < 0 ? text : text.slice(0, start).trim()
  if (start >= 0) {
    let at = start
    for (;;) {
      tag.lastIndex = at
      const match = tag.exec(text)
      if (!match) break
      tags[match[1]!] = unquote(match[2]!)
      at += match[0].length
      while (text[at] === ' ') at += 1
    }
    const end = text.slice(at)
    const note = plainNote(end)
    if (note !== undefined) tags.note = note
    else if (end) return { before: text, tagged: false, tags: {} }
    return { before, tagged: true, tags }
  }
  const open = openingBracket(text)
  const note = open === undefined ? undefined : plainNote(text.slice(open))
  if (open === undefined || note === undefined) return { before: text, tagged: false, tags }
  return { before: text.slice(0, open).trim(), tagged: false, tags: { note } }
}

function plainNote(text: string): string | undefined {
  if (!text.startsWith('(') || !text.endsWith(')')) return undefined
  return tidy(text.slice(1, -1)) || undefined
}

/** Where the last brackets of a text open, when it ends with a closing one and they pair up. */
function openingBracket(text: string): number | undefined {
  if (!text.endsWith(')')) return undefined
  let depth = 0
  for (let at = text.length - 1; at >= 0; at -= 1) {
    if (text[at] === ')') depth += 1
    if (text[at] === '(') depth -= 1
    if (depth === 0) return at
  }
  return undefined
}
