import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '#src/deps.ts'
import { NotFound } from '#src/errors.ts'
import { londonDay } from '#src/web/views.ts'
import { type Need, standHere, type User } from './here.ts'
import { keepInterrupted } from './interrupted.ts'
import { grantFor, refusal, type Verb, verbTable } from './may.ts'
import { cookieName, type Found, findSession } from './session.ts'

/** A route as the tests of every route see it. */
export type DeclaredRoute = { method: string; url: string; needs: Need }

declare module 'fastify' {
  interface FastifyInstance {
    routesDeclared: DeclaredRoute[]
  }
}

/**
 * Stands before every route: finds the session, the authority and what the account may do there, and refuses
 * what the route's declared need does not allow. A route without a need stops the process from starting.
 */
export function gate(app: FastifyInstance, deps: Deps) {
  app.decorateRequest('user', null)
  app.decorateRequest('placeHere', null)
  app.decorateRequest('leadsTo', undefined)
  app.decorate('routesDeclared', [] as DeclaredRoute[])
  app.addHook('onRoute', route => {
    if (
      route.method === 'HEAD' ||
      (Array.isArray(route.method) && route.method.every(method => method === 'HEAD'))
    )
      return
    // The static plugin makes its own routes, which only read files of the product.
    if (route.url.startsWith('/assets/')) route.config = { ...route.config, needs: 'anyone' }
    if (!route.config?.needs)
      throw new Error(`${String(route.method)} ${route.url} does not declare what it needs`)
    for (const method of [route.method].flat())
      app.routesDeclared.push({ method, url: route.url, needs: route.config.needs })
  })
  app.addHook('preHandler', async (req, reply) => {
    const need = req.routeOptions.config.needs
    if (need === 'public' || req.url.startsWith('/assets/') || req.url.startsWith('/health/')) return
    const found = await findUser(deps, req)
    if (!need || need === 'anyone') {
      req.user = found?.state === 'live' ? found.user : null
      return
    }
    if (found?.state === 'half' && need !== 'signed-in-without-second-factor')
      return reply.redirect(`/sign-in/code?${new URLSearchParams({ next: nextOf(req) })}`, 303)
    if (!found || found.state === 'timed-out') return askToSignIn(deps, req, reply, found?.user)
    req.user = found.user
    await standOrRefuse(deps, req, reply, need, found)
  })
}

async function findUser(deps: Deps, req: FastifyRequest): Promise<Found | null> {
  const token = req.cookies[cookieName]
  const { authority } = req.params as { authority?: string }
  return token ? findSession(deps.database.app(), token, deps.now(), authority) : null
}

async function askToSignIn(deps: Deps, req: FastifyRequest, reply: FastifyReply, timedOut: User | undefined) {
  const query = new URLSearchParams({ next: nextOf(req) })
  if (timedOut) query.set('why', 'timed-out')
  if (timedOut && req.method === 'POST') {
    const file = req.isMultipart()
    const kept = file ? null : await keepInterrupted(deps.database.app(), timedOut.accountId, req, deps.now())
    if (kept) query.set('kept', kept)
    query.set('why', kept ? 'kept' : file ? 'file-lost' : 'timed-out')
  }
  return reply.redirect(`/sign-in?${query}`, 303)
}

const nextOf = (req: FastifyRequest) => (req.method === 'GET' ? req.url : '/start')

async function standOrRefuse(
  deps: Deps,
  req: FastifyRequest,
  reply: FastifyReply,
  need: Need,
  { user, authority, grants }: Found,
) {
  if (need === 'operator') {
    if (!user.operator) throw new NotFound('No such page')
    if (!user.secondFactor) return reply.redirect('/account/second-factor', 303)
    return
  }
  if ((req.params as { authority?: string }).authority === undefined) return
  if (!authority) throw new NotFound('No such authority')
  const day = londonDay(deps.now())
  const db = deps.database.app({ authority: authority.id, account: user.accountId, day })
  if (grants.length === 0) throw new NotFound('No such page')
  if (grants.some(grant => grant.role === 'administrator') && !user.secondFactor) {
    return reply.redirect('/account/second-factor', 303)
  }
  if (need in verbTable && !grantFor(grants, need as Verb)) throw refusal(need as Verb)
  req.placeHere = standHere(authority, db, grants, user)
}
