import { Conflict } from '#src/errors.ts'
import type { Act } from '#src/trail/change.ts'
import type { Person } from './queries.ts'

/**
 * Makes two records of one person one: seats, posts and the account move to the one that is kept, which fills its
 * blanks from the other. Every move stands on the history of its record, so that it can be undone.
 * @throws Conflict where either was merged before, or each has an account of its own
 */
export async function mergePeople(act: Act, from: Person, into: Person): Promise<void> {
  if (from.id === into.id || from.merged_into || into.merged_into)
    throw new Conflict('One of the two was merged meanwhile. Look at both again.')
  if (from.account_id && into.account_id)
    throw new Conflict('Each of the two has an account of their own. Close one account first, then merge.')
  await act
    .on('person', from.id, from.name)
    .update('person', from.id, { merged_into: into.id, account_id: null }, from.version)
  await act.on('person', into.id, into.name).update('person', into.id, joined(from, into), into.version)
  await moveSeats(act, from.id, into.id)
  await movePosts(act, from.id, into.id)
}

function joined(from: Person, into: Person) {
  return {
    honorific: into.honorific || from.honorific,
    email: into.email || from.email,
    phone: into.phone || from.phone,
    job_title: into.job_title || from.job_title,
    ward: into.ward || from.ward,
    party: into.party || from.party,
    organisation_id: into.organisation_id ?? from.organisation_id,
    account_id: into.account_id ?? from.account_id,
  }
}

async function moveSeats(act: Act, from: string, into: string) {
  const seats = await act.trx
    .selectFrom('appointment')
    .innerJoin('involvement', 'involvement.id', 'appointment.involvement_id')
    .innerJoin('partnership', 'partnership.id', 'involvement.partnership_id')
    .select(['appointment.id', 'involvement.id as entry', 'partnership.name'])
    .where('person_id', '=', from)
    .execute()
  for (const seat of seats)
    await act.on('involvement', seat.entry, seat.name).update('appointment', seat.id, { person_id: into })
}

async function movePosts(act: Act, from: string, into: string) {
  const held = await act.trx
    .selectFrom('post_holding')
    .innerJoin('post', 'post.id', 'post_holding.post_id')
    .select(['post_holding.id', 'post.id as postId', 'post.title'])
    .where('person_id', '=', from)
    .execute()
  for (const each of held)
    await act.on('post', each.postId, each.title).update('post_holding', each.id, { person_id: into })
}
