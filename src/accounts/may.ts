import type { Role } from '#src/db/tables.ts'
import { NotAllowed } from '#src/errors.ts'

/** What a role may do, in one table: the only place where access is decided. */
const may = {
  see: ['reader', 'contributor', 'sponsor', 'keeper', 'adviser', 'auditor', 'administrator'],
  export: ['reader', 'contributor', 'sponsor', 'keeper', 'adviser', 'auditor', 'administrator'],
  edit: ['contributor', 'sponsor', 'keeper', 'administrator'],
  confirm: ['contributor', 'sponsor', 'keeper', 'administrator'],
  propose: ['contributor', 'sponsor', 'keeper', 'administrator'],
  // Whoever holds the post, and whoever is asked: the seat or the question says who, this only lets them in.
  decide: ['reader', 'contributor', 'sponsor', 'keeper', 'adviser', 'administrator'],
  advise: ['reader', 'contributor', 'sponsor', 'keeper', 'adviser', 'administrator'],
  'override-tier': ['keeper', 'administrator'],
  waive: ['keeper', 'administrator'],
  're-route': ['keeper', 'administrator'],
  register: ['contributor', 'sponsor', 'keeper', 'administrator'],
  log: ['keeper', 'administrator'],
  publish: ['keeper', 'administrator'],
  add: ['contributor', 'keeper', 'administrator'],
  'edit-directory': ['keeper', 'administrator'],
  import: ['keeper', 'administrator'],
  settle: ['keeper', 'administrator'],
  merge: ['keeper', 'administrator'],
  undo: ['keeper', 'administrator'],
  remove: ['keeper', 'administrator'],
  'change-in-bulk': ['keeper', 'administrator'],
  // What is exempt from publication is for whoever works on an entry or checks it; src/decide/exempt.ts adds who is asked.
  'read-exempt': ['contributor', 'sponsor', 'keeper', 'auditor', 'administrator'],
  'read-trail': ['auditor', 'keeper', 'administrator'],
  administer: ['administrator'],
} as const satisfies Record<string, readonly Role[]>

export type Verb = keyof typeof may

/** One role someone holds in an authority, for all of it, one directorate or one entry. */
export type Grant = { role: Role; directorateId: string | null; involvementId: string | null }

/** What a decision needs to know of a record. */
export type Place = { involvementId: string; directorateId: string | null }

export const roleNames: Record<Role, string> = {
  reader: 'Reader',
  contributor: 'Contributor',
  sponsor: 'Sponsor',
  keeper: 'Register keeper',
  adviser: 'Adviser',
  auditor: 'Auditor',
  administrator: 'Administrator',
}

/**
 * The grant that lets someone do this, or undefined.
 * Without a place it answers 'anywhere at all?'; with one, 'to this record?'.
 */
export function grantFor(grants: readonly Grant[], verb: Verb, place?: Place): Grant | undefined {
  const able: readonly Role[] = may[verb]
  return grants.find(grant => able.includes(grant.role) && (place === undefined || covers(grant, place)))
}

/** The grant that lets someone do this to the whole authority, or undefined. */
export function wholeGrantFor(grants: readonly Grant[], verb: Verb): Grant | undefined {
  const able: readonly Role[] = may[verb]
  return grants.find(grant => able.includes(grant.role) && !grant.directorateId && !grant.involvementId)
}

/** @throws NotAllowed naming the roles that may */
export function refusal(verb: Verb): NotAllowed {
  return new NotAllowed(
    `Only these roles may do this: ${may[verb].map(role => roleNames[role].toLowerCase()).join(', ')}.`,
  )
}

/** What someone may see: everything, or the entries of these directorates and these entries alone. */
export type Sight = 'all' | { directorateIds: string[]; involvementIds: string[] }

/** Which entries a list may show. */
export function sightOf(grants: readonly Grant[], verb: Verb = 'see'): Sight {
  if (wholeGrantFor(grants, verb)) return 'all'
  const able: readonly Role[] = may[verb]
  const held = grants.filter(grant => able.includes(grant.role))
  return {
    directorateIds: held.flatMap(grant => (grant.directorateId ? [grant.directorateId] : [])),
    involvementIds: held.flatMap(grant => (grant.involvementId ? [grant.involvementId] : [])),
  }
}

/** The table itself, for the guide and for 'Who can see this?'. */
export const verbTable: Readonly<Record<Verb, readonly Role[]>> = may

function covers(grant: Grant, place: Place): boolean {
  if (grant.involvementId) return grant.involvementId === place.involvementId
  if (grant.directorateId) return grant.directorateId === place.directorateId
  return true
}
