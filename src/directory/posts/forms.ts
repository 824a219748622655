import { z } from 'zod'
import type { Held, Shown } from '#src/web/clash.ts'
import { day, dayOrNothing, line, neededLine, ticked } from '#src/web/inputs.ts'
import type { Post } from './queries.ts'

export const PostForm = z.object({
  title: neededLine('Title', 'Enter the title of the post'),
  directorate_id: line('Directorate'),
  senior: ticked,
})

/** The fields of the form for the clash page, with the names of directorates. */
export const shownFieldsWith = (directorates: readonly { value: string; label: string }[]): Shown[] => [
  { name: 'title', heading: 'Title' },
  {
    name: 'directorate_id',
    heading: 'Directorate',
    say: value => directorates.find(each => each.value === value)?.label ?? 'another directorate',
  },
  {
    name: 'senior',
    heading: 'Senior',
    say: value => (value ? 'The public may know the holder by name' : 'Not senior'),
  },
]

/** A post as its form shows it. */
export function heldOf(row: Post): Held {
  const { version, title, directorate_id, senior } = row
  return { version, values: { title, directorate_id: directorate_id ?? '', senior: senior ? 'yes' : '' } }
}

export const HolderForm = z.object({
  person: neededLine('Name', 'Enter who holds the post', 320),
  deputy: ticked,
  follows: ticked,
  starts_on: day('Enter the day they start, like 31 3 2027'),
  ends_on: dayOrNothing('Enter the day they end, like 31 3 2027, or leave it empty'),
})

export const HoldingForm = z.object({
  starts_on: day('Enter the day they started, like 31 3 2027'),
  ends_on: dayOrNothing('Enter the day they ended, like 31 3 2027, or leave it empty'),
})
