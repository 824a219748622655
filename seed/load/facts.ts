import type { Writer } from '#src/trail/change.ts'
import type { Facts } from '../shape.ts'
import { type Entry, idIn, type Place } from './place.ts'

/** The columns of the shared record that these facts fill. */
export function partnershipOf(place: Place, facts: Partial<Facts>) {
  const { lead_organisation: lead, accountable_body: accountable } = facts
  return held(
    facts,
    [
      'name',
      'former_names',
      'kind',
      'purpose',
      'statutory_basis',
      'theme',
      'area',
      'website',
      'started_on',
      'ended_on',
      'governing_document',
      'governing_document_link',
    ],
    {
      ...(lead && { lead_organisation_id: idIn(place.bodies, lead) }),
      ...(accountable && { accountable_body_id: idIn(place.bodies, accountable) }),
    },
  )
}

/** The columns of the authority's own side that these facts fill. The entry remembers the values of its own fields. */
export function involvementOf(place: Place, entry: Entry, facts: Partial<Facts>) {
  for (const [heading, value] of Object.entries(facts.own ?? {}))
    entry.own[idIn(place.ownFields, heading)] = value
  return held(
    facts,
    [
      'council_reference',
      'level',
      'tier',
      'lead_member',
      'representative',
      'role_other',
      'councillor_seats',
      'officer_seats',
      'risk_register',
      'risk_register_reason',
      'risk_manager',
      'notes',
    ],
    {
      ...(facts.directorate && { directorate_id: idIn(place.directorates, facts.directorate) }),
      ...(facts.own && { custom: JSON.stringify(entry.own) }),
    },
  )
}

/** Links an entry to these priorities and no others, each in the newest plan of the day that has it. */
export async function linkPriorities(writer: Writer, place: Place, entry: Entry, titles: string[], at: Date) {
  const wanted = new Map(titles.map(title => [title, priorityOn(place, title, at)]))
  for (const [title, link] of entry.priorities)
    if (!wanted.has(title)) {
      await writer.remove('involvement_priority', link)
      entry.priorities.delete(title)
    }
  for (const [title, priority_id] of wanted)
    if (!entry.priorities.has(title)) {
      const link = await writer.insert('involvement_priority', { involvement_id: entry.id, priority_id })
      entry.priorities.set(title, link)
    }
}

/** Moves the links of an entry to the newest plan of the day, where that plan kept the words. */
export async function carryOver(writer: Writer, place: Place, entry: Entry, at: Date) {
  for (const [title, link] of entry.priorities)
    await writer.update('involvement_priority', link, { priority_id: priorityOn(place, title, at) })
}

function priorityOn(place: Place, title: string, at: Date): string {
  const day = at.toISOString().slice(0, 10)
  const having = place.plans.filter(plan => plan.priorities.has(title))
  const plan = having.findLast(each => each.adopted <= day) ?? having[0]
  return idIn(plan?.priorities ?? new Map<string, string>(), title)
}

function held<K extends keyof Facts, R extends object>(facts: Partial<Facts>, names: K[], rest: R) {
  const known = names.filter(name => facts[name] !== undefined).map(name => [name, facts[name]])
  return { ...(Object.fromEntries(known) as Pick<Facts, K>), ...rest }
}
