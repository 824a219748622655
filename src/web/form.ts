import type { z } from 'zod'

/** A form as it was filled in, with one message per field that is wrong. */
export type BadForm = {
  ok: false
  values: Record<string, unknown>
  errors: { text: string; href: string }[]
  errorFor: Record<string, { text: string }>
}
export type ReadForm<T> = { ok: true; value: T } | BadForm

/**
 * Reads a submitted form with the schema that also words its errors.
 * Fields the browser left out count as empty, so that rules over several fields still run.
 */
export function readForm<S extends z.ZodObject>(schema: S, body: unknown): ReadForm<z.output<S>> {
  const given = (body && typeof body === 'object' ? body : {}) as Record<string, unknown>
  const empty = Object.fromEntries(Object.keys(schema.shape).map(name => [name, '']))
  const read = schema.safeParse({ ...empty, ...given })
  if (read.success) return { ok: true, value: read.data }
  return badForm(
    given,
    read.error.issues.map(issue => ({
      field: issue.path.map(String).join('-') || 'form',
      text: issue.message,
    })),
  )
}

/** The same answer for a mistake that only the database could find. */
export function badForm(body: unknown, mistakes: { field: string; text: string }[]): BadForm {
  const errorFor: Record<string, { text: string }> = {}
  for (const { field, text } of mistakes) errorFor[field] ??= { text }
  return {
    ok: false,
    values: body as Record<string, unknown>,
    errors: Object.entries(errorFor).map(([field, { text }]) => ({ text, href: `#${field}` })),
    errorFor,
  }
}
