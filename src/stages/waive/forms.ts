import { z } from 'zod'
import type { Allower } from '#src/decide/allowing.ts'
import { reasonFor } from '#src/decide/demanded.ts'
import { formatDate } from '#src/domain/dates.ts'
import { type BadForm, badForm, readForm } from '#src/web/form.ts'
import { day, joinDays, line } from '#src/web/inputs.ts'

/** A waiver as it was typed: why, and on whose authority (REV-4). */
export type TypedWaiver = { why: string; allowedBy: string; allowedOn: string; reference: string }

/**
 * Reads a waiver. Whoever allowed it is chosen among those who may; of one's own word no reference is needed.
 * @param asked.from the first day on which it can have been allowed, or '' ; asked.today the last one, ISO
 */
export function readWaiver(
  body: unknown,
  asked: { allowers: readonly Allower[]; accountId: string; from: string; today: string },
): { ok: true; value: TypedWaiver } | BadForm {
  const joined = joinDays(body, ['allowed_on'])
  const read = readForm(formFor(asked), joined)
  if (!read.ok)
    return badForm(
      body,
      Object.entries(read.errorFor).map(([field, { text }]) => ({ field, text })),
    )
  const { why, allowed_by, allowed_on, reference } = read.value
  return { ok: true, value: { why, allowedBy: allowed_by, allowedOn: allowed_on, reference } }
}

/** The mistake of naming someone who could not allow it on the day given. */
export function notThen(body: unknown, { name }: Pick<Allower, 'name'>, allowedOn: string): BadForm {
  const text = `${name} could not allow this on ${formatDate(allowedOn)}. Choose who could, or another day`
  return badForm(body, [{ field: 'allowed_on', text }])
}

function formFor({ allowers, accountId, from, today }: Parameters<typeof readWaiver>[1]) {
  return z
    .object({
      why: reasonFor.waiver,
      allowed_by: z.string().refine(id => allowers.some(each => each.id === id), 'Choose who allowed it'),
      allowed_on: day('Enter the day on which it was allowed, such as 31 3 2027'),
      reference: line('Where it is found', 200),
    })
    .superRefine(({ allowed_by, allowed_on, reference }, context) => {
      const wrong = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: [field], message })
      if (allowed_on > today) wrong('allowed_on', 'The day must be today or earlier')
      else if (allowed_on < from)
        wrong('allowed_on', `The day must be ${formatDate(from)}, when this was submitted, or later`)
      const own = allowers.find(each => each.id === allowed_by)?.accountId === accountId
      if (reference === '' && !own)
        wrong('reference', 'Say where their word is found, such as a letter or a minute')
    })
}
