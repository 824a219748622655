import type { Db } from '#src/db/open.ts'
import { listScheme, withinSchemeOf } from '#src/decide/scheme.ts'

/** A decision that is waited for and that nobody has, or soon will have, the power to take (APP-5). */
export type Stuck = { reference: string; name: string; role: string; because: string }

/**
 * The steps of running approvals that need delegated power and have none today, or on a later day.
 * @param soon a later day, ISO, on which to look as well
 */
export async function listStuck(db: Db, authorityId: string, today: string, soon: string): Promise<Stuck[]> {
  const seats = await listDelegatedSeats(db, authorityId)
  if (seats.length === 0) return []
  const scheme = await listScheme(db, authorityId)
  const posts = new Map(
    (await db.selectFrom('post').select(['id', 'title']).execute()).map(post => [post.id, post]),
  )
  return seats.flatMap(seat => {
    const own = seat.post_ids.flatMap(id => posts.get(id) ?? [])
    const why = (on: string) => {
      const what = seat.purpose === 'extend' ? ('extend' as const) : ('enter' as const)
      const pounds = Number(seat.facts.money_a_year ?? 0)
      const verdicts = own.map(post => withinSchemeOf(scheme, post, { what, pounds, on }))
      const [first] = verdicts
      return verdicts.some(each => each.may) || !first || first.may ? undefined : first.because
    }
    // Seen from today, that day is still to come.
    const because = why(today) ?? why(soon)?.replace(' ended on ', ' ends on ')
    if (because === undefined) return []
    const { reference, name, role_title } = seat
    return [{ reference, name, role: role_title, because }]
  })
}

function listDelegatedSeats(db: Db, authorityId: string) {
  return db
    .selectFrom('approval_seat as s')
    .innerJoin('approval as a', 'a.id', 's.approval_id')
    .innerJoin('proposal as p', 'p.id', 'a.proposal_id')
    .innerJoin('involvement as i', 'i.id', 'a.involvement_id')
    .innerJoin('partnership as t', 't.id', 'i.partnership_id')
    .select(['i.reference', 't.name', 's.role_title', 's.post_ids', 'a.facts', 'p.purpose'])
    .where('s.authority_id', '=', authorityId)
    .where('a.state', '=', 'running')
    .where('s.delegated', '=', true)
    .where('s.committee_id', 'is', null)
    .where('s.decision_id', 'is', null)
    .where('s.dropped_at', 'is', null)
    .where('s.waived_by', '=', '')
    .orderBy('i.reference')
    .execute()
}
