import { stringify } from 'csv-stringify/sync'
import { formatDate } from '#src/domain/dates.ts'
import { escapeCell } from '#src/domain/spreadsheet.ts'
import { labelOf, stages, tiers } from '#src/domain/words.ts'
import type { Pack } from '#src/protocol/pack.ts'
import { inWords } from '#src/trail/labels.ts'
import { formatDay } from '#src/web/views.ts'
import type { Exception, ExceptionKind } from './exceptions.ts'

/** Every kind of exception, with the page of the entry that tells more of it. */
export const exceptionKinds: { value: ExceptionKind; label: string; page: string }[] = [
  { value: 'waiver', label: 'Requirement waived', page: 'waivers' },
  { value: 'step', label: 'Step waived', page: 'approval' },
  { value: 'override', label: 'Tier overridden', page: 'significance' },
  { value: 're-route', label: 'Route changed', page: 'approval' },
  { value: 'urgent', label: 'Urgent, without a call-in', page: 'approval' },
  { value: 'interest', label: 'Interest declared', page: 'approval' },
  { value: 'escalated', label: 'Decision overdue', page: 'approval' },
  { value: 'unevidenced', label: 'Approval not evidenced', page: 'approval' },
]

/** What happened, in a few words. @param pack the protocol in force, for the words of its requirements */
export function toldOf({ kind, what }: Exception, { requirements }: Pack): string {
  if (kind === 'waiver') return requirements.find(each => each.id === what)?.says ?? inWords(what)
  if (kind === 'urgent') return what ? `Reported on ${formatDate(what.slice(-10))}` : 'Still to be reported'
  if (kind === 'interest') return what === 'no-part' ? 'Took no part' : 'Took part in the decision'
  if (kind === 'unevidenced') return labelOf(stages, what)
  if (kind !== 'override') return what.charAt(0).toUpperCase() + what.slice(1)
  const [found = '', result = ''] = what.split(' ')
  return `The rules found ${labelOf(tiers, found).toLowerCase()}; it counts as ${labelOf(tiers, result).toLowerCase()}`
}

/** What ended it, where something did. */
export function endedOf({ kind, endedAt }: Exception): string {
  if (!endedAt) return ''
  return kind === 'escalated' ? `Decided on ${formatDay(endedAt)}` : `Taken back on ${formatDay(endedAt)}`
}

type Line = Exception & { label: string; told: string; ended: string }

const columns: [heading: string, of: (line: Line) => string][] = [
  ['Reference', line => line.reference],
  ['Name', line => line.name],
  ['Directorate', line => line.directorate],
  ['Kind', line => line.label],
  ['What', line => line.told],
  ['Why', line => line.reason],
  ['Who', line => line.who],
  ['Capacity, or who allowed it', line => line.capacity],
  ['When', line => (line.at ? formatDay(line.at) : '')],
  ['Time (UTC)', line => line.at?.toISOString() ?? ''],
  ['Since then', line => line.ended],
]

/** The exceptions as CSV in UTF-8, with the mark that Excel needs to read it so; every cell is safe to open. */
export function exceptionsCsv(lines: Line[]): string {
  const rows = lines.map(line => columns.map(([, of]) => escapeCell(of(line))))
  return `\ufeff${stringify([columns.map(([heading]) => heading), ...rows], { record_delimiter: 'windows' })}`
}
