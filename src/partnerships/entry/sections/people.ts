import { z } from 'zod'
import {
  type AppointmentRole,
  appointmentRoles,
  type Choice,
  isVacant,
  type PersonKind,
} from '#src/domain/words.ts'
import { normaliseName } from '#src/partnerships/import/names.ts'
import { withoutTitle } from '../names.ts'
import type { Appointment, Entry } from '../queries.ts'
import { writeAppointments } from './appointments.ts'
import { chosen, count, dateShown, day, line, rowId } from './rules.ts'
import { type FormRow, type Input, type Mistake, section } from './section.ts'

const seats = appointmentRoles.filter(role =>
  ['councillor', 'officer', 'other'].includes(role.value),
) as (Choice & { value: AppointmentRole })[]

const held = z.object({ id: rowId, person: line('The name'), post: line('The post') })
const seat = held.extend({
  role: chosen(seats, 'Choose whom the seat is for'),
  position: line('The position', 100),
  stands_for: line('For whom'),
  starts_on: day('The first day', 'first'),
  ends_on: day('The last day', 'last'),
  note: line('The note', 500),
})
const schema = z.object({
  sponsor: z.array(held),
  performance_lead: z.array(held),
  manager: z.array(held),
  councillor_seats: count('Councillor seats'),
  officer_seats: count('Officer seats'),
  representatives: z.array(seat),
})
export type Seat = z.output<typeof seat>

const duties = [
  {
    name: 'sponsor',
    role: 'sponsor',
    label: 'Sponsor',
    hint: 'The officer who answers for the protocol being followed.',
  },
  {
    name: 'performance_lead',
    role: 'performance-lead',
    label: 'Performance lead',
    hint: 'The officer who watches its performance.',
  },
  {
    name: 'manager',
    role: 'manager',
    label: 'Partnership manager',
    hint: 'Who runs it and manages its risks.',
  },
] as const

/** Who does what for the authority: sponsor, leads, representatives and their substitutes (PEO-1 to PEO-3, REG-2). */
export const people = () => seating(seats)

/** The same with the representatives of one kind alone, and the substitutes of those. */
export const peopleOf = (role: 'councillor' | 'officer') => seating(seats.filter(each => each.value === role))

const seating = (kinds: typeof seats) =>
  section({
    name: 'people',
    title: 'People',
    schema,
    inputs: [...duties.map(dutyInput), ...countInputs, seatInput(kinds)],
    shown: entry => ({
      ...Object.fromEntries(duties.map(({ name, role }) => [name, inRole(entry, role).map(shownHolder)])),
      councillor_seats: countShown(entry.councillor_seats),
      officer_seats: countShown(entry.officer_seats),
      representatives: inSeats(entry, kinds).map(row => shownSeat(entry, row)),
    }),
    rules: ({ representatives = [] }) =>
      representatives.flatMap((row, i) => mistakesIn(row, i, representatives)),
    names: value => [
      ...duties.flatMap(({ name }) => (value[name] ?? []).flatMap(row => namesOf(row, 'officer'))),
      ...(value.representatives ?? []).flatMap(row => namesOf(row, kindOf[row.role] ?? 'officer')),
    ],
    async write(writer, entry, value, ids) {
      const { councillor_seats, officer_seats, representatives } = value
      await writer.update('involvement', entry.id, {
        ...(councillor_seats === undefined ? {} : { councillor_seats }),
        ...(officer_seats === undefined ? {} : { officer_seats }),
      })
      const holder = (row: { person: string; post: string }) => ({
        person_id: row.person && !isVacant(row.person) ? ids('person', row.person) : null,
        post_id: row.post ? ids('post', row.post) : null,
      })
      for (const { name, role } of duties) {
        const wanted = value[name]
        if (wanted)
          await writeAppointments(writer, entry, inRole(entry, role), wanted, row => ({
            role,
            ...holder(row),
          }))
      }
      if (!representatives) return
      await writeAppointments(writer, entry, inSeats(entry, kinds), representatives, row => ({
        role: row.role,
        position: row.position,
        note: row.note,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        ...holder(row),
      }))
    },
  })

/** Whether the text says that someone stands in for whoever cannot come. */
const isAnyone = (text: string) => /^any(one|body)?$/i.test(text)

const kindOf: Partial<Record<AppointmentRole, PersonKind>> = { councillor: 'councillor', other: 'external' }

const inRole = (entry: Entry, role: AppointmentRole) => entry.appointments.filter(row => row.role === role)

// A substitute stands beside whom it stands in for, whatever its own kind.
const inSeats = (entry: Entry, kinds: typeof seats) =>
  kinds.flatMap(kind => entry.appointments.filter(row => seatOf(entry, row) === kind.value))

