import { newId } from '#src/domain/id.ts'
import type { HolderValue } from '#src/partnerships/import/values.ts'
import type { Placing } from './placing.ts'

/** The id of the organisation of this name, which is added where the authority does not know it. */
export async function findOrAddBody({ act, known, batch }: Placing, name: string): Promise<string> {
  const found = known.organisation(name)
  if (found) return found.id
  const id = newId()
  await act.on('organisation', id, name).insert('organisation', {
    id,
    name,
    predecessor_id: null,
    merged_into: null,
    pending_batch: batch ?? null,
  })
  known.learn('organisation', { id, name })
  return id
}

/** The ids of a holder's person and post, added where they are new; null where there is none. */
export async function findOrAddHolder(
  placing: Placing,
  { person, post }: HolderValue,
): Promise<{ person_id: string | null; post_id: string | null }> {
  return {
    person_id: person ? await findOrAddPerson(placing, person) : null,
    post_id: post ? await findOrAddPost(placing, post) : null,
  }
}

async function findOrAddPerson(
  { act, known, batch }: Placing,
  { name, honorific = '', kind = 'officer' }: NonNullable<HolderValue['person']>,
): Promise<string> {
  const found = known.person(name)
  if (found) return found.id
  const id = newId()
  await act.on('person', id, name).insert('person', {
    id,
    name,
    honorific,
    kind,
    organisation_id: null,
    account_id: null,
    left_on: null,
    merged_into: null,
    pending_batch: batch ?? null,
  })
  known.learn('person', { id, name })
  return id
}

async function findOrAddPost({ act, known, batch }: Placing, title: string): Promise<string> {
  const found = known.post(title)
  if (found) return found.id
  const id = newId()
  await act
    .on('post', id, title)
    .insert('post', { id, title, directorate_id: null, closed_on: null, pending_batch: batch ?? null })
  known.learn('post', { id, name: title })
  return id
}
