import { sql } from 'kysely'
import { newId } from '#src/domain/id.ts'
import { type Act, change, type Writer } from '#src/trail/change.ts'
import { type Arrangement, type Holder, type Seat, years } from '../shape.ts'
import { people } from '../wendleshire.ts'
import { actorAt, type Happening } from './act.ts'
import { appoint } from './appointments.ts'
import { involvementOf, linkPriorities, partnershipOf } from './facts.ts'
import { type Entry, idIn, type Place } from './place.ts'

/** Puts an arrangement on its authority's register, as it was when it was first entered. */
export function entering(place: Place, arrangement: Arrangement): Happening {
  const { on, by, why } = arrangement.entered
  return {
    on,
    do: at => {
      const what = { authority: place.id, by: actorAt(place, by), at, action: 'involvement.add', why }
      return change(place.db, what, act => enter(act, place, arrangement, at))
    },
  }
}

async function enter(act: Act, place: Place, arrangement: Arrangement, at: Date) {
  const entry: Entry = {
    id: newId(at),
    partnershipId: newId(at),
    name: arrangement.name,
    stage: arrangement.stage,
    own: {},
    members: new Map(),
    money: new Map(),
    priorities: new Map(),
    appointments: [],
  }
  place.entries.set(arrangement.key, entry)
  const writer = act.on('involvement', entry.id, entry.name)
  await writer.insert('partnership', {
    id: entry.partnershipId,
    started_on: null,
    ended_on: null,
    lead_organisation_id: null,
    accountable_body_id: null,
    ...partnershipOf(place, arrangement),
  })
  await writer.insert('involvement', {
    id: entry.id,
    partnership_id: entry.partnershipId,
    reference: await nextReference(act, place),
    stage: arrangement.stage,
    level: null,
    tier: null,
    lead_member: null,
    representative: null,
    directorate_id: null,
    councillor_seats: null,
    officer_seats: null,
    risk_register: null,
    confirmed_on: arrangement.confirmed_on ?? null,
    merged_into: null,
    removed_at: null,
    created_at: at,
    ...involvementOf(place, entry, arrangement),
  })
  await linkPriorities(writer, place, entry, arrangement.priorities ?? [], at)
  await addMembers(writer, place, entry, arrangement)
  await addResources(writer, entry, arrangement)
  await addHolders(writer, place, entry, arrangement)
}

async function nextReference(act: Act, place: Place): Promise<string> {
  const { prefix, given } = await act.trx
    .updateTable('authority')
    .set({ next_reference: sql`next_reference + 1` })
    .where('id', '=', place.id)
    .returning(['prefix', sql<number>`next_reference - 1`.as('given')])
    .executeTakeFirstOrThrow()
  return `${prefix}-${String(given).padStart(4, '0')}`
}

async function addMembers(writer: Writer, place: Place, entry: Entry, arrangement: Arrangement) {
  const { partners = [], observers = [] } = arrangement
  const keys = [...partners, ...observers]
  const rows = keys.map(key => ({
    partnership_id: entry.partnershipId,
    organisation_id: idIn(place.bodies, key),
    role: observers.includes(key) ? ('observer' as const) : ('member' as const),
  }))
  const ids = await writer.insertMany('membership', rows)
  for (const [index, key] of keys.entries()) entry.members.set(key, ids[index]!)
}

async function addResources(writer: Writer, entry: Entry, arrangement: Arrangement) {
  const { money = [], officer_time = [], in_kind = [] } = arrangement
  const none = { pence: null, form: null, budgeted: null, days: null }
  const cash = money.flatMap(({ form, pounds, budgeted, note = '' }) =>
    years.flatMap((year, index) => {
      const sum = pounds[index]
      const row = { year, type: 'money' as const, form, budgeted, note, days: null }
      return sum == null ? [] : [{ ...row, pence: Math.round(sum * 100) }]
    }),
  )
  const time = officer_time.flatMap(({ year, who, amount, days = null }) =>
    (year ? [year] : years).map(each => ({
      ...none,
      year: each,
      type: 'officer-time' as const,
      days,
      note: `${who}: ${amount}`,
    })),
  )
  const kind = in_kind.flatMap(({ year, what, worth }) =>
    (year ? [year] : years).map(each => ({
      ...none,
      year: each,
      type: 'in-kind' as const,
      note: worth ? `${what}, worth £${worth.toLocaleString('en-GB')}` : what,
    })),
  )
  const rows = [...cash, ...time, ...kind].map(row => ({ involvement_id: entry.id, ...row }))
  const ids = await writer.insertMany('commitment', rows)
  for (const [index, { year, form }] of cash.entries()) entry.money.set(`${year} ${form}`, ids[index]!)
}

async function addHolders(writer: Writer, place: Place, entry: Entry, arrangement: Arrangement) {
  const plain = (holder: Holder | undefined): Seat[] => (holder ? [{ ...holder, from: '' }] : [])
  const seats = [
    ['sponsor', plain(arrangement.sponsor)],
    ['performance-lead', plain(arrangement.performance_lead)],
    ['manager', plain(arrangement.manager)],
    ['councillor', arrangement.councillors ?? []],
    ['officer', arrangement.officers ?? []],
    ['other', arrangement.other_representatives ?? []],
  ] as const
  for (const [role, held] of seats)
    for (const seat of held) await appoint(writer, place, entry, role, seat, leftOf(place, seat))
}

// When the entry was made nobody knew yet that the holder would leave.
function leftOf(place: Place, seat: Seat): string | undefined {
  return people[place.key].find(person => person.name === seat.person)?.left
}
