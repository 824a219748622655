import { z } from 'zod'
import { monthNamed, partialDate } from '#src/domain/dates.ts'
import { isId } from '#src/domain/id.ts'
import { headings } from './labels.ts'

/** What the trail is narrowed to. Days are ISO days in London, both counted in. */
export type Filters = {
  from: string
  to: string
  who: string
  record: string
  type: string
  verb: string
  field: string
  before: string | undefined
}

// The control characters PostgreSQL does not take in text.
const line = z
  .preprocess(value => [value].flat()[0], z.string().catch(''))
  .transform(text =>
    [...text]
      .filter(letter => letter >= ' ')
      .join('')
      .trim()
      .slice(0, 200),
  )

const Query = z.object({
  from: line,
  to: line,
  who: line,
  record: line,
  type: line,
  verb: line,
  field: line,
  before: line,
})

/**
 * Reads the address's query. What cannot be read narrows nothing and is named in `errors`.
 * `typed` is what the boxes show again.
 */
export function readFilters(query: unknown) {
  const typed = Query.parse(query && typeof query === 'object' ? query : {})
  const errors: { text: string; href: string }[] = []
  const errorFor: Record<string, { text: string }> = {}
  const day = (name: 'from' | 'to', label: string) => {
    const read = readDay(typed[name])
    if (read !== undefined) return read
    const text = `${label} must be a date, such as 31/3/2027`
    errors.push({ text, href: `#${name}` })
    errorFor[name] = { text }
    return ''
  }
  const filters: Filters = {
    ...typed,
    from: day('from', 'From'),
    to: day('to', 'To'),
    before: isId(typed.before) ? typed.before : undefined,
  }
  return { filters, typed, errors: errors.length > 0 ? errors : undefined, errorFor }
}

/** The query of an address that shows the same: what is empty is left out. */
export function queryOf(typed: Record<string, string>, changes: Record<string, string> = {}): string {
  const all = Object.entries({ ...typed, ...changes }).filter(([, value]) => value !== '')
  return new URLSearchParams(all).toString()
}

/** What the trail can be narrowed to by choosing. */
export const choices = {
  types: [
    ['involvement', 'Entries of the register'],
    ['organisation', 'Organisations'],
    ['person', 'People'],
    ['post', 'Posts'],
    ['directorate', 'Directorates'],
    ['plan', 'Plans and priorities'],
    ['custom-field', 'Fields of our own'],
    ['account', 'Accounts and roles'],
    ['authority', 'Settings'],
    ['protocol', 'Protocols'],
    ['committee', 'Committees'],
    ['import', 'Imports'],
    ['saved-view', 'Saved views'],
  ],
  verbs: [
    ['add', 'Added'],
    ['edit', 'Changed'],
    ['move', 'Status changed'],
    ['confirm', 'Confirmed'],
    ['register', 'Registration form begun'],
    ['fill-in', 'Registration form filled in'],
    ['submit', 'Registration form signed'],
    ['send-back', 'Registration form returned'],
    ['log', 'Registration form logged'],
    ['drop', 'Registration form dropped'],
    ['submit-proposal', 'Proposed'],
    ['use-protocol', 'Draft taken over to new rules'],
    ['decide', 'Decided'],
    ['record-decision', 'Decision of a committee recorded'],
    ['waive', 'Waived'],
    ['override-tier', 'Tier overridden'],
    ['re-route', 'Route changed'],
    ['adopt', 'Protocol adopted'],
    ['fill-roles', 'Deciders named'],
    ['delegate', 'Power delegated'],
    ['remove', 'Removed'],
    ['restore', 'Restored'],
    ['merge', 'Joined'],
    ['unmerge', 'Joining undone'],
    ['bulk-change', 'Changed with several others'],
    ['close', 'Closed'],
    ['leave', 'Left'],
    ['hold', 'Post passed on'],
    ['invite', 'Invited'],
    ['grant', 'Role given'],
    ['deactivate', 'Account deactivated'],
    ['settle', 'Settled'],
    ['commit', 'Imported'],
    ['undo', 'Import undone'],
  ],
  fields: Object.entries(headings)
    .filter(([name]) => !name.includes('.'))
    .map(([name, heading]) => [name, name === 'custom' ? 'Fields of our own' : heading] as const)
    .toSorted(([, a], [, b]) => (a < b ? -1 : 1)),
}

/** The ISO day typed as '31/3/2027', '31 March 2027' or '2027-03-31'; '' for nothing, undefined for anything else. */
function readDay(text: string): string | undefined {
  if (text === '') return ''
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text)
  if (iso) return within(partialDate(Number(iso[1]), Number(iso[2]), Number(iso[3])))
  const spoken = /^(\d{1,2})[\s/.-]+(\d{1,2}|[A-Za-z]{3,9}\.?)[\s/.-]+(\d{4})$/.exec(text)
  if (!spoken) return undefined
  const month = /^\d/.test(spoken[2]!) ? Number(spoken[2]) : monthNamed(spoken[2]!)
  return month === undefined ? undefined : within(partialDate(Number(spoken[3]), month, Number(spoken[1])))
}

const within = (day: string | undefined) => (day && day >= '1900' && day < '2200' ? day : undefined)
