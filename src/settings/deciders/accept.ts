import { newId } from '#src/domain/id.ts'
import type { Act } from '#src/trail/change.ts'
import type { Suggestion } from './suggest.ts'

/** Fills roles as suggested; a committee that is not there yet is added. */
export async function acceptSuggestions(
  act: Act,
  authority: { id: string; name: string },
  taken: readonly Suggestion[],
): Promise<void> {
  const writer = act.on('authority', authority.id, authority.name)
  for (const { role, directorate, post, committee } of taken) {
    const committee_id = committee && (committee.id ?? (await addCommittee(act, committee.name)))
    await writer.insert('role_filling', {
      role,
      directorate_id: directorate?.id ?? null,
      post_id: post?.id ?? null,
      committee_id,
    })
  }
}

async function addCommittee(act: Act, name: string): Promise<string> {
  const id = newId()
  await act.on('committee', id, name).insert('committee', { id, name, closed_on: null })
  return id
}
