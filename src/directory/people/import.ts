import { newId } from '#src/domain/id.ts'
import type { Act } from '#src/trail/change.ts'
import { hold } from '../posts/hold.ts'
import type { PlannedPerson } from './import-plan.ts'

/** Does what was planned for a list of people, each person and post with an event of their own. @returns how many rows did something */
export async function importPeople(act: Act, plan: readonly PlannedPerson[], today: string): Promise<number> {
  const posts = new Map<string, string>()
  let count = 0
  for (const each of plan) {
    if (each.does === 'refused' || each.does === 'nothing') continue
    count += 1
    const id = each.id ?? newId()
    const writer = act.on('person', id, each.name)
    if (each.id) await writer.update('person', id, each.values)
    else
      await writer.insert('person', {
        id,
        ...each.values,
        organisation_id: null,
        account_id: null,
        left_on: null,
        merged_into: null,
      })
    if (!each.post) continue
    const { title, directorateId } = each.post
    const key = title.toLowerCase()
    const postId = each.post.id ?? posts.get(key) ?? (await addPost(act, title, directorateId))
    posts.set(key, postId)
    const holding = {
      person: { id, name: each.name },
      deputy: false,
      follows: false,
      starts_on: today,
      ends_on: null,
    }
    await hold(act, { id: postId, title }, holding)
  }
  return count
}

async function addPost(act: Act, title: string, directorate_id: string | null): Promise<string> {
  const id = newId()
  return act.on('post', id, title).insert('post', { id, title, directorate_id, closed_on: null })
}
