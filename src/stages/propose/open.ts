import type { FastifyRequest } from 'fastify'
import { type Here, hereOf, userOf, whatOf } from '#src/accounts/here.ts'
import { refusal } from '#src/accounts/may.ts'
import type { Deps } from '#src/deps.ts'
import { Elsewhere } from '#src/errors.ts'
import { type EntryCase, findCase, type Proposal } from '#src/partnerships/case/case.ts'
import { findOffer, type Offer } from '#src/partnerships/entry/choices.ts'
import { type Entry, findConsidered, placeOf } from '#src/partnerships/entry/queries.ts'
import { covers } from '#src/protocol/definition.ts'
import type { What } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'

export type Address = { Params: { authority: string; ref: string; page: string } }

/** An entry's proposal as a page of it needs it. */
export type OpenProposal = {
  here: Here
  entry: Entry
  entryCase: EntryCase
  proposal: Proposal | null
  offer: Offer
  /** Whether the reader may work on it. */
  mayChange: boolean
  /** Today, ISO. */
  on: string
  /** The addresses of the staff pages, of the entry and of its proposal. */
  staff: string
  record: string
  base: string
}

/**
 * The proposal of an entry, for whoever may see it.
 * @param here where it is read: within a change, over its transaction
 * @throws NotFound; Elsewhere where the entry was joined to another
 */
export async function openProposal(
  req: FastifyRequest<Address>,
  deps: Deps,
  here: Here = hereOf(req),
): Promise<OpenProposal> {
  const entry = await findConsidered(here, req.params.ref)
  const staff = `/${here.authority.slug}/staff`
  const record = `${staff}/partnerships/${encodeURIComponent(entry.reference)}`
  if (entry.merged_into && req.method === 'GET') throw new Elsewhere(record)
  const on = londonDay(deps.now())
  const entryCase = await findCase(here.db, here.authority.id, entry, on)
  const { proposal } = entryCase
  const theirs = proposal !== null && proposal.accountId === userOf(req).accountId
  const mayChange = here.may('propose', placeOf(entry)) || (theirs && here.may('propose'))
  const offer = await findOffer(here.db, deps.now())
  return { here, entry, entryCase, proposal, offer, mayChange, on, staff, record, base: `${record}/proposal` }
}

/** The same for whoever may work on it. @throws NotAllowed */
export async function openToChange(
  req: FastifyRequest<Address>,
  deps: Deps,
  here?: Here,
): Promise<OpenProposal> {
  const open = await openProposal(req, deps, here)
  if (!open.mayChange) throw refusal('propose')
  return open
}

/** Whether an extension of it would be decided under the protocol: it is in place, and of a kind that is covered. */
export function mayExtend({ entry, entryCase }: OpenProposal): boolean {
  return entry.stage === 'in-place' && covers(entryCase.protocol.pack, entry.kind)
}

/** The frame of a change: whoever began a proposal goes on with it even where the place is no longer theirs. */
export function proposalWhat(
  req: FastifyRequest,
  deps: Deps,
  { entry, here }: Pick<OpenProposal, 'entry' | 'here'>,
  action: string,
): What {
  const place = placeOf(entry)
  return whatOf(req, deps.now(), action, 'propose', here.may('propose', place) ? place : undefined)
}

/** What every page of a proposal says at its top. */
export function headOf({ entry }: Pick<OpenProposal, 'entry'>, title: string) {
  return { title, caption: `${entry.reference} ${entry.name}`, entry }
}
