import { z } from 'zod'
import { type Option, pickOf } from '#src/directory/pick.ts'
import type { Held, Shown } from '#src/web/clash.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { day, dayOrNothing, joinDays, neededLine } from '#src/web/inputs.ts'

export const CommitteeForm = z.object({ name: neededLine('Name', 'Enter the name of the committee') })

export const committeeFields: Shown[] = [{ name: 'name', heading: 'Name' }]

/** A committee as its form shows it. */
export function heldOf({ version, name }: { version: number; name: string }): Held {
  return { version, values: { name } }
}

const days = {
  starts_on: day('Enter the day they start, like 31 3 2027'),
  ends_on: dayOrNothing('Enter the last day, like 31 3 2027, or leave it empty'),
}
const RecorderForm = z.object({ person: neededLine('Name', 'Enter who records', 320), ...days })
const DaysForm = z.object(days)

/** Reads who records for a committee, and from when to when. */
export function readRecorder(raw: unknown, people: readonly Option[]) {
  const body = joinDays(raw, ['starts_on', 'ends_on'])
  const form = readForm(RecorderForm, body)
  if (!form.ok) return form
  const { person, ...value } = form.value
  const picked = pickOf(people, person)
  if (picked === 'none')
    return badForm(body, [
      { field: 'person', text: 'Nobody has that name. Add the person first, or choose one from the list' },
    ])
  if (picked === 'several')
    return badForm(body, [
      { field: 'person', text: 'More than one person has that name. Choose one from the list' },
    ])
  return (
    inOrder(body, value) ?? {
      ok: true as const,
      value: { ...value, ends_on: value.ends_on || null, person: picked },
    }
  )
}

/** Reads the days of a recorder. */
export function readDays(raw: unknown) {
  const body = joinDays(raw, ['starts_on', 'ends_on'])
  const form = readForm(DaysForm, body)
  if (!form.ok) return form
  const { starts_on, ends_on } = form.value
  return inOrder(body, form.value) ?? { ok: true as const, value: { starts_on, ends_on: ends_on || null } }
}

function inOrder(body: unknown, { starts_on, ends_on }: { starts_on: string; ends_on: string }) {
  if (!ends_on || ends_on >= starts_on) return undefined
  return badForm(body, [{ field: 'ends_on', text: 'The last day must be the first day or after' }])
}
