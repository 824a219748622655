import { type PersonKind, personKinds } from '#src/domain/words.ts'
import type { Field } from '#src/partnerships/fields.ts'
import { plainWords, tidy } from '../names.ts'
import { looks } from '../table/look.ts'
import type { HolderValue } from '../values.ts'
import type { CellContext } from './context.ts'
import { type Item, readItem } from './grammar.ts'

/** One piece of a people cell and what it is. `title` carries over to the names after it: 'Cllrs Lee and Fox'. */
export type Part = {
  is: 'person' | 'post' | 'vacant' | 'position' | 'unclear'
  holder: HolderValue
  title?: string
}

export type Person = NonNullable<HolderValue['person']>

/** The titles people carry before their names, as they are written out. */
export const titles = [
  'Cllr',
  'Mr',
  'Mrs',
  'Ms',
  'Miss',
  'Mx',
  'Dr',
  'Prof',
  'Rev',
  'Revd',
  'Canon',
  'Sir',
  'Dame',
  'Lord',
  'Lady',
  'Ald',
  'Col',
  'Maj',
  'Capt',
  'Supt',
  'Insp',
  'Sgt',
  'Baroness',
]

const plural = /^(cllrs|councillors)\b/i

/** Reads one piece that names one holder, as far as it goes. */
export function partOf(text: string, context: CellContext, field?: Field, carried?: string): Part {
  const { head, tags } = readItem(text)
  const note = tags.note !== undefined ? { note: tags.note } : {}
  if (isVacancy(head)) return { is: 'vacant', holder: { vacant: true, ...note } }
  if (/^(vice[- ]?chair\w*|chair\w*|leader|deputy leader|member|lead|substitute)$/i.test(head))
    return { is: 'position', holder: { post: head, ...note } }
  const standsFor =
    field?.name === 'substitutes' ? /^(.+?) (?:\(?for|deputising for) (.+?)\)?$/i.exec(head) : null
  const name = standsFor?.[1] ?? head
  const bracketed = /^(?:for|sub(?:stitute)? for) (.+)$/i.exec(tags.note ?? '')
  const seat = standsFor?.[2] ?? (field?.name === 'substitutes' ? bracketed?.[1] : undefined)
  const rest = {
    ...(bracketed && seat ? {} : note),
    ...(seat ? { substituteFor: withoutTitle(seat).name } : {}),
  }
  const { name: bare, honorific } = withoutTitle(name)
  if (context.directory.knowsPost(name)) return { is: 'post', holder: { post: name, ...rest } }
  const titled = honorific !== undefined && isNameLike(bare, 1)
  if (titled || context.directory.knowsPerson(bare)) {
    const person = personWith(bare, honorific, field)
    return {
      is: 'person',
      holder: { person, ...rest },
      ...(honorific && plural.test(name) ? { title: honorific } : {}),
    }
  }
  if (isPostLike(name)) return postPart(name, tags.note, context, rest)
  if (
    isNameLike(name, carried || field?.name === 'councillors' ? 1 : 2) &&
    !looks.body(name) &&
    !looks.service(name)
  )
    return { is: 'person', holder: { person: personWith(name, carried, field), ...rest } }
  return { is: 'unclear', holder: {} }
}

/** Whether a piece says that a seat or post is empty. */
function isVacancy(text: string): boolean {
  return /^(currently |\d )?(vacant|vacancy|vacancies)( (post|seat|position))?$/i.test(text)
}

/** The name without the title before it, and the title in its usual spelling. */
export function withoutTitle(text: string): Person {
  const match = /^(cllrs?|councillors?|alderman|professor|reverend|doctor|\p{L}+)\b\.?\s+(.+)$/iu.exec(text)
  const title = match && titleNamed(match[1]!)
  return title ? { name: match[2]!, honorific: title } : { name: text }
}

/** The person with what the title and the field tell of their kind. */
function personWith(name: string, honorific: string | undefined, field: Field | undefined): Person {
  const kind = impliedKind(honorific, field)
  return { name, ...(honorific ? { honorific } : {}), ...(kind ? { kind } : {}) }
}

/** The kind of person that a title or a field says without more. */
export function impliedKind(honorific: string | undefined, field: Field | undefined): PersonKind | undefined {
  return honorific === 'Cllr' || field?.name === 'councillors' ? 'councillor' : undefined
}

/** Whether the words are those of a post. */
function isPostLike(text: string): boolean {
  return (
    looks.post(text) ||
    /\b(portfolio holder|cabinet member|leader of|mayor|chair of|lead for|lead member for)\b/i.test(text)
  )
}

/** Whether the words can be a person's name: capitalised, `least` to five of them. */
function isNameLike(text: string, least: number): boolean {
  const words = text.split(' ')
  if (words.length < least || words.length > 5) return false
  const capital = /^(\p{Lu}[\p{L}\p{M}'’.-]*|de|van|von|der|la|le|di|da|bin|al)$/u
  return words.every(word => capital.test(word)) && !/^(the|all|various|both)$/i.test(words[0]!)
}

/** The holder an exported item means exactly, or undefined for a text that must be read. */
export function holderFromTags(
  { head, quoted, tagged, tags }: Item,
  field: Field | undefined,
): HolderValue | undefined {
  const own = Object.keys(tags).filter(tag => tag !== 'note')
  if (!quoted && !tagged) return undefined
  if (own.some(tag => !['post', 'kind', 'honorific', 'position', 'for'].includes(tag))) return undefined
  const holder: HolderValue = {}
  if (head && isVacancy(head) && !quoted) holder.vacant = true
  else if (head) {
    const named = quoted ? { name: head } : withoutTitle(tidy(head))
    const honorific = tags.honorific ?? named.honorific
    holder.person = { name: named.name, ...(honorific !== undefined ? { honorific } : {}) }
    const kind = tags.kind
      ? personKinds.find(one => one.value === tags.kind)?.value
      : impliedKind(honorific, field)
    if (kind) holder.person.kind = kind
  }
  if (tags.post !== undefined) holder.post = tags.post
  if (tags.position !== undefined) holder.position = tags.position
  if (tags.for !== undefined) holder.substituteFor = tags.for
  if (tags.note !== undefined) holder.note = tags.note
  return holder
}

// 'Head of Housing (Ann Lee)' names the holder of the post.
function postPart(
  post: string,
  note: string | undefined,
  context: CellContext,
  rest: Partial<HolderValue>,
): Part {
  const named = note === undefined ? undefined : withoutTitle(note)
  const known =
    named && (context.directory.knowsPerson(named.name) || (isNameLike(named.name, 2) && !isPostLike(note!)))
  if (!known || looks.body(note!)) return { is: 'post', holder: { post, ...rest } }
  const { note: _, ...others } = rest
  return {
    is: 'person',
    holder: { person: personWith(named.name, named.honorific, undefined), post, ...others },
  }
}

function titleNamed(word: string): string | undefined {
  const plain = plainWords(word)
  if (/^(cllrs?|councillors?)$/.test(plain)) return 'Cllr'
  const long = { alderman: 'Ald', professor: 'Prof', reverend: 'Rev', doctor: 'Dr' }[plain]
  return long ?? titles.find(title => title.toLowerCase() === plain)
}
