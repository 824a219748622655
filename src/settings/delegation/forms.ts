import { z } from 'zod'
import { type Option, pickOf } from '#src/directory/pick.ts'
import { formatMoney, poundsInBox, readPounds } from '#src/domain/money.ts'
import type { Held, Shown } from '#src/web/clash.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { day, dayBoxes, dayOrNothing, line, neededLine, oneOf } from '#src/web/inputs.ts'
import type { Delegation } from './queries.ts'

/** What can be delegated. */
export const whats = [
  { value: 'enter', label: 'Entering a partnership' },
  { value: 'extend', label: 'Extending one: more money, a bigger role or a longer term' },
] as const

/** What a new line can be about: either, or both in two lines. */
export const newWhats = [...whats, { value: 'both', label: 'Both' }] as const

const limit = line('Limit', 20).refine(
  text => text === '' || (readPounds(text) ?? -1) > 0,
  'Enter the limit in pounds, like 50000, or leave it empty',
)

const shape = {
  post: neededLine('Post', 'Enter the post', 320),
  limit,
  starts_on: day('Enter the day from which it is delegated, like 1 4 2027'),
  ends_on: dayOrNothing('Enter the last day, like 31 3 2028, or leave it empty'),
  reference: line('Reference', 300),
  delegated_by: neededLine('Delegated by', 'Enter who delegated it, such as Cabinet'),
}
const LineForm = z.object({ ...shape, what: oneOf(whats, 'Choose what it is about') })
const NewForm = z.object({ ...shape, what: oneOf(newWhats, 'Choose what it is about') })

export const delegationDays = ['starts_on', 'ends_on'] as const

/** Reads a new line of the scheme, or two where it is about both. */
export function readNewLine(body: Record<string, unknown>, posts: readonly Option[]) {
  const form = readForm(NewForm, body)
  return form.ok ? checked(body, form.value, posts) : form
}

/** Reads a line of the scheme as changed. */
export function readLine(body: Record<string, unknown>, posts: readonly Option[]) {
  const form = readForm(LineForm, body)
  return form.ok ? checked(body, form.value, posts) : form
}

type Given = { post: string; limit: string; starts_on: string; ends_on: string }

function checked<T extends Given>(body: unknown, value: T, posts: readonly Option[]) {
  const { post, limit, ends_on, ...rest } = value
  const picked = pickOf(posts, post)
  if (picked === 'none')
    return badForm(body, [
      { field: 'post', text: 'No post has that title. Add the post first, or choose one from the list' },
    ])
  if (picked === 'several')
    return badForm(body, [
      { field: 'post', text: 'More than one post has that title. Choose one from the list' },
    ])
  if (ends_on && ends_on < value.starts_on)
    return badForm(body, [{ field: 'ends_on', text: 'The last day must be the first day or after' }])
  const limit_pence = limit === '' ? null : readPounds(limit)!
  return { ok: true as const, value: { ...rest, ends_on: ends_on || null, limit_pence, post: picked } }
}

export const delegationFields: Shown[] = [
  { name: 'post', heading: 'Post' },
  { name: 'what', heading: 'What' },
  {
    name: 'limit',
    heading: 'Limit a year',
    say: value => sayLimit(value === '' ? null : (readPounds(value) ?? null)),
  },
  { name: 'starts_on', heading: 'From' },
  { name: 'ends_on', heading: 'To' },
  { name: 'reference', heading: 'Reference' },
  { name: 'delegated_by', heading: 'Delegated by' },
]

/** A line of the scheme as its form shows it, the days whole. */
export function heldOf(row: Delegation, postLabel: string): Held {
  const { version, what, limit_pence, starts_on, ends_on, reference, delegated_by } = row
  return {
    version,
    values: {
      post: postLabel,
      what,
      limit: limit_pence === null ? '' : poundsInBox(limit_pence),
      starts_on,
      ends_on: ends_on ?? '',
      reference,
      delegated_by,
    },
  }
}

/** The boxes of the form. */
export function boxesOf(values: Record<string, unknown>): Record<string, unknown> {
  return {
    ...values,
    ...dayBoxes('starts_on', String(values.starts_on ?? '')),
    ...dayBoxes('ends_on', String(values.ends_on ?? '')),
  }
}

/** A limit in words. @param pence null: none */
export function sayLimit(pence: number | null): string {
  return pence === null ? 'No limit' : formatMoney(pence)
}
