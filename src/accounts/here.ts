import type { FastifyRequest } from 'fastify'
import type { Db } from '#src/db/open.ts'
import { NotFound } from '#src/errors.ts'
import type { Actor, What } from '#src/trail/change.ts'
import {
  type Grant,
  grantFor,
  type Place,
  refusal,
  roleNames,
  type Sight,
  sightOf,
  type Verb,
} from './may.ts'

/** The account that asks. */
export type User = {
  accountId: string
  email: string
  name: string
  operator: boolean
  secondFactor: boolean
  sessionHash: string
}

export type AuthorityHere = {
  id: string
  slug: string
  name: string
  prefix: string
  colour: string
  hasLogo: boolean
  idleMinutes: number
}

/** The authority whose page this is, its rows, and what the account may do there. */
export type Here = {
  authority: AuthorityHere
  db: Db
  grants: Grant[]
  sight: Sight
  /** Whether the account may do this here, to this record when one is given. */
  may(verb: Verb, place?: Place): boolean
  /** @throws NotFound where the account may not even see the record; NotAllowed where it may not do this to it */
  require(verb: Verb, place?: Place): void
  actor(verb: Verb, place?: Place): Actor
}

declare module 'fastify' {
  interface FastifyRequest {
    user: User | null
    placeHere: Here | null
    /** Where the answer to this form leads, when that went with what it changed. */
    leadsTo: string | undefined
  }
  interface FastifyContextConfig {
    needs?: Need
  }
}

/** What a route asks of whoever calls it. Every route declares one. 'public' does not even look who reads. */
export type Need = 'anyone' | 'public' | 'signed-in' | 'operator' | 'signed-in-without-second-factor' | Verb

/** Builds what a request may see and do in an authority. */
export function standHere(authority: AuthorityHere, db: Db, grants: Grant[], user: User): Here {
  const here: Here = {
    authority,
    db,
    grants,
    sight: sightOf(grants),
    may: (verb, place) => grantFor(grants, verb, place) !== undefined,
    require(verb, place) {
      if (place && !here.may('see', place)) throw new NotFound('No such record')
      if (!here.may(verb, place)) throw refusal(verb)
    },
    actor(verb, place) {
      here.require(verb, place)
      const grant = grantFor(grants, verb, place)!
      return { kind: 'person', accountId: user.accountId, name: user.name, capacity: roleNames[grant.role] }
    },
  }
  return here
}

/** The authority of a staff route. @throws NotFound where there is none */
export function hereOf(req: FastifyRequest): Here {
  if (!req.placeHere) throw new NotFound('No such page')
  return req.placeHere
}

/** The account of a signed-in route. @throws NotFound where nobody is signed in */
export function userOf(req: FastifyRequest): User {
  if (!req.user) throw new NotFound('No such page')
  return req.user
}

/**
 * The frame of a change asked for by a form: who, when, where, once.
 * @param leadsTo where the answer leads, if that is known before: a second submit is then answered alike without another write
 */
export function whatOf(
  req: FastifyRequest,
  now: Date,
  action: string,
  verb: Verb,
  place?: Place,
  leadsTo?: string,
): What {
  const here = hereOf(req)
  const body = (req.body ?? {}) as Record<string, unknown>
  req.leadsTo = leadsTo
  return {
    authority: here.authority.id,
    by: here.actor(verb, place),
    at: now,
    action,
    why: typeof body.why === 'string' ? body.why.trim() : undefined,
    once: formIdOf(body),
    leadsTo,
  }
}

/** The one-time number a form carries, if it is one of ours. */
export function formIdOf(body: unknown): string | undefined {
  const id = (body as Record<string, unknown> | null)?.form_id
  return typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id) ? id : undefined
}