function seatOf(entry: Entry, row: Appointment): string {
  const whose = entry.appointments.find(each => each.id === row.substituteFor)?.role
  return seats.find(seat => seat.value === whose)?.value ?? row.role
}

const countShown = (seats: number | null) => (seats === null ? '' : String(seats))

function dutyInput({ name, label, hint }: (typeof duties)[number]): Input {
  return {
    name,
    label,
    hint,
    type: 'list',
    noun: label.toLowerCase(),
    stored: 'appointment',
    most: 1,
    columns: holderColumns,
  }
}

const holderColumns: Input[] = [
  { name: 'person', label: 'Name', type: 'text', suggest: 'people' },
  {
    name: 'post',
    label: 'Post',
    type: 'text',
    suggest: 'posts',
    hint: 'Without a name: whoever holds this post.',
  },
]

const countInputs: Input[] = [
  {
    name: 'councillor_seats',
    label: 'Councillor seats',
    type: 'text',
    width: 'short',
    hint: 'How many councillors may sit.',
  },
  {
    name: 'officer_seats',
    label: 'Officer seats',
    type: 'text',
    width: 'short',
    hint: 'How many officers may sit.',
  },
]

function seatInput(kinds: typeof seats): Input {
  return {
    name: 'representatives',
    label: 'Representatives and substitutes',
    type: 'list',
    noun: 'representative',
    stored: 'appointment',
    hint: 'Write ‘Vacant’ as the name of a seat nobody holds.',
    columns: [
      { name: 'role', label: 'Seat for', type: kinds.length > 1 ? 'select' : 'hidden', choices: kinds },
      ...holderColumns,
      { name: 'position', label: 'Position', type: 'text', hint: 'Chair, for example.' },
      {
        name: 'stands_for',
        label: 'Substitute for',
        type: 'text',
        hint: 'The name of a representative on this page, or ‘anyone’.',
      },
      { name: 'starts_on', label: 'From', type: 'text', width: 'medium', hint: 'For example 4 March 2024.' },
      { name: 'ends_on', label: 'To', type: 'text', width: 'medium' },
      { name: 'note', label: 'Note', type: 'text' },
    ],
  }
}

const personShown = ({ person }: Appointment) =>
  person ? [person.honorific, person.name].filter(Boolean).join(' ') : ''

function shownHolder(row: Appointment): FormRow {
  const person = personShown(row)
  const post = row.post?.title ?? ''
  return { id: row.id, person: person || (post ? '' : 'Vacant'), post }
}

function shownSeat(entry: Entry, row: Appointment): FormRow {
  const whom = entry.appointments.find(each => each.id === row.substituteFor)
  return {
    ...shownHolder(row),
    role: row.role,
    position: row.position,
    stands_for: whom
      ? personShown(whom) || (whom.post?.title ?? '') || 'anyone'
      : row.isSubstitute
        ? 'anyone'
        : '',
    starts_on: dateShown(row.startsOn),
    ends_on: dateShown(row.endsOn),
    note: row.note,
  }
}

function mistakesIn(row: Seat, i: number, all: Seat[]): Mistake[] {
  const at = (name: string) => `representatives-${i}-${name}`
  const mistakes: Mistake[] = []
  if (!row.person && !row.post)
    mistakes.push({ field: at('person'), text: 'Enter a name or a post, ‘Vacant’, or remove the row' })
  if (row.starts_on && row.ends_on && row.ends_on < row.starts_on)
    mistakes.push({
      field: at('ends_on'),
      text: 'The last day must not be before the first. Check both dates.',
    })
  if (row.stands_for && !isAnyone(row.stands_for) && !principalOf(row, all))
    mistakes.push({
      field: at('stands_for'),
      text: `No representative on this page is called ${row.stands_for}. Write the name as it stands here, or ‘anyone’.`,
    })
  return mistakes
}

/** The representative whom this row stands in for. */
export function principalOf(row: Seat, all: readonly Seat[]): Seat | undefined {
  const bare = (text: string) => normaliseName(withoutTitle(text).name)
  const wanted = bare(row.stands_for)
  return all.find(
    each => each !== row && !each.stands_for && [each.person, each.post].some(text => bare(text) === wanted),
  )
}

function namesOf(row: { person: string; post: string }, kind: PersonKind) {
  return [
    ...(row.person && !isVacant(row.person) ? [{ type: 'person' as const, name: row.person, kind }] : []),
    ...(row.post ? [{ type: 'post' as const, name: row.post }] : []),
  ]
}
