import type { Field } from '#src/partnerships/fields.ts'
import { quote } from '#src/partnerships/import/cells/grammar.ts'
import { impliedKind, titles } from '#src/partnerships/import/cells/holder-parts.ts'
import { isPlain, writtenNote } from '#src/partnerships/import/cells/plain.ts'
import type { HolderValue } from '#src/partnerships/import/values.ts'
import { readsBack } from './cells.ts'

/**
 * A person or post as an export writes it: 'Cllr Ann Lee (Chair)', 'Head of Housing', 'Ann Lee [post: Head of Housing]',
 * 'Ben Ash for Ann Lee', 'Vacant'. The plainest writing that reads back exactly is taken.
 */
export function writeHolder(field: Field, holder: HolderValue): string {
  const means = field.type === 'holders' ? [holder] : holder
  const ways = [...plainWays(holder), exactWay(field, holder, false), exactWay(field, holder, true)]
  return ways.find(way => readsBack(field, way, means)) ?? ways.at(-1)!
}

function plainWays({ person, post, note, position, vacant, substituteFor }: HolderValue): string[] {
  if (position !== undefined || (person && post !== undefined)) return []
  const end = writtenNote(note)
  if (vacant) return [`Vacant${end}`]
  const stand = substituteFor === undefined ? '' : ` for ${substituteFor}`
  if (stand && !isPlain(substituteFor!)) return []
  if (person && isPlain(person.name)) {
    const title = person.honorific === undefined ? '' : `${person.honorific} `
    return !title || titles.includes(person.honorific!) ? [`${title}${person.name}${stand}${end}`] : []
  }
  return post !== undefined && !person && isPlain(post.replace(/\b(of|for|to)\b/g, 'x'))
    ? [`${post}${stand}${end}`]
    : []
}

function exactWay(field: Field, holder: HolderValue, quoted: boolean): string {
  const { person, vacant } = holder
  const head = vacant ? 'Vacant' : person ? (quoted ? quote(person.name) : tagText(person.name)) : ''
  const title = person?.honorific
  const written = title !== undefined && titles.includes(title) && !quoted
  const implied = impliedKind(title, field)
  const tags: [tag: string, text: string | undefined][] = [
    ['honorific', written ? undefined : title],
    ['kind', person && person.kind !== implied ? (person.kind ?? 'unknown') : undefined],
    ['post', holder.post],
    ['position', holder.position],
    ['for', holder.substituteFor],
    ['note', holder.note],
  ]
  const ends = tags.flatMap(([tag, text]) => (text === undefined ? [] : [` [${tag}: ${tagText(text)}]`]))
  return `${written ? `${title} ` : ''}${head}${ends.join('')}`.trim()
}

function tagText(text: string): string {
  return /^[^\s[\]";•·|]([^[\]";•·|\n]*[^\s[\]";•·|])?$/.test(text) ? text : quote(text)
}
