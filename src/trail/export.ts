import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import { formatMoment } from '#src/web/views.ts'
import type { TrailPage } from './queries.ts'
import { subjectNoun, type Told } from './sentences.ts'

/** Reads the next page, of what `before` left off at. */
export type ReadPage = (before: string | undefined) => Promise<{ told: Told[]; next: TrailPage['next'] }>

/** The trail as CSV, one row for each changed field, read page by page as the reader takes it. */
export function trailCsv(readPage: ReadPage): Readable {
  // A cell that a spreadsheet would run as a formula gets an apostrophe before it.
  const csv = stringify({ header: true, bom: true, escape_formulas: true, columns })
  return Readable.from(csvRows(readPage)).pipe(csv)
}

/** The trail as one JSON array, an object for each event. */
export function trailJson(readPage: ReadPage): Readable {
  return Readable.from(jsonParts(readPage))
}

const columns = [
  'When',
  'Time (UTC)',
  'Who',
  'Action',
  'Kind of record',
  'Record',
  'What',
  'Field',
  'Was',
  'Now',
  'Why',
  'Event',
]

async function* csvRows(readPage: ReadPage) {
  for await (const event of eventsOf(readPage)) {
    const common = [
      formatMoment(event.at),
      event.at.toISOString(),
      event.who,
      event.action,
      subjectNoun(event.subject.type),
      event.label,
    ]
    const changes = event.changes.length > 0 ? event.changes : [{ heading: '', was: '', now: '', act: '' }]
    for (const { heading, was, now, act } of changes)
      yield [...common, act || event.headline, heading, was, now, event.why, event.id]
  }
}

async function* jsonParts(readPage: ReadPage) {
  let between = '[\n'
  for await (const event of eventsOf(readPage)) {
    yield between + JSON.stringify(event)
    between = ',\n'
  }
  yield between === '[\n' ? '[]\n' : '\n]\n'
}

async function* eventsOf(readPage: ReadPage): AsyncGenerator<Told> {
  let before: string | undefined
  do {
    const { told, next } = await readPage(before)
    yield* told
    before = next ?? undefined
  } while (before)
}
