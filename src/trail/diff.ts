import type { FieldChange } from '#src/db/tables.ts'

// Never written down: the trail is read by many, and a hash or a key in it would be kept for ever.
// What is exempt from publication is for fewer readers than a history has.
const secret = new Set(['password_hash', 'totp_secret', 'logo', 'exempt_body'])
const isSecret = (field: string, row: Record<string, unknown>) =>
  secret.has(field) || (field === 'reasons' && !isEmpty(row.exempt_paragraph))
// Bookkeeping that says nothing about the record.
const silent = new Set([
  'id',
  'authority_id',
  'version',
  'pending_batch',
  'totp_last_step',
  'created_at',
  'partnership_id',
  'involvement_id',
  'post_ids',
  // What was signed stands in its own row; the event keeps its hash.
  'content',
  // So does what was adopted, and what an assessment or an approval rested on.
  'pack',
  'file',
  'local',
  'facts',
  'answers',
  'working',
])

/** The changes of a new row: every field that holds something. */
export function fieldsInserted(table: string, row: Record<string, unknown>): FieldChange[] {
  return told(row)
    .filter(([, value]) => !isEmpty(value))
    .map(([field, value]) => ({
      table,
      id: row.id as string,
      field,
      before: null,
      after: shown(row, field, read(field, value)),
    }))
}

/** The changes of a removed row: every field it held. */
export function fieldsRemoved(table: string, row: Record<string, unknown>): FieldChange[] {
  return told(row)
    .filter(([, value]) => !isEmpty(value))
    .map(([field, value]) => ({
      table,
      id: row.id as string,
      field,
      before: shown(row, field, value),
      after: null,
    }))
}

/** The fields of a patch that differ from the row; an undefined one is left alone. */
export function fieldsUpdated(
  table: string,
  id: string,
  row: Record<string, unknown>,
  patch: Record<string, unknown>,
): FieldChange[] {
  const changed = { ...row, ...patch }
  return Object.entries(patch)
    .filter(([field, value]) => value !== undefined && !same(row[field], read(field, value)))
    .map(([field, value]) => ({
      table,
      id,
      field,
      before: shown(changed, field, row[field]),
      after: shown(changed, field, read(field, value)),
    }))
}

/** A row as the driver takes it: objects of jsonb columns become text, arrays and dates stay. */
export function storable(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([field, value]) => [
      field,
      jsonColumns.has(field) && typeof value !== 'string' && value != null ? JSON.stringify(value) : value,
    ]),
  )
}

const jsonColumns = new Set([
  'identifiers',
  'custom',
  'options',
  'summary',
  'proposed',
  'comments',
  'value',
  'headings',
])

const told = (row: Record<string, unknown>) => Object.entries(row).filter(([field]) => !silent.has(field))

const isEmpty = (value: unknown) =>
  value === null ||
  value === undefined ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  value === '{}' ||
  value === '[]'

function shown(row: Record<string, unknown>, field: string, value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (isSecret(field, row)) return '(hidden)'
  return value instanceof Date ? value.toISOString() : value
}

// A patch gives a jsonb column as text, or as what it holds.
function read(field: string, value: unknown): unknown {
  return jsonColumns.has(field) && typeof value === 'string' && value !== '' ? parsed(value) : value
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function same(held: unknown, wanted: unknown): boolean {
  if (held instanceof Uint8Array && wanted instanceof Uint8Array) return Buffer.compare(held, wanted) === 0
  return canonical(held) === canonical(wanted)
}

function canonical(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'string' && /^[[{]/.test(value)) {
    try {
      return sorted(JSON.parse(value))
    } catch {
      return value
    }
  }
  return sorted(value ?? null)
}

/** JSON with the keys of every object in order, so that equal values give equal text. */
export function sorted(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    inner && typeof inner === 'object' && !Array.isArray(inner) && !(inner instanceof Date)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
