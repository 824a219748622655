import { type Act, change } from '#src/trail/change.ts'
import { directoryChanges } from '../directory-changes.ts'
import type { Authority, DirectoryChange } from '../shape.ts'
import { people } from '../wendleshire.ts'
import { actorAt, type Happening } from './act.ts'
import { opened } from './directory.ts'
import { idIn, type Place } from './place.ts'

/** What happened to an authority's people, posts, bodies and directorates after it began. */
export function staffChangesOf(place: Place, authority: Authority): Happening[] {
  return [...leavers(place, authority), ...newHolders(place, authority), ...renamings(place)]
}

function leavers(place: Place, authority: Authority): Happening[] {
  const gone = people[place.key].flatMap(({ name, left }) => (left && left > opened ? [{ name, left }] : []))
  return gone.map(({ name, left }) => ({
    on: left,
    do: at => {
      const by = actorAt(place, authority.keeper)
      return change(place.db, { authority: place.id, by, at, action: 'person.leave' }, act =>
        leave(act, place, name, left),
      )
    },
  }))
}

async function leave(act: Act, place: Place, name: string, left: string) {
  const id = idIn(place.people, name)
  const writer = act.on('person', id, name)
  await writer.update('person', id, { left_on: left })
  const held = await act.trx
    .selectFrom('post_holding')
    .select('id')
    .where('authority_id', '=', place.id)
    .where('person_id', '=', id)
    .where('ends_on', 'is', null)
    .execute()
  for (const holding of held) await writer.update('post_holding', holding.id, { ends_on: left })
  for (const entry of place.entries.values())
    for (const seat of entry.appointments.filter(seat => seat.holder === name && seat.until === left))
      await act.on('involvement', entry.id, entry.name).update('appointment', seat.id, { ends_on: left })
}

// A post passes on: the last holder's time ends where they did not leave the authority, and the next one's begins.
function newHolders(place: Place, authority: Authority): Happening[] {
  return authority.posts.flatMap(({ title, held }) =>
    held
      .filter(holding => holding.from > opened)
      .map(
        holding =>
          ({
            on: holding.from,
            do: at => {
              const by = actorAt(place, authority.keeper)
              return change(place.db, { authority: place.id, by, at, action: 'post.hold' }, async act => {
                const post = idIn(place.posts, title)
                const writer = act.on('post', post, title)
                const before = await openHoldings(act, place, post)
                const last = held[held.indexOf(holding) - 1]
                for (const { id } of before)
                  await writer.update('post_holding', id, { ends_on: last?.until ?? holding.from })
                await writer.insert('post_holding', {
                  post_id: post,
                  person_id: idIn(place.people, holding.by),
                  starts_on: holding.from,
                  ends_on: null,
                })
              })
            },
          }) satisfies Happening,
      ),
  )
}

function openHoldings(act: Act, place: Place, post: string) {
  return act.trx
    .selectFrom('post_holding')
    .select('id')
    .where('authority_id', '=', place.id)
    .where('post_id', '=', post)
    .where('ends_on', 'is', null)
    .execute()
}

function renamings(place: Place): Happening[] {
  const actions = {
    'rename-body': 'organisation.edit',
    'rename-directorate': 'directorate.edit',
    'merge-bodies': 'organisation.merge',
  }
  return directoryChanges
    .filter(each => each.authority === place.key)
    .map(each => ({
      on: each.on,
      do: at => {
        const by = actorAt(place, each.by)
        const what = { authority: place.id, by, at, action: actions[each.do], why: each.why }
        return change(place.db, what, act => rename(act, place, each))
      },
    }))
}

async function rename(act: Act, place: Place, each: DirectoryChange) {
  if (each.do === 'merge-bodies') return mergeBodies(act, place, each.body, each.into)
  if (each.do === 'rename-directorate') {
    const id = idIn(place.directorates, each.directorate)
    await act.on('directorate', id, each.name).update('directorate', id, { name: each.name })
    place.directorates.set(each.name, id)
    return
  }
  const id = idIn(place.bodies, each.body)
  const { name, other_names } = await findBody(act, place, id)
  const patch = { name: each.name, other_names: [...other_names, name] }
  await act.on('organisation', id, each.name).update('organisation', id, patch)
}

async function mergeBodies(act: Act, place: Place, key: string, intoKey: string) {
  const [id, into] = [idIn(place.bodies, key), idIn(place.bodies, intoKey)]
  const [old, kept] = [await findBody(act, place, id), await findBody(act, place, into)]
  await act.on('organisation', id, old.name).update('organisation', id, { merged_into: into })
  const other_names = [...kept.other_names, old.name]
  await act
    .on('organisation', into, kept.name)
    .update('organisation', into, { other_names, predecessor_id: id })
  for (const entry of place.entries.values()) {
    const membership = entry.members.get(key)
    if (!membership) continue
    const writer = act.on('involvement', entry.id, entry.name)
    if (entry.members.has(intoKey)) await writer.remove('membership', membership)
    else await writer.update('membership', membership, { organisation_id: into })
    entry.members.delete(key)
  }
}

function findBody(act: Act, place: Place, id: string) {
  return act.trx
    .selectFrom('organisation')
    .select(['name', 'other_names'])
    .where('authority_id', '=', place.id)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}
