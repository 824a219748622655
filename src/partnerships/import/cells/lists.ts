import type { Field } from '#src/partnerships/fields.ts'
import { tidy } from '../names.ts'
import type { PriorityValue, Reading } from '../values.ts'
import type { CellContext } from './context.ts'
import { isQuoted, splitItems, unquote } from './grammar.ts'
import { atomsOf } from './split-names.ts'

/** Reads a list of names, split at semicolons and line breaks; at commas only when told apart by them alone. */
export function readNames(text: string): Reading {
  const names = splitItems(text).map(item => (isQuoted(item) ? unquote(item) : tidy(item)))
  return { placed: names, settle: undefined }
}

/** Reads priorities of the corporate plan: known titles are found among commas and 'and'; unknown ones are proposed when split. */
export function readPriorities(text: string, _field: Field, context: CellContext): Reading {
  const found: PriorityValue[] = []
  const doubts: string[] = []
  for (const item of splitItems(text, /[;\n•·|]/)) {
    if (isQuoted(item)) found.push({ title: unquote(item) })
    else {
      const { titles, sure } = splitTitles(tidy(item.replace(/^[-–*]\s+/, '')), context)
      found.push(...titles.map(title => ({ title })))
      if (!sure) doubts.push(`‘${tidy(item)}’ may be one priority or ${titles.length}.`)
    }
  }
  if (doubts.length === 0) return { placed: found, settle: undefined }
  return { placed: undefined, settle: { message: doubts.join(' '), proposed: found } }
}

function splitTitles(text: string, context: CellContext): { titles: string[]; sure: boolean } {
  const known = context.directory.knowsPriority
  const atoms = atomsOf(text)
  if (known(text) || atoms.length === 1) return { titles: [text], sure: true }
  const titles: string[] = []
  let sure = true
  for (let index = 0; index < atoms.length; ) {
    let size = Math.min(6, atoms.length - index)
    const whole = () => text.slice(atoms[index]!.from, atoms[index + size - 1]!.to)
    while (size > 1 && !known(whole())) size -= 1
    if (!known(whole())) sure = false
    titles.push(whole())
    index += size
  }
  if (sure) return { titles, sure }
  const byComma = text.split(/\s*,\s*/)
  // 'Safe and strong communities' is one title; commas between short titles make several.
  if (byComma.length === 1) return { titles: [text], sure: true }
  return { titles: byComma.filter(Boolean), sure: false }
}
