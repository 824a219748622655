import type { FastifyRequest } from 'fastify'
import { type Here, hereOf } from '#src/accounts/here.ts'
import type { AskPage } from '#src/ask/pages.ts'
import { askPages, setsOfDoor } from '#src/ask/pages.ts'
import type { Db } from '#src/db/open.ts'
import type { Deps } from '#src/deps.ts'
import { formatDate } from '#src/domain/dates.ts'
import { labelOf, stages } from '#src/domain/words.ts'
import { Elsewhere } from '#src/errors.ts'
import { protocolSince, whyNotInPlace } from '#src/partnerships/began.ts'
import { type EntryCase, findCase, type Proposal } from '#src/partnerships/case/case.ts'
import { type Entry, findEntryHere, placeOf } from '#src/partnerships/entry/queries.ts'
import { covers, type FoundKind } from '#src/protocol/definition.ts'
import { londonDay } from '#src/web/views.ts'

export type Address = { Params: { authority: string; ref: string } }

/** The short door of an entry: what is on record of it, or why it cannot use it. */
export type OpenDoor = {
  here: Here
  entry: Entry
  entryCase: EntryCase
  /** The draft or record of the short door; null where it was not begun. */
  proposal: Proposal | null
  /** Why the door is shut, and the page that leads on; undefined where it is open. */
  shut: Shut | undefined
  /** What the test found last, and when; undefined where it was never taken. */
  found: Found | undefined
  /** The pages of questions it asks: significance, evaluation and exposure. */
  pages: AskPage[]
  mayChange: boolean
  /** Today, ISO. */
  on: string
  record: string
}
export type Shut = { text: string; page: string; link: string }
export type Found = { result: FoundKind; cause: string; madeAt: Date; madeBy: string }

/** The short door of an entry, for whoever may see it. @throws NotFound; Elsewhere where it was joined to another */
export async function openDoor(req: FastifyRequest<Address>, deps: Deps): Promise<OpenDoor> {
  const here = hereOf(req)
  const entry = await findEntryHere(here, req.params.ref)
  const record = `/${here.authority.slug}/staff/partnerships/${encodeURIComponent(entry.reference)}`
  if (entry.merged_into || entry.removed_at) throw new Elsewhere(record)
  const on = londonDay(deps.now())
  const entryCase = await findCase(here.db, here.authority.id, entry, on)
  const own = entryCase.proposal?.purpose === 'existing' ? entryCase.proposal : null
  const { made } = entryCase
  return {
    here,
    entry,
    entryCase,
    proposal: own && (own.state === 'draft' || own.state === 'recorded') ? own : null,
    shut: await whyShut(here.db, here.authority.id, entry, entryCase, on),
    found: await findKind(here.db, entry.id),
    pages: askPages(made, setsOfDoor(made.pack)),
    mayChange: here.may('propose', placeOf(entry)),
    on,
    record,
  }
}

/**
 * Why an entry may not be put on record as in place already, or undefined where it may: only what runs, began before the
 * protocol and was never approved or recorded under it does.
 */
export async function whyShut(
  db: Db,
  authorityId: string,
  entry: Entry,
  { proposal, approval }: EntryCase,
  on: string,
): Promise<Shut | undefined> {
  const since = await protocolSince(db, authorityId, on)
  if (entry.stage !== 'in-place' && entry.stage !== 'leaving')
    return {
      text: `This is for what is in place. It is: ${labelOf(stages, entry.stage).toLowerCase()}.`,
      page: 'proposal',
      link: 'Its proposal',
    }
  if (!covers(since.pack, entry.kind))
    return {
      text: 'The protocol asks this of partnerships alone.',
      page: 'assessment',
      link: 'What the test found',
    }
  if (approval)
    return { text: 'It was approved under the protocol.', page: 'approval', link: 'Who decided what' }
  if (
    proposal &&
    (proposal.state === 'submitted' || (proposal.state === 'draft' && proposal.purpose !== 'existing'))
  )
    return { text: 'A proposal about it is under way.', page: 'proposal', link: 'Open the proposal' }
  const why = whyNotInPlace(since, entry.kind, entry.started_on)
  if (!why) return undefined
  if (why.late)
    return {
      text: `${why.text}. It started ${formatDate(entry.started_on!)}.`,
      page: 'proposal/extend',
      link: 'Ask for its approval',
    }
  return { text: `${why.text}.`, page: 'edit/about', link: 'Say when it started' }
}

async function findKind(db: Db, involvementId: string): Promise<Found | undefined> {
  const row = await db
    .selectFrom('assessment')
    .select(['result', 'cause', 'made_at as madeAt', 'made_by as madeBy'])
    .where('involvement_id', '=', involvementId)
    .where('about', '=', 'kind')
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { ...row, result: row.result as FoundKind }
}
