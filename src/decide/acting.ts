import type { Holder } from '#src/adopted/fillings.ts'
import type { Round, RoundSeat } from './round.ts'

/** Someone who can act on a seat: in which capacity, and by which post where it is one. */
export type Acting = {
  seat: RoundSeat
  holder: Holder
  capacity: string
  post: { id: string; title: string } | null
}

/**
 * Everyone who can act on a seat that day: the holders of its posts and their deputies, or the recorders of its
 * committee. Never whoever put the proposal forward, nor a deputy of a post that they hold, nor someone who declared an
 * interest and takes no part (APP-5, APP-6).
 */
export function actingOn(round: Round, seat: RoundSeat): Acting[] {
  const { free } = freedomIn(round)
  const recorders = (seat.committee?.recorders ?? []).filter(free).map(holder => ({
    seat,
    holder,
    capacity: `Recorder for ${seat.committee!.name}`,
    post: null,
  }))
  const holders = freeHolders(round, seat.posts).map(each => ({ seat, ...each }))
  return [...holders, ...recorders]
}

/** Who put a submission forward, and who takes no part in it. */
export type Standing = Pick<Round, 'decisions'> & { proposers: Omit<Round['proposers'], 'names'> }
type Post = { id: string; title: string; holders: Holder[] }

/** The holders and deputies of posts who are free to act: nobody who put the proposal forward, nor a deputy of theirs, nor who takes no part. */
export function freeHolders(round: Standing, posts: readonly Post[]) {
  const { own, free } = freedomIn(round)
  return posts
    .filter(post => !post.holders.some(holder => !holder.deputy && own(holder)))
    .flatMap(post =>
      post.holders.filter(free).map(holder => ({
        holder,
        capacity: holder.deputy ? `Deputy for the ${post.title}` : post.title,
        post: { id: post.id, title: post.title },
      })),
    )
}

function freedomIn({ proposers, decisions }: Standing) {
  const out = new Set(
    decisions.flatMap(each => (each.outcome === 'no-part' && each.person_id ? [each.person_id] : [])),
  )
  const own = (holder: Holder) =>
    proposers.people.includes(holder.personId) ||
    (holder.accountId !== null && proposers.accounts.includes(holder.accountId))
  return { own, free: (holder: Holder) => !own(holder) && !out.has(holder.personId) }
}

/** The seats one account can act on, each once: with two posts on a route they decide once, for all of these. */
export function seatsOfAccount(round: Round, accountId: string): Acting[] {
  return round.seats.filter(isOpen).flatMap(seat => {
    const mine = actingOn(round, seat).filter(each => each.holder.accountId === accountId)
    return mine.find(each => !each.holder.deputy) ?? mine[0] ?? []
  })
}

/** The seats for whose committees one account enters the decision. */
export function recordingOf(round: Round, accountId: string): Acting[] {
  return round.seats
    .filter(isOpen)
    .flatMap(
      seat =>
        actingOn(round, seat).find(each => each.post === null && each.holder.accountId === accountId) ?? [],
    )
}

/** Whether a seat still has to decide. */
export function isOpen(seat: RoundSeat): boolean {
  return seat.decision_id === null && seat.dropped_at === null && seat.waived_by === ''
}
