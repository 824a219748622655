import type { FastifyRequest } from 'fastify'
import { type Here, hereOf, userOf, whatOf } from '#src/accounts/here.ts'
import type { Verb } from '#src/accounts/may.ts'
import type { Decider } from '#src/decide/decide.ts'
import { readableRounds } from '#src/decide/exempt.ts'
import { listRounds, type Round } from '#src/decide/round.ts'
import { movedUnder } from '#src/decide/since.ts'
import type { Deps } from '#src/deps.ts'
import { Elsewhere } from '#src/errors.ts'
import { type Entry, findConsidered, placeOf } from '#src/partnerships/entry/queries.ts'
import type { Moved } from '#src/protocol/moved.ts'
import type { What } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'

export type ApprovalAddress = {
  Params: { authority: string; ref: string }
  Querystring: { whole?: string; submission?: string }
}

/** An entry with every submission of it, the newest first, for whoever may see it or is asked to decide. */
export type OpenApproval = {
  here: Here
  entry: Entry
  /** As the reader may read them: some reasons are exempt. */
  rounds: Round[]
  /** The submission that is being decided, if there is one. */
  running: Round | undefined
  /** Today, ISO. */
  on: string
  accountId: string
  /** The addresses of the staff pages, of the entry and of its approval. */
  staff: string
  record: string
  base: string
}

/** @throws NotFound; Elsewhere where the entry was joined to another */
export async function openApproval(req: FastifyRequest<ApprovalAddress>, deps: Deps): Promise<OpenApproval> {
  const here = hereOf(req)
  const entry = await findConsidered(here, req.params.ref)
  const staff = `/${here.authority.slug}/staff`
  const record = `${staff}/partnerships/${encodeURIComponent(entry.reference)}`
  if (entry.merged_into && req.method === 'GET') throw new Elsewhere(record)
  const on = londonDay(deps.now())
  const all = await listRounds(here.db, here.authority.id, { involvementId: entry.id }, on)
  const rounds = await readableRounds(here, entry, all)
  const running = rounds.find(round => ['running', 'call-in', 'called-in'].includes(round.state))
  const { accountId } = userOf(req)
  return { here, entry, rounds, running, on, accountId, staff, record, base: `${record}/approval` }
}

/** What has moved on record under the submission that runs, if one does (APP-6). */
export async function movedMeanwhile({ here, entry, running, on }: OpenApproval): Promise<Moved[]> {
  return running ? movedUnder(here.db, here.authority.id, entry, running, on) : []
}

/** Whoever acts on a submission, and where its mails lead. */
export function actorOf(req: FastifyRequest, deps: Deps, { record }: Pick<OpenApproval, 'record'>): Decider {
  const { accountId, name } = userOf(req)
  return { accountId, name, at: deps.now(), address: `${deps.config.publicUrl}${record}` }
}

/**
 * The frame of a change about a proposal: the verb may be given somewhere else than here, because the seat or the proposal
 * itself says who. `capacity` is the post relied on, where it is not the role.
 */
export function approvalWhat(
  req: FastifyRequest,
  deps: Deps,
  { here, entry }: Pick<OpenApproval, 'here' | 'entry'>,
  action: string,
  verb: Verb,
  given: { capacity?: string; why?: string } = {},
): What {
  const place = placeOf(entry)
  const what = whatOf(req, deps.now(), action, verb, here.may(verb, place) ? place : undefined)
  const { capacity = what.by.capacity, why = what.why } = given
  return { ...what, why, by: { ...what.by, capacity } }
}

/** What every page about an approval says at its top. */
export function headOf({ entry }: Pick<OpenApproval, 'entry'>, title: string) {
  return { title, caption: `${entry.reference} ${entry.name}`, entry }
}
