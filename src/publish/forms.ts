import { z } from 'zod'
import type { WithheldReason } from '#src/db/public-content.ts'
import { stages, withheldReasons } from '#src/domain/words.ts'
import { line, neededLine, oneLine, oneOf } from '#src/web/inputs.ts'
import type { Wanted } from './survey.ts'

/** What is done with fields that wait for a decision when many entries are published at once. */
export const BulkForm = z.object({
  undecided: oneOf([{ value: 'leave' }, ...withheldReasons], 'Choose what to do with entries that wait'),
})

/** What stands in the form beside the decisions. */
export const PublishForm = z.object({
  /** A form sent without either button only looks again. */
  do: z.enum(['preview', 'publish']).catch('preview'),
  basis: line('The form', 100),
  number: z.coerce.number({ error: 'Open the page again' }).int(),
})

const kinds = [{ value: 'ended' }, { value: 'erased' }] as const

/** A withdrawal. Erasing asks for the reference once more, since nothing brings the content back. */
export const withdrawForm = (reference: string) =>
  z
    .object({
      to: oneOf(kinds, 'Choose why it is withdrawn'),
      reason: neededLine('The reason', 'Write the reason: it is public', 300),
      confirm: line('The reference', 100),
      number: z.coerce.number({ error: 'Open the page again' }).int(),
    })
    .refine(form => form.to !== 'erased' || form.confirm.toUpperCase() === reference.toUpperCase(), {
      path: ['confirm'],
      error: `Enter the reference, ${reference}, to erase it`,
    })

/** The decisions of the form by field: 'show', or the reason to withhold; absent where none was made. */
export function readDecisions(
  body: unknown,
  fields: readonly string[],
): Map<string, 'show' | WithheldReason> {
  const given = (body ?? {}) as Record<string, unknown>
  const allowed = new Set(['show', ...withheldReasons.map(each => each.value)])
  return new Map(
    fields.flatMap(field => {
      const value = given[`choice-${field}`]
      return typeof value === 'string' && allowed.has(value) ? [[field, value as 'show']] : []
    }),
  )
}

/** What the list's address asks for; words it does not know count as none. */
export function wantedOf(query: unknown): Wanted {
  const { q, stage, show } = (query ?? {}) as Record<string, unknown>
  return {
    q: typeof q === 'string' ? oneLine(q).slice(0, 200) : '',
    stage: stages.find(each => each.value === stage)?.value ?? '',
    show: shows.find(each => each.value === show)?.value ?? '',
  }
}

/** What the list can be narrowed to. */
export const shows = [
  { value: 'unpublished', label: 'Never published' },
  { value: 'published', label: 'Public' },
  { value: 'changed', label: 'Public, and changed since' },
  { value: 'waiting', label: 'Waiting for a decision' },
  { value: 'ended', label: 'Taken down' },
  { value: 'erased', label: 'Erased' },
] as const
