import type { Field } from '#src/partnerships/fields.ts'
import { tidy } from '../names.ts'
import { looks } from '../table/look.ts'
import type { Aside, OrganisationValue, Reading } from '../values.ts'
import type { CellContext } from './context.ts'
import { readItem, splitItems } from './grammar.ts'
import { readPeople } from './holders.ts'
import { splitBodies } from './split-names.ts'

/** Reads the bodies in a cell: names split where that can be done one way, else proposed; notes and committees kept with each. */
export function readOrganisations(text: string, _field: Field, context: CellContext): Reading {
  const found: OrganisationValue[] = []
  const doubts: string[] = []
  const asides: Aside[] = []
  for (const piece of splitItems(text, /[;\n•·|]/)) {
    const { values, doubt, people } = readPiece(piece, context)
    found.push(...values)
    if (doubt) doubts.push(doubt)
    if (people)
      asides.push({
        field: 'councillors',
        settle: {
          message: `These people stand under ${values[0]?.name}. Do they represent us?`,
          proposed: people,
        },
      })
  }
  const settle = doubts.length > 0 ? { message: doubts.join(' '), proposed: found } : undefined
  return { placed: settle ? undefined : found, settle, ...(asides.length > 0 ? { asides } : {}) }
}

/** Reads the one body a cell should hold; of several the first is proposed. */
export function readOrganisation(text: string, field: Field, context: CellContext): Reading {
  const { ownName } = context.directory
  if (ownName && /^(the |this )?(council|authority|borough|us|we|ourselves)$/i.test(tidy(text)))
    return { placed: { name: ownName }, settle: undefined }
  const { placed, settle, asides } = readOrganisations(text, field, context)
  const list = (placed ?? settle?.proposed ?? []) as OrganisationValue[]
  const extra = asides ? { asides } : {}
  if (placed && list.length === 1) return { placed: list[0]!, settle: undefined, ...extra }
  const message = settle?.message ?? `There are ${list.length} bodies here and room for one.`
  return { placed: undefined, settle: { message, proposed: list[0] ?? null }, ...extra }
}

type Piece = { values: OrganisationValue[]; doubt?: string; people?: ReturnType<typeof readPeople>['people'] }

function readPiece(piece: string, context: CellContext): Piece {
  const { directory } = context
  const item = readItem(piece)
  if (item.quoted || item.tagged) return { values: [withNote(item.head, item.tags.note, context)] }
  const whole = tidy(piece.replace(/^[-–—*]\s+/, ''))
  if (directory.knowsOrganisation(whole)) return { values: [withNote(whole, undefined, context)] }
  const underBody = /^([^:]{3,80}):\s*(.+)$/.exec(whole)
  if (underBody) return readUnderBody(underBody[1]!, underBody[2]!, context)
  const parted = partCommittee(whole, context)
  if (parted) return parted
  const either = whole.split(/\s+or\s+/)
  if (either.length > 1) {
    const values = either.map(one => readOne(one, context))
    return { values, doubt: `‘${whole}’: which one is it?` }
  }
  const { items, sure } = splitBodies(whole, directory.knowsOrganisation)
  const values = items.map(one => readOne(one, context))
  if (sure) return { values }
  return {
    values,
    doubt: `‘${whole}’ may be ${items.length} bodies, or fewer whose names hold a comma or ‘and’.`,
  }
}

function readOne(text: string, context: CellContext): OrganisationValue {
  if (context.directory.knowsOrganisation(text)) return withNote(text, undefined, context)
  const { head, tags } = readItem(text)
  return head ? withNote(tidy(head), tags.note, context) : withNote(text, undefined, context)
}

function readUnderBody(body: string, rest: string, context: CellContext): Piece {
  const { people, sure } = readPeople(rest, context)
  const value = withNote(tidy(body), rest, context)
  return sure && looks.councillor(rest) ? { values: [value], people } : { values: [value] }
}

// 'Body – Committee (note)': the committee and the note both belong to the body.
function partCommittee(text: string, context: CellContext): Piece | undefined {
  const match = /^(.+?)\s+[–—-]\s+(.+)$/.exec(text)
  if (!match) return undefined
  const [, name, rest] = match as unknown as [string, string, string]
  const bracketed = readItem(rest)
  const note = [bracketed.head, bracketed.tags.note].filter(Boolean).join(', ')
  const { items, sure } = splitBodies(name, context.directory.knowsOrganisation)
  if (items.length > 1) return undefined
  const value = withNote(name, note, context)
  const clear =
    sure && (context.directory.knowsOrganisation(name) || looks.body(name) || /^\p{Lu}{2,6}$/u.test(name))
  return clear ? { values: [value] } : { values: [value], doubt: `Is ‘${name}’ the body in ‘${text}’?` }
}

function withNote(name: string, note: string | undefined, { directory }: CellContext): OrganisationValue {
  const nameMatched = directory.organisationId(name)
  return { name, ...(note !== undefined ? { note } : {}), ...(nameMatched ? { nameMatched } : {}) }
}
