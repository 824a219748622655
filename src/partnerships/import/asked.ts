import type { FastifyRequest } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import { sightOf, type Verb } from '#src/accounts/may.ts'
import type { Deps } from '#src/deps.ts'
import { isId } from '#src/domain/id.ts'
import { NotAllowed, NotFound } from '#src/errors.ts'
import { type Batch, findBatch, type Importing } from './batch.ts'

export type BatchParams = { Params: { authority: string; batch: string } }

/** The import an address names. @throws NotFound, also for another authority's */
export async function batchOf(req: FastifyRequest): Promise<Batch> {
  const here = hereOf(req)
  const { batch } = req.params as { batch: string }
  if (!isId(batch)) throw new NotFound('No such import')
  requireWhole(req, 'import')
  return findBatch(here.db, here.authority.id, batch)
}

/** Who imports here. */
export function importingOf(req: FastifyRequest, { database, now }: Deps, verb: Verb = 'import'): Importing {
  const here = hereOf(req)
  requireWhole(req, verb)
  const { id, name } = here.authority
  return { database, authority: { id, name }, by: here.actor(verb), now }
}

/** @throws NotAllowed for who keeps only a part of the register: a file may reach all of it */
export function requireWhole(req: FastifyRequest, verb: Verb) {
  const here = hereOf(req)
  here.require(verb)
  if (sightOf(here.grants, verb) !== 'all')
    throw new NotAllowed('Only someone who keeps the whole register may do this, not a part of it.')
}
