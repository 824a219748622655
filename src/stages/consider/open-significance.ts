import type { FastifyRequest } from 'fastify'
import { type Here, hereOf, userOf, whatOf } from '#src/accounts/here.ts'
import type { Verb } from '#src/accounts/may.ts'
import type { Deps } from '#src/deps.ts'
import { type Entry, findConsidered, placeOf } from '#src/partnerships/entry/queries.ts'
import { type Act, change } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { findSignificance, type Significance } from './significance.ts'
import type { Assessor } from './tier.ts'

export type Address = { Params: { authority: string; ref: string } }
export const path = '/:authority/staff/partnerships/:ref/significance'

/** The tier of one entry as its pages need it. */
export type OpenSignificance = {
  here: Here
  entry: Entry
  now: Significance
  /** The day, ISO. */
  today: string
  /** The address of the authority's staff pages, and of the entry. */
  base: string
  record: string
  able(verb: Verb): boolean
  /** Does something about the tier, on record. */
  act(action: string, verb: Verb, work: (act: Act, who: Assessor) => Promise<unknown>): Promise<void>
}

/** Opens the tier of an entry for someone who may do this to it. @throws NotFound; NotAllowed */
export async function openSignificance(
  req: FastifyRequest<Address>,
  deps: Deps,
  verb: Verb = 'see',
): Promise<OpenSignificance> {
  const here = hereOf(req)
  const at = deps.now()
  const today = londonDay(at)
  const entry = await findConsidered(here, req.params.ref, verb)
  const now = await findSignificance(here.db, here.authority.id, entry, today)
  const base = `/${here.authority.slug}/staff`
  const who: Assessor = { authorityId: here.authority.id, by: userOf(req), today, at }
  return {
    here,
    entry,
    now,
    today,
    base,
    record: `${base}/partnerships/${encodeURIComponent(entry.reference)}`,
    able: each => here.may(each, placeOf(entry)) && !entry.merged_into && !entry.removed_at,
    act: async (action, needs, work) => {
      const what = whatOf(req, at, `involvement.${action}`, needs, placeOf(entry))
      await change(here.db, what, act => work(act, who))
    },
  }
}
