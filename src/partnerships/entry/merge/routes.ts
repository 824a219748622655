import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Here, hereOf, whatOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { Conflict, NotFound } from '#src/errors.ts'
import { listAlike } from '../add/queries.ts'
import { findOffer } from '../choices.ts'
import { type Entry, findEntry, findEntryHere, listLikely, placeOf } from '../queries.ts'
import { allSections } from '../sections/all.ts'
import { mergeEntries } from './merge.ts'
import { differencesOf } from './together.ts'
import { unmergeEntries } from './unmerge.ts'

type Address = {
  Params: { authority: string; ref: string }
  Querystring: { with?: string }
  Body: Record<string, unknown>
}

const path = '/:authority/staff/partnerships/:ref'

/** Two entries that are one, and two again when that was wrong. */
export function mergeRoutes(app: FastifyInstance, deps: Deps) {
  app.get<Address>(`${path}/merge`, { config: { needs: 'merge' } }, async (req, reply) => {
    const { here, entry } = await open(req)
    const wanted = typeof req.query.with === 'string' ? req.query.with.trim().slice(0, 300) : ''
    const other = wanted ? await findOther(here, entry, wanted) : undefined
    if (other)
      return reply.view('partnerships/entry/merge/compare.njk', await comparePage(here, deps, entry, other))
    return reply.view('partnerships/entry/merge/choose.njk', await choosePage(here, entry, wanted))
  })

  app.post<Address>(`${path}/merge`, { config: { needs: 'merge' } }, async (req, reply) => {
    const here = hereOf(req)
    const entry = await findEntryHere(here, req.params.ref, 'merge')
    const other = await findEntryHere(here, String(req.body?.with ?? ''), 'merge')
    const survivor = req.body.survivor === 'other' ? other : entry
    const side = survivor === entry ? 'other' : 'this'
    const take = Object.entries(req.body).flatMap(([name, value]) =>
      name.startsWith('take-') && value === side ? [name.slice(5)] : [],
    )
    const loser = survivor === entry ? other : entry
    const what = whatOf(req, deps.now(), 'involvement.merge', 'merge', placeOf(survivor))
    await mergeEntries(here.db, what, { survivorId: survivor.id, loserId: loser.id, take })
    return reply.redirect(`${recordOf(here, survivor)}?done=merged`, 303)
  })

  app.get<Address>(`${path}/unmerge`, { config: { needs: 'merge' } }, async (req, reply) => {
    const here = hereOf(req)
    const entry = await findEntryHere(here, req.params.ref, 'merge')
    if (!entry.merged_into) throw new Conflict('This entry is not joined to another.')
    const survivor = await findEntry(here.db, here.authority.id, entry.merged_into)
    return reply.view('partnerships/entry/merge/unmerge.njk', {
      title: 'Make two entries of these again',
      back: recordOf(here, entry),
      action: `${recordOf(here, entry)}/unmerge`,
      button: 'Make them two again',
      entry,
      survivor,
      values: {},
    })
  })

  app.post<Address>(`${path}/unmerge`, { config: { needs: 'merge' } }, async (req, reply) => {
    const here = hereOf(req)
    const entry = await findEntryHere(here, req.params.ref, 'merge')
    const what = whatOf(req, deps.now(), 'involvement.unmerge', 'merge', placeOf(entry))
    const left = await unmergeEntries(here.db, what, entry.id)
    if (left.length === 0) return reply.redirect(`${recordOf(here, entry)}?done=undone`, 303)
    const survivor = entry.merged_into && (await findEntry(here.db, here.authority.id, entry.merged_into))
    return reply.view('partnerships/entry/merge/left.njk', {
      title: 'They are two again, but not everything went back',
      entry,
      survivor,
      left,
    })
  })
}

async function open(req: FastifyRequest<Address>) {
  const here = hereOf(req)
  const entry = await findEntryHere(here, req.params.ref, 'merge')
  if (entry.merged_into || entry.removed_at)
    throw new Conflict('This entry was removed or joined to another. Nothing more can be joined to it.')
  return { here, entry }
}

const recordOf = (here: Here, entry: Entry) => `/${here.authority.slug}/staff/partnerships/${entry.reference}`

// By its reference; any other words are looked for among the names.
async function findOther(here: Here, entry: Entry, wanted: string): Promise<Entry | undefined> {
  try {
    const other = await findEntryHere(here, wanted, 'merge')
    return other.id === entry.id || other.merged_into || other.removed_at ? undefined : other
  } catch (error) {
    if (error instanceof NotFound) return undefined
    throw error
  }
}

async function choosePage(here: Here, entry: Entry, wanted: string) {
  const likely = (await listLikely(here.db, entry.id)).map(({ otherId, ...row }) => ({ ...row, id: otherId }))
  const found = wanted
    ? await listAlike(here, wanted)
    : likely.length > 0
      ? likely
      : await listAlike(here, entry.name)
  return {
    title: 'Which entry is it?',
    caption: `${entry.reference} ${entry.name}`,
    back: recordOf(here, entry),
    wanted,
    found: found.filter(
      row =>
        row.id !== entry.id &&
        here.may('merge', { involvementId: row.id, directorateId: row.directorate_id }),
    ),
  }
}

async function comparePage(here: Here, deps: Deps, entry: Entry, other: Entry) {
  const offer = await findOffer(here.db, deps.now())
  const shown = (each: Entry) =>
    Object.assign({}, ...allSections(offer, each).map(section => section.shown(each)))
  return {
    title: 'Join two entries',
    back: recordOf(here, entry),
    action: `${recordOf(here, entry)}/merge`,
    button: 'Join them',
    wide: true,
    entry,
    other,
    differences: differencesOf(allSections(offer, entry), shown(entry), shown(other)),
    values: {},
  }
}
