import { newId } from '#src/domain/id.ts'
import { type Act, change } from '#src/trail/change.ts'
import { contacts } from '../contacts.ts'
import { ownFields } from '../own-fields.ts'
import { plans } from '../plans.ts'
import type { Authority, Person, Plan, Post } from '../shape.ts'
import { bodies, people, registers } from '../wendleshire.ts'
import { actorAt, type Happening } from './act.ts'
import { idIn, type Place } from './place.ts'

/** The day every authority begins to use the register. */
export const opened = '2024-11-04'

/** An authority's directory: first as it stood on the day it opened, then who and what came later. */
export function directoryOf(place: Place, authority: Authority): Happening[] {
  const act = (action: string, work: (act: Act) => Promise<unknown>): Happening['do'] => {
    return at =>
      change(place.db, { authority: place.id, by: actorAt(place, authority.keeper), at, action }, work)
  }
  const arrivals = Object.groupBy(people[place.key], person => arrivalOf(authority, person))
  const [firstPlan, ...laterPlans] = plans.filter(plan => plan.authority === place.key)
  return [
    { on: opened, do: act('directorate.add', act => addDirectorates(act, place, authority)) },
    { on: opened, do: act('organisation.add', act => addBodies(act, place, authority)) },
    ...Object.entries(arrivals).map(([on, arrived = []]) => ({
      on,
      do: act('person.add', act => addPeople(act, place, arrived)),
    })),
    { on: opened, do: act('person.add', act => addContacts(act, place)) },
    { on: opened, do: act('post.add', act => addPosts(act, place, authority.posts)) },
    { on: opened, do: act('custom-field.add', act => addOwnFields(act, place)) },
    ...(firstPlan ? [{ on: opened, do: act('plan.add', act => addPlan(act, place, firstPlan)) }] : []),
    ...laterPlans.map(plan => ({
      on: plan.adopted < opened ? opened : plan.adopted,
      do: act('plan.add', act => addPlan(act, place, plan)),
    })),
  ]
}

function arrivalOf(authority: Authority, { name }: Person): string {
  const starts = authority.posts.flatMap(post =>
    post.held.filter(held => held.by === name).map(held => held.from),
  )
  const first = starts.sort()[0]
  return first && first > opened ? first : opened
}

async function addDirectorates(act: Act, place: Place, authority: Authority) {
  for (const name of authority.directorates) {
    const id = newId()
    await act.on('directorate', id, name).insert('directorate', { id, name, closed_on: null })
    place.directorates.set(name, id)
  }
}

async function addBodies(act: Act, place: Place, authority: Authority) {
  const named = JSON.stringify([
    authority.body,
    registers.filter(register => register.authority === place.key),
    contacts.filter(contact => contact.authority === place.key),
    people[place.key],
  ])
  for (const body of bodies.filter(body => named.includes(`"${body.key}"`))) {
    const id = newId()
    await act.on('organisation', id, body.name).insert('organisation', {
      id,
      name: body.name,
      sector: body.sector,
      website: body.website ?? '',
      identifiers: JSON.stringify(body.identifiers ?? []),
      predecessor_id: null,
      merged_into: null,
    })
    place.bodies.set(body.key, id)
  }
}

async function addPeople(act: Act, place: Place, arrived: Person[]) {
  for (const person of arrived) {
    const id = newId()
    await act.on('person', id, person.name).insert('person', {
      id,
      name: person.name,
      honorific: person.title ?? '',
      kind: person.kind,
      email: person.email ?? '',
      phone: person.phone ?? '',
      organisation_id: person.body ? idIn(place.bodies, person.body) : null,
      account_id: place.accounts.get(person.name) ?? null,
      left_on: null,
      merged_into: null,
    })
    place.people.set(person.name, id)
  }
}

async function addContacts(act: Act, place: Place) {
  for (const contact of contacts.filter(contact => contact.authority === place.key)) {
    const id = newId()
    await act.on('person', id, contact.name).insert('person', {
      id,
      name: contact.name,
      kind: 'external',
      job_title: contact.role,
      email: contact.email ?? '',
      phone: contact.phone ?? '',
      organisation_id: idIn(place.bodies, contact.body),
      account_id: null,
      left_on: null,
      merged_into: null,
    })
  }
}

async function addPosts(act: Act, place: Place, posts: Post[]) {
  for (const { title, directorate, held } of posts) {
    const id = newId()
    const writer = act.on('post', id, title)
    const directorate_id = directorate ? idIn(place.directorates, directorate) : null
    await writer.insert('post', { id, title, directorate_id, closed_on: null, senior: isSenior(title) })
    place.posts.set(title, id)
    for (const { by, from } of held.filter(holding => holding.from <= opened))
      await writer.insert('post_holding', {
        post_id: id,
        person_id: idIn(place.people, by),
        starts_on: from,
        ends_on: null,
      })
  }
}

// Chief officers and heads of service answer by name for what they do; councillors' posts do so anyhow.
const isSenior = (title: string) =>
  /^(Assistant Chief|Chief|Director|Head|Monitoring Officer|Section 151 Officer)\b/.test(title)

async function addOwnFields(act: Act, place: Place) {
  const own = ownFields.filter(field => field.authority === place.key)
  for (const [position, { heading, type, help, choices = [] }] of own.entries()) {
    const id = newId()
    const key = heading.toLowerCase().replaceAll(/\W+/g, '_')
    const row = { id, key, heading, type, help, choices, position }
    await act.on('custom-field', id, heading).insert('custom_field', row)
    place.ownFields.set(heading, key)
  }
}

async function addPlan(act: Act, place: Place, plan: Plan) {
  const year = Number(plan.year.slice(0, 4))
  const id = newId()
  const writer = act.on('plan', id, plan.title)
  await writer.insert('plan', {
    id,
    name: plan.title,
    starts_on: `${year}-04-01`,
    ends_on: `${year + 1}-03-31`,
  })
  const rows = plan.priorities.map((title, position) => ({ plan_id: id, title, position }))
  const ids = await writer.insertMany('priority', rows)
  place.plans.push({
    adopted: plan.adopted,
    priorities: new Map(plan.priorities.map((title, index) => [title, ids[index]!])),
  })
}
