import { formatDate } from '#src/domain/dates.ts'
import { type AppointmentRole, appointmentRoles, labelOf, moneyForms } from '#src/domain/words.ts'
import type { Appointment, Entry } from './queries.ts'

/** Someone on an entry as people read it; `doubt` says what is amiss: vacant, left. */
export type Holder = {
  role: string
  name: string
  personId: string | null
  post: string
  postId: string | null
  doubt: string
  details: string[]
  substitutes: Holder[]
}

/** Who holds a duty or a seat, substitutes under whom they stand in for. */
export function holdersIn(entry: Entry, roles: readonly AppointmentRole[]): Holder[] {
  const inRole = entry.appointments.filter(row => roles.includes(row.role))
  const standing = new Set(inRole.map(row => row.id))
  const under = (id: string) => inRole.filter(row => row.substituteFor === id).map(row => holderOf(row, []))
  return inRole
    .filter(row => row.substituteFor === null || !standing.has(row.substituteFor))
    .toSorted((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role))
    .map(row => holderOf(row, under(row.id)))
}

function holderOf(row: Appointment, substitutes: Holder[]): Holder {
  const inPost = row.post?.holders.filter(each => !each.deputy).map(titled) ?? []
  const person = row.person && titled(row.person)
  return {
    role: row.isSubstitute ? 'Substitute' : labelOf(appointmentRoles, row.role),
    name: person ?? inPost.join(', '),
    personId: row.person?.id ?? null,
    post: row.post?.title ?? '',
    postId: row.post?.id ?? null,
    doubt: row.person?.leftOn ? 'Has left' : person || inPost.length > 0 ? '' : 'Vacant',
    details: [row.position, ...datesOf(row), row.note].filter(Boolean),
    substitutes,
  }
}

const titled = ({ honorific, name }: { honorific: string; name: string }) =>
  [honorific, name].filter(Boolean).join(' ')

function datesOf({ startsOn, endsOn }: Appointment): string[] {
  if (startsOn && endsOn) return [`${formatDate(startsOn)} to ${formatDate(endsOn)}`]
  return startsOn ? [`since ${formatDate(startsOn)}`] : endsOn ? [`until ${formatDate(endsOn)}`] : []
}

/** One financial year of an entry: what is given, and the sum of the cash. */
export type Year = {
  year: string
  cash: { pence: number; words: string[] }[]
  pence: number
  time: string[]
  days: number
  inKind: string[]
}

/** What the authority puts in, newest year first, with the totals of all years. */
export function yearsOf(entry: Entry): { years: Year[]; pence: number; days: number } {
  const byYear = Map.groupBy(entry.commitments, each => each.year)
  const years = [...byYear].map(([year, rows]): Year => {
    const cash = rows.filter(row => row.type === 'money')
    const time = rows.filter(row => row.type === 'officer-time')
    return {
      year,
      cash: cash.map(row => ({ pence: row.pence ?? 0, words: cashWords(row) })),
      pence: sum(cash.map(row => row.pence ?? 0)),
      time: time.map(row =>
        [row.note, row.days === null ? '' : daysInWords(row.days)].filter(Boolean).join(', '),
      ),
      days: sum(time.map(row => row.days ?? 0)),
      inKind: rows.filter(row => row.type === 'in-kind').map(row => row.note),
    }
  })
  return {
    years: years.toSorted((a, b) => (a.year < b.year ? 1 : -1)),
    pence: sum(years.map(year => year.pence)),
    days: sum(years.map(year => year.days)),
  }
}

const daysInWords = (days: number) => `${days.toLocaleString('en-GB')} ${days === 1 ? 'day' : 'days'}`

function cashWords(row: Entry['commitments'][number]): string[] {
  const budget = row.budgeted === null ? '' : row.budgeted ? 'budgeted' : 'not budgeted'
  return [labelOf(moneyForms, row.form), budget, row.note].filter(Boolean)
}

const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0)
