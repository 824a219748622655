import { z } from 'zod'
import { type Option, pickOf } from '#src/directory/pick.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { line, neededLine } from '#src/web/inputs.ts'
import type { Directorate, RoleState } from './readiness.ts'

const FillForm = z.object({
  directorate_id: line('For'),
  who: neededLine('Who fills it', 'Choose who fills it', 320),
})

/** Reads what is to fill a role: one of the posts or committees, for the whole authority or one directorate. */
export function readFilling(
  body: unknown,
  state: RoleState,
  options: readonly Option[],
  directorates: readonly Directorate[],
) {
  const form = readForm(FillForm, body)
  if (!form.ok) return form
  const { directorate_id, who } = form.value
  const noun = state.role.as === 'committee' ? 'committee' : 'post'
  const wrong = (field: string, text: string) => badForm(body, [{ field, text }])
  if (directorate_id && !directorates.some(each => each.id === directorate_id))
    return wrong('directorate_id', 'Choose a directorate from the list')
  const picked = pickOf(options, who)
  if (picked === 'none')
    return wrong('who', `No ${noun} has that name. Add it first, or choose one from the list`)
  if (picked === 'several')
    return wrong('who', `More than one ${noun} has that name. Choose one from the list`)
  const there = state.fillings.filter(each => (each.directorateId ?? '') === directorate_id)
  if (there.some(each => (each.post ?? each.committee)!.id === picked.id))
    return wrong('who', 'It fills this role already')
  const committee = there.find(each => each.committee !== null)?.committee
  if (noun === 'committee' && committee)
    return wrong('who', `Only one committee can decide. Take ${committee.name} away first`)
  // What filled it under another protocol stays until someone takes it away.
  const other = there.find(each => (each.committee !== null) !== (noun === 'committee'))
  if (other)
    return wrong(
      'who',
      `A ${noun} fills this role now. Take ${(other.committee?.name ?? other.post?.title)!} away first`,
    )
  const which =
    noun === 'committee'
      ? { committee_id: picked.id, post_id: null }
      : { committee_id: null, post_id: picked.id }
  return { ok: true as const, value: { directorate_id: directorate_id || null, ...which } }
}
