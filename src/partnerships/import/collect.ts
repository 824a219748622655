import { newId } from '#src/domain/id.ts'
import { Refused } from '#src/errors.ts'
import type { Act, Recorded, Writer } from '#src/trail/change.ts'

// What is referred to comes before what refers to it.
const order: Recorded[] = [
  'organisation',
  'person',
  'post',
  'partnership',
  'involvement',
  'membership',
  'involvement_priority',
  'commitment',
  'appointment',
  'settlement',
  'duplicate',
]

/** An act whose new rows wait until they are written together: one statement a table instead of several a record. */
export type Collecting = Act & { write(): Promise<void> }

/** Collects the new rows of many records. It only adds: changing or removing is refused. */
export function collectInto(act: Act): Collecting {
  const waiting = new Map<Recorded, { to: [string, string, string]; row: Record<string, unknown> }[]>()
  const add = (to: [string, string, string], table: Recorded, row: object): string => {
    const id = (row as { id?: string }).id ?? newId()
    const rows = waiting.get(table) ?? []
    rows.push({ to, row: { ...row, id } })
    waiting.set(table, rows)
    return id
  }
  const only = () => Promise.reject(new Refused('Only new rows are collected.'))
  return {
    ...act,
    on: (...to): Writer => ({
      insert: async (table, row) => add(to, table, row),
      insertMany: async (table, rows) => rows.map(row => add(to, table, row)),
      update: only,
      remove: only,
      note: (field, after) => act.on(...to).note(field, after),
    }),
    async write() {
      for (const table of order) {
        const rows = waiting.get(table)
        if (rows) await act.insertEach(table, rows)
      }
      waiting.clear()
    },
  }
}
