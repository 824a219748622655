import { z } from 'zod'
import type { Db } from '#src/db/open.ts'
import { fields as dictionary } from '#src/partnerships/fields.ts'
import { normaliseName } from '#src/partnerships/import/names.ts'
import type { Held, Shown } from '#src/web/clash.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { line, lines, neededLine, oneLine, oneOf } from '#src/web/inputs.ts'
import { countValues, listOwnFields, type OwnField } from './queries.ts'

export const types = [
  { value: 'text', label: 'Words' },
  { value: 'number', label: 'A number' },
  { value: 'partial-date', label: 'A date', hint: 'A day, a month or a year' },
  { value: 'choice', label: 'One of a list' },
  { value: 'yes-no', label: 'Yes or no' },
] as const

const shown = {
  heading: neededLine('Heading', 'Enter a heading', 80),
  help: line('Help', 300),
  choices: lines('Choices').transform(text => [...new Set(text.split('\n').map(oneLine).filter(Boolean))]),
}

const NewFieldForm = z
  .object({ ...shown, type: oneOf(types, 'Choose what the field holds') })
  .refine(field => field.type !== 'choice' || field.choices.length >= 2, {
    path: ['choices'],
    message: 'Enter at least two choices, one on each line',
  })
const FieldForm = z.object(shown)

export const shownFields: Shown[] = [
  { name: 'heading', heading: 'Heading' },
  { name: 'help', heading: 'Help' },
  { name: 'choices', heading: 'Choices', say: text => text.replaceAll('\n', '; ') },
]

/** A field as its form shows it. */
export function heldOf(row: OwnField): Held {
  return {
    version: row.version,
    values: { heading: row.heading, help: row.help, choices: row.choices.join('\n') },
  }
}

/** Reads a new field; its heading must be no other field's, for files name fields by it. */
export async function readNewField(db: Db, body: unknown) {
  const form = readForm(NewFieldForm, body)
  if (!form.ok) return form
  const own = await listOwnFields(db)
  const taken = headingTaken(form.value.heading, own)
  if (taken) return badForm(body, [{ field: 'heading', text: taken }])
  const { type, choices } = form.value
  const value = { ...form.value, choices: type === 'choice' ? choices : [] }
  return { ok: true as const, value: { ...value, key: keyOf(value.heading, own), position: own.length } }
}

/** Reads what a field is changed to; a choice that entries hold cannot go. */
export async function readField(db: Db, body: unknown, standing: OwnField) {
  const form = readForm(FieldForm, body)
  if (!form.ok) return form
  const others = (await listOwnFields(db)).filter(field => field.id !== standing.id)
  const taken = headingTaken(form.value.heading, others)
  if (taken) return badForm(body, [{ field: 'heading', text: taken }])
  if (standing.type !== 'choice') return { ok: true as const, value: { ...form.value, choices: [] } }
  const { choices } = form.value
  if (choices.length < 2)
    return badForm(body, [{ field: 'choices', text: 'Enter at least two choices, one on each line' }])
  for (const [value, count] of await countValues(db, standing.key))
    if (standing.choices.includes(value) && !choices.includes(value))
      return badForm(body, [
        {
          field: 'choices',
          text: `Keep ‘${value}’: ${count} ${count === 1 ? 'entry says' : 'entries say'} so. Change ${count === 1 ? 'it' : 'them'} first`,
        },
      ])
  return { ok: true as const, value: form.value }
}

function headingTaken(heading: string, own: readonly { heading: string }[]): string | undefined {
  const same = [...dictionary, ...own].find(field => normaliseName(field.heading) === normaliseName(heading))
  return same && `There is a field called ‘${same.heading}’ already`
}

function keyOf(heading: string, own: readonly { key: string }[]): string {
  const plain = heading
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 36)
  const base = plain || 'field'
  const taken = new Set(own.map(field => field.key))
  let key = base
  for (let n = 2; taken.has(key); n += 1) key = `${base}_${n}`
  return key
}
