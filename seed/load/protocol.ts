import { readFileSync } from 'node:fs'
import { adoptProtocol } from '#src/adopted/adopt.ts'
import { openBuiltIn } from '#src/adopted/built-in.ts'
import { readPack } from '#src/adopted/read-pack.ts'
import { hold } from '#src/directory/posts/hold.ts'
import { newId } from '#src/domain/id.ts'
import { publishProtocols } from '#src/publish/protocols.ts'
import { type Act, change } from '#src/trail/change.ts'
import { type Adoption, adoptions } from '../protocol/adoptions.ts'
import { type Deciders, deciders } from '../protocol/deciders.ts'
import { actorAt, type Happening } from './act.ts'
import { idIn, type Place } from './place.ts'

/** The protocols an authority adopted, and who decides under them: committees, roles, delegations and deputies. */
export function protocolOf(place: Place): Happening[] {
  const own = deciders.filter(each => each.authority === place.key)
  return [
    ...adoptions.filter(each => each.authority === place.key).map(each => adopting(place, each)),
    ...own.flatMap(each => [
      ...settling(place, each),
      ...each.deputies.map(({ post, by, from, until, why }) => ({
        on: from,
        do: (at: Date) =>
          change(
            place.db,
            { authority: place.id, by: actorAt(place, each.by), at, action: 'post.hold', why },
            act =>
              hold(
                act,
                { id: idIn(place.posts, post), title: post },
                {
                  person: { id: idIn(place.people, by), name: by },
                  deputy: true,
                  follows: false,
                  starts_on: from,
                  ends_on: until,
                },
              ),
          ),
      })),
    ]),
  ]
}

function adopting(place: Place, { on, by, why, pack, from, reference }: Adoption): Happening {
  return {
    on,
    do: at => {
      const what = { authority: place.id, by: actorAt(place, by), at, action: 'protocol.adopt', why }
      const file =
        'file' in pack ? readFileSync(new URL(`../protocol/${pack.file}`, import.meta.url), 'utf8') : ''
      const opened = 'file' in pack ? readPack(file) : openBuiltIn(pack.ships)
      if ('mistakes' in opened) throw new Error(opened.mistakes.map(each => each.says).join(' '))
      return change(place.db, what, async act => {
        await adoptProtocol(act, what, { opened, file, from, reference })
        await publishProtocols(act.trx, place.id)
      })
    },
  }
}

function settling(place: Place, own: Deciders): Happening[] {
  const step = (action: string, work: (act: Act) => Promise<unknown>): Happening => ({
    on: own.on,
    do: at =>
      change(place.db, { authority: place.id, by: actorAt(place, own.by), at, action }, act => work(act)),
  })
  return [
    ...own.committees.map(committee => step('committee.add', act => addCommittee(act, place, committee))),
    step('authority.set-deciders', act => fillRoles(act, place, own)),
    step('authority.delegate', act => delegate(act, place, own)),
  ]
}

async function addCommittee(act: Act, place: Place, { name, recorders }: Deciders['committees'][number]) {
  const id = newId()
  const writer = act.on('committee', id, name)
  await writer.insert('committee', { id, name, closed_on: null })
  for (const { by, from, until = null } of recorders)
    await writer.insert('committee_recorder', {
      committee_id: id,
      person_id: idIn(place.people, by),
      starts_on: from,
      ends_on: until,
    })
  place.committees.set(name, id)
}

async function fillRoles(act: Act, place: Place, { fillings }: Deciders) {
  const writer = act.on('authority', place.id, place.name)
  await writer.insertMany(
    'role_filling',
    fillings.map(filling => ({
      role: filling.role,
      directorate_id: filling.directorate ? idIn(place.directorates, filling.directorate) : null,
      post_id: 'post' in filling ? idIn(place.posts, filling.post) : null,
      committee_id: 'committee' in filling ? idIn(place.committees, filling.committee) : null,
    })),
  )
}

async function delegate(act: Act, place: Place, { delegations }: Deciders) {
  const writer = act.on('authority', place.id, place.name)
  await writer.insertMany(
    'delegation',
    delegations.map(({ post, what, limit, from, until = null, reference, by }) => ({
      post_id: idIn(place.posts, post),
      what,
      limit_pence: limit === undefined ? null : limit * 100,
      starts_on: from,
      ends_on: until,
      reference,
      delegated_by: by,
    })),
  )
}
