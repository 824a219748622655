import { formatDate } from '#src/domain/dates.ts'

type Row = {
  id: string
  title: string
  pack_version: string
  from_on: string
  adopted_by: string
  withdrawn_at: Date | null
}

/** An adopted version and where it stands on a day. `until` is its last day; null while nothing comes after it. */
export type Version = {
  id: string
  title: string
  version: string
  from: string
  until: string | null
  state: 'coming' | 'in-force' | 'past' | 'never'
  /** 'in force since 4 March 2027' */
  when: string
}

/**
 * Every version that counts, the last first. What was adopted over on its own first day was never in force.
 * @param rows adoptions, the last first, those taken back among them
 * @param today ISO
 */
export function versionsOf(rows: readonly Row[], today: string): Version[] {
  const standing = rows.filter(row => row.withdrawn_at === null)
  return standing.map((row, i) => {
    const next = standing[i - 1]
    const until = next ? dayBefore(next.from_on) : null
    const state = stateOf(row.from_on, until, today)
    const from = row.from_on
    return {
      id: row.id,
      title: row.title,
      version: row.pack_version,
      from,
      until,
      state,
      when: whenOf(state, from, until),
    }
  })
}

/** One sentence on where a version stands; of the common one, where none was adopted. */
export function standingOf(version: Version | undefined): string {
  if (!version) return 'No protocol has been adopted, so the common one holds.'
  return `${version.when.charAt(0).toUpperCase()}${version.when.slice(1)}.`
}

function stateOf(from: string, until: string | null, today: string): Version['state'] {
  if (until !== null && until < from) return 'never'
  if (from > today) return 'coming'
  return until !== null && until < today ? 'past' : 'in-force'
}

function whenOf(state: Version['state'], from: string, until: string | null): string {
  switch (state) {
    case 'coming':
      return `comes into force on ${formatDate(from)}`
    case 'past':
      return `in force from ${formatDate(from)} to ${formatDate(until!)}`
    case 'never':
      return `never in force: another was adopted for ${formatDate(from)}`
    case 'in-force':
      return until
        ? `in force from ${formatDate(from)} to ${formatDate(until)}`
        : `in force since ${formatDate(from)}`
  }
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}
