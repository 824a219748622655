import type { PublicAppointment, PublicBody, PublicCommitment } from '#src/db/public-content.ts'
import type { Addresses } from './addresses.ts'
import { type Column, isOneValue } from './columns.ts'
import type { Published } from './published.ts'

/** What the JSON says of the authority in whose register an entry stands. */
export type Owner = { name: string; addresses: Addresses }

/**
 * An entry as the JSON has it (REG-5): an organization, its memberships, persons and posts by the names of Popolo,
 * ids being the addresses of their public pages; the fields of one value under `fields` by their dictionary names.
 */
export function partnershipOf(entry: Published, columns: readonly Column[], owner: Owner) {
  const { content } = entry
  const { addresses } = owner
  const { values } = content
  return {
    id: addresses.entry(content.reference),
    name: content.name,
    classification: content.kind,
    identifiers: [{ scheme: addresses.register, identifier: content.reference }],
    founding_date: values.started_on ?? null,
    dissolution_date: values.ended_on ?? null,
    links: linkTo(values.website),
    stage: content.stage,
    fields: Object.fromEntries(
      columns.filter(isOneValue).map(({ name }) => [name, content.values[name] ?? null]),
    ),
    memberships: [
      ...content.bodies.map(body => bodyMembership(body, addresses)),
      ...content.people.map(held => personMembership(held, owner)),
    ],
    commitments: content.commitments.map(commitmentOf),
    priorities: content.priorities,
    withheld: content.withheld,
    publication: {
      number: entry.number,
      published_at: entry.publishedAt.toISOString(),
      until_at: entry.untilAt?.toISOString() ?? null,
    },
  }
}

export type Partnership = ReturnType<typeof partnershipOf>

const linkTo = (address: unknown) => (typeof address === 'string' && address ? [{ url: address }] : [])

function bodyMembership(
  { role, key, name, sector, website, identifiers, note }: PublicBody,
  addresses: Addresses,
) {
  return {
    role,
    organization: {
      id: addresses.body(key),
      name,
      classification: sector,
      identifiers: identifiers.map(({ scheme, value }) => ({ scheme, identifier: value })),
      links: linkTo(website),
    },
    ...(note ? { note } : {}),
  }
}

function personMembership(held: PublicAppointment, { name, addresses }: Owner) {
  const { role, substitute, substituteFor, position, person, post, startsOn, endsOn } = held
  return {
    role,
    label: position || null,
    substitute,
    substitute_for: substituteFor || null,
    person: person && {
      id: addresses.person(person.key),
      name: person.name,
      honorific_prefix: person.honorific || null,
      classification: person.kind,
      ward: person.ward || null,
      party: person.party || null,
    },
    post: post && { id: post.key === null ? null : addresses.post(post.key), label: post.title },
    on_behalf_of: { id: addresses.register, name },
    start_date: startsOn,
    end_date: endsOn,
  }
}

function commitmentOf({ year, type, pence, form, budgeted, days, note }: PublicCommitment) {
  if (type === 'in-kind') return { type, year, note: note || null }
  if (type === 'officer-time') return { type, year, days, note: note || null }
  const amount = pence === null ? null : pence / 100
  return { type, year, amount, currency: 'GBP', form, budgeted, note: note || null }
}
