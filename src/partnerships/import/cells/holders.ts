import type { Field } from '#src/partnerships/fields.ts'
import { tidy } from '../names.ts'
import { looks } from '../table/look.ts'
import type { HolderValue, Reading } from '../values.ts'
import type { CellContext } from './context.ts'
import { readItem, splitItems } from './grammar.ts'
import { holderFromTags, type Part, partOf, withoutTitle } from './holder-parts.ts'
import { atomsOf } from './split-names.ts'

/** Reads the people and posts in a cell; what cannot be told apart is proposed. */
export function readHolders(text: string, field: Field, context: CellContext): Reading {
  const { people, sure, doubts } = readPeople(text, context, field)
  if (sure) return { placed: people, settle: undefined }
  const proposed = people.length > 0 ? people : null
  return { placed: undefined, settle: { message: doubts.join(' '), proposed } }
}

/** Reads the one holder a cell should name; of several the first is proposed. */
export function readHolder(text: string, field: Field, context: CellContext): Reading {
  const { people, sure, doubts } = readPeople(text, context, field)
  if (sure && people.length === 1) return { placed: people[0]!, settle: undefined }
  const message = doubts.join(' ') || `There are ${people.length} names here and room for one.`
  return { placed: undefined, settle: { message, proposed: people[0] ?? null } }
}

/** The people and posts in a text, whether they can be read one way only, and what is in doubt. */
export function readPeople(
  text: string,
  context: CellContext,
  field?: Field,
): { people: HolderValue[]; sure: boolean; doubts: string[] } {
  const people: HolderValue[] = []
  const doubts: string[] = []
  for (const piece of splitItems(text, /[;\n•·|]/)) {
    const item = readItem(piece)
    const exact = holderFromTags(item, field)
    if (exact) people.push(exact)
    else readPiece(tidy(piece.replace(/^[-–—*]\s+/, '')), people, doubts, context, field)
  }
  return { people, sure: doubts.length === 0, doubts }
}

function readPiece(
  piece: string,
  people: HolderValue[],
  doubts: string[],
  context: CellContext,
  field: Field | undefined,
): void {
  const underBody = /^([^:]{3,80}):\s*(.+)$/.exec(piece)
  if (underBody && (looks.councillor(underBody[2]!) || looks.body(underBody[1]!))) {
    const before = people.length
    readPiece(underBody[2]!, people, doubts, context, field)
    for (const person of people.slice(before)) person.note = joinNotes(underBody[1]!, person.note)
    return
  }
  const vacancies = /^(\d) vacanc(?:y|ies)$/i.exec(piece)
  if (vacancies) {
    people.push(...Array.from({ length: Number(vacancies[1]) }, () => ({ vacant: true })))
    return
  }
  let title: string | undefined
  let last: Part | undefined
  for (const atom of atomsOf(piece.replace(/\s+[–—-]\s+/g, ', '))) {
    const part = partOf(atom.text, context, field, title)
    title = part.title ?? title
    const holder = people.at(-1)
    if (part.is === 'person' || part.is === 'vacant') people.push(part.holder)
    else if (part.is === 'position' && holder && last) holder.note = joinNotes(holder.note, atom.text)
    else if (part.is === 'post' && last?.is === 'person' && holder && !holder.post && atom.before === ',')
      holder.post = part.holder.post!
    else if (part.is === 'post' || part.is === 'position') people.push(part.holder)
    else if (last?.is === 'post' && holder?.post && /^\p{Lu}/u.test(atom.text))
      // 'Director of Housing and Environment' is one post.
      holder.post = `${holder.post}${atom.before === ',' ? ',' : ` ${atom.before}`} ${atom.text}`
    else doubt(atom.text, people, doubts)
    if (part.is !== 'unclear' || !last) last = part
  }
}

function doubt(text: string, people: HolderValue[], doubts: string[]): void {
  const sentence = text.split(' ').length > 6
  doubts.push(sentence ? `‘${text}’ is more than a name.` : `Is ‘${text}’ a person or a post?`)
  const named = [...text.matchAll(/(?:Cllr|Councillor)\.?\s+(?:\p{Lu}[\p{L}'’-]*\.?\s?){1,3}/gu)]
  if (named.length > 0) people.push(...named.map(([name]) => ({ person: withoutTitle(tidy(name)) })))
  else if (!sentence) people.push({ person: { name: text } })
  else people.push({ post: text })
}

function joinNotes(...notes: (string | undefined)[]): string {
  return notes.filter(Boolean).join('; ')
}
