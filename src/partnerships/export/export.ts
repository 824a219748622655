import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { listCustomFields } from '#src/partnerships/custom-fields.ts'
import type { Field } from '#src/partnerships/fields.ts'
import type { Filters } from '#src/partnerships/list-filters.ts'
import { type Asking, listEntryIds } from '#src/partnerships/list-queries.ts'
import { listRecords, type RegisterRecord } from '#src/partnerships/record.ts'
import { begun } from '#src/web/begun.ts'
import { londonDay } from '#src/web/views.ts'
import { columnsOf } from './columns.ts'
import { writeCsv } from './csv.ts'
import { writeJson } from './json.ts'
import { writeXlsx } from './xlsx.ts'

export const formats = ['csv', 'xlsx', 'json'] as const
export type Format = (typeof formats)[number]

/** What an export is made of: what it is, its columns, and its entries a few at a time. */
export type Source = {
  authority: { name: string; slug: string }
  at: Date
  count: number
  columns: readonly Field[]
  records: AsyncIterable<RegisterRecord[]>
}

/** Writes exactly the entries that the filters show, in the list's order, a few at a time. */
export async function exportStream(
  asking: Asking,
  format: Format,
  filters: Filters,
  at: Date,
): Promise<Readable> {
  const { db, authorityId } = asking
  const authority = await db
    .selectFrom('authority')
    .select(['name', 'slug'])
    .where('id', '=', authorityId)
    .executeTakeFirstOrThrow()
  const customFields = await listCustomFields(db, authorityId)
  const ids = await listEntryIds(asking, filters)
  const records = inOrder(asking, ids, customFields)
  const source = { authority, at, count: ids.length, columns: columnsOf(customFields), records }
  return Readable.from(await begun(writers[format](source)), { objectMode: false })
}

/** The same for the command line: all that the authority has, within the filters, written to `out`. */
export async function exportRegister(
  db: Asking['db'],
  authorityId: string,
  format: Format,
  filters: Filters,
  out: Writable,
  at = new Date(),
): Promise<void> {
  const asking: Asking = { db, authorityId, sight: 'all', today: londonDay(at) }
  await pipeline(await exportStream(asking, format, filters, at), out)
}

type Writer = (source: Source) => AsyncGenerator<string | Uint8Array>
const writers: Record<Format, Writer> = { csv: writeCsv, xlsx: writeXlsx, json: writeJson }

// Which entries there are is settled at the start; they are then read in their turn, the next while some are written.
async function* inOrder({ db, authorityId }: Asking, ids: string[], customFields: readonly Field[]) {
  const readFrom = async (start: number) => {
    const some = ids.slice(start, start + readAtOnce)
    const records = await listRecords(db, authorityId, some, customFields)
    const places = new Map(some.map((id, place) => [id, place]))
    return records.toSorted((a, b) => places.get(a.involvementId)! - places.get(b.involvementId)!)
  }
  let next = readFrom(0)
  for (let i = 0; i < ids.length; i += readAtOnce) {
    const records = await next
    next = readFrom(i + readAtOnce)
    // Whoever waits for it learns what went wrong; nobody does where the reader went away meanwhile.
    next.catch(() => {})
    for (let k = 0; k < records.length; k += writtenAtOnce) {
      yield records.slice(k, k + writtenAtOnce)
      // Other pages go on being answered.
      await new Promise(setImmediate)
    }
  }
}

const readAtOnce = 200
const writtenAtOnce = 25
