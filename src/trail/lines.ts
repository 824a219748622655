import { foldRows, type RowChange } from './fold.ts'
import { headingOf, inWords } from './labels.ts'
import { rowWords } from './list-words.ts'
import type { Names } from './names.ts'
import { isNothing, isOfLog, shownValue } from './values.ts'

/** One changed thing: either what a field was and is, or in `act` what was done to a list ('added partner X'). */
export type Line = { heading: string; was: string; now: string; act: string; noun: string; isNew: boolean }

/** The changes of an event, one line each, in the order they were made. */
export function linesOf(names: Names, changes: Parameters<typeof foldRows>[0]): Line[] {
  return foldRows(changes).flatMap(row => {
    const words = rowWords(names, row)
    return words ? words : fieldLines(names, row)
  })
}

function fieldLines(names: Names, row: RowChange): Line[] {
  const isNew = wasMade(row)
  return [...row.fields].flatMap(([field, { before, after }]) => {
    if (field === 'custom') return ownFieldLines(names, before, after, isNew)
    const heading = headingOf(row.table, field)
    const was = shownValue(names, row.table, field, before)
    const now = shownValue(names, row.table, field, after)
    return isNothing(was) && isNothing(now)
      ? []
      : [{ heading, was, now, act: '', noun: nounOf(heading), isNew: isNew || isOfLog(field) }]
  })
}

function ownFieldLines(names: Names, before: unknown, after: unknown, isNew: boolean): Line[] {
  const [was, now] = [objectOf(before), objectOf(after)]
  return [...new Set([...Object.keys(was), ...Object.keys(now)])]
    .filter(key => was[key] !== now[key])
    .map(key => {
      const heading = names.ownHeading(key)
      return {
        heading: inWords(heading),
        was: shownValue(names, 'custom', key, was[key]),
        now: shownValue(names, 'custom', key, now[key]),
        act: '',
        noun: nounOf(heading),
        isNew,
      }
    })
}

/** Whether the event made the row: the field every such row holds came from nothing. */
function wasMade({ table, fields }: RowChange): boolean {
  const key = fields.get(surely[table] ?? 'name')
  return key !== undefined && isNothing(key.before) && !isNothing(key.after)
}

const surely: Record<string, string> = {
  involvement: 'reference',
  post: 'title',
  protocol: 'title',
  custom_field: 'heading',
  authority: 'slug',
  account: 'email',
  import_batch: 'file_name',
}

// 'We are the lead member' is no noun: it goes in as it stands, in quotation marks.
function nounOf(heading: string): string {
  if (/^(We|Why|Who|Came|Starts|Ends|Left)\b/.test(heading)) return `‘${heading}’`
  return `the ${heading.charAt(0).toLowerCase()}${heading.slice(1)}`
}

const objectOf = (value: unknown): Record<string, unknown> =>
  value && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
