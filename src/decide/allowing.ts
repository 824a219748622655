import { type Filling, listFillings, ofKind } from '#src/adopted/fillings.ts'
import { findProtocol } from '#src/adopted/protocol.ts'
import type { Db } from '#src/db/open.ts'
import { formatDate } from '#src/domain/dates.ts'
import { Conflict, NotAllowed } from '#src/errors.ts'
import { findEntry } from '#src/partnerships/entry/queries.ts'
import type { Case } from '#src/protocol/known.ts'
import type { Pack } from '#src/protocol/pack.ts'
import { routeOf, standInsOf } from '#src/protocol/route.ts'
import { freeHolders, type Standing } from './acting.ts'
import { findRound, type RoundSeat } from './round.ts'

/** Someone who may allow that something is set aside: whoever holds a post on a day, or a committee. */
export type Allower = {
  /** What a form sends. */
  id: string
  name: string
  /** The capacity of a person; '' for a committee. */
  post: string
  accountId: string | null
  /** Why they may, in a few words. */
  because: string
}

/** On whose authority something is set aside: an allower's id, the day they allowed it, and where their word is found. */
export type Allowance = { allowedBy: string; allowedOn: string; reference: string }

/**
 * Who may allow that a step of a running route is waived (REV-4): whoever decides in that step or in a later one, and the
 * roles that the protocol names to stand in for it, up to the last. Never whoever put the proposal forward, nor a deputy of
 * theirs, nor someone who takes no part.
 * @param on the day on which they allow it, ISO
 */
export async function stepAllowers(
  db: Db,
  authorityId: string,
  which: { approvalId: string; seatId: string },
  on: string,
): Promise<Allower[]> {
  const round = await findRound(db, authorityId, which.approvalId, on)
  const seat = round.seats.find(each => each.id === which.seatId)
  if (!seat) return []
  const { directorate_id } = await findEntry(db, authorityId, round.involvement_id)
  const { pack } = await findProtocol(db, authorityId, round.protocol_id)
  const fillings = await listFillings(db, authorityId, directorate_id, on)
  const later = round.seats.filter(
    each => each.step > seat.step && each.dropped_at === null && each.waived_by === '',
  )
  return allowersOf(round, [
    sourceOf(seat, 'Decides in this step', on),
    ...later.map(each => sourceOf(each, `Decides in the later step ‘${each.title}’`, on)),
    ...standIns(pack, seat.role, fillings),
  ])
}

/**
 * Who may allow that a requirement is waived for an entry (REV-4): whoever decides last on the route that its facts give,
 * and the roles that stand in for these.
 * @param proposers the accounts and people who put it forward: neither they nor their deputies allow it
 * @param on the day on which they allow it, ISO
 */
export async function requirementAllowers(
  db: Db,
  authorityId: string,
  entry: { directorate_id: string | null },
  made: Case,
  proposers: Standing['proposers'],
  on: string,
): Promise<Allower[]> {
  const fillings = await listFillings(db, authorityId, entry.directorate_id, on)
  const last = routeOf(made).steps.at(-1)
  const sources = (last?.deciders ?? []).flatMap(({ id }) => [
    filled(made.pack, id, fillings, `Decides in the step ‘${last!.title}’`),
    ...standIns(made.pack, id, fillings),
  ])
  return allowersOf({ proposers, decisions: [] }, sources)
}

/**
 * On whose authority it is, in words to be kept: 'Che Chief, Chief Executive, 4 March 2027 (letter CE 12)'.
 * @param accountId who puts it on record: of their own word they need not say where it is found
 * @throws NotAllowed where that person or committee may not allow it; Conflict where it is not said where their word is found
 */
export function allowanceIn(
  allowers: readonly Allower[],
  { allowedBy, allowedOn, reference }: Allowance,
  accountId: string,
): { allower: Allower; said: string } {
  const allower = allowers.find(each => each.id === allowedBy)
  if (!allower) throw new NotAllowed('Whoever is named may not allow this, or not on that day.')
  if (reference === '' && allower.accountId !== accountId)
    throw new Conflict('It is not said where the word of whoever allowed this is found.')
  const who = [allower.name, allower.post, formatDate(allowedOn)].filter(Boolean).join(', ')
  return { allower, said: reference ? `${who} (${reference})` : who }
}

type Source = {
  because: string
  posts: { id: string; title: string; holders: NonNullable<Filling['post']>['holders'] }[]
  committees: { id: string; name: string }[]
}

function sourceOf({ posts, committee }: RoundSeat, because: string, on: string): Source {
  const open = committee && (committee.closed_on === null || committee.closed_on >= on)
  return { because, posts, committees: open ? [committee] : [] }
}

function standIns(pack: Pack, role: string, fillings: readonly Filling[]): Source[] {
  const title = pack.roles.find(each => each.id === role)?.title ?? role
  return standInsOf(pack, role).map(id => filled(pack, id, fillings, `Stands in for ‘${title}’`))
}

function filled(pack: Pack, role: string, fillings: readonly Filling[], because: string): Source {
  const { as } = pack.roles.find(each => each.id === role) ?? { as: 'post' }
  const own = ofKind(
    { as },
    fillings.filter(each => each.role === role),
  )
  return {
    because,
    posts: own.flatMap(each => each.post ?? []),
    committees: own.flatMap(each => each.committee ?? []),
  }
}

function allowersOf(round: Standing, sources: readonly Source[]): Allower[] {
  const all = sources.flatMap(({ because, posts, committees }): Allower[] => [
    ...freeHolders(round, posts).map(({ holder, capacity, post }) => ({
      id: `${post.id}_${holder.personId}`,
      name: holder.name,
      post: capacity,
      accountId: holder.accountId,
      because,
    })),
    ...committees.map(({ id, name }) => ({ id, name, post: '', accountId: null, because })),
  ])
  return all.filter((each, at) => all.findIndex(one => one.id === each.id) === at)
}
