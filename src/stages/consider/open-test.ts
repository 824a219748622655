import type { FastifyRequest } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import { protocolOn } from '#src/adopted/protocol.ts'
import type { Deps } from '#src/deps.ts'
import { Conflict } from '#src/errors.ts'
import { type Entry, findConsidered } from '#src/partnerships/entry/queries.ts'
import type { GuidedPlace } from '#src/protocol/guided-pages.ts'
import type { Pack } from '#src/protocol/pack.ts'
import { readForm } from '#src/web/form.ts'
import { londonDay } from '#src/web/views.ts'
import { pairsOf, type Started, startForm, textsOf } from './start.ts'

/** A test under way: under which pack, where, and about what; `entry` where it is taken again. */
export type Test = {
  pack: Pack
  today: string
  place: GuidedPlace
  started: Started
  entry: Entry | undefined
}

/** What a test is about; undefined where its address does not say. @throws NotFound; NotAllowed; Conflict */
export async function openTest(req: FastifyRequest, deps: Deps, given: unknown): Promise<Test | undefined> {
  const here = hereOf(req)
  const words = textsOf(given)
  const today = londonDay(deps.now())
  const { pack } = await protocolOn(here.db, here.authority.id, today)
  const staff = `/${here.authority.slug}/staff`
  const base = `${staff}/assessments/test`
  if (words.of) {
    const entry = await findConsidered(here, words.of, 'propose')
    if (entry.merged_into) throw new Conflict('This entry was joined to another. Open that one instead.')
    if (entry.removed_at) throw new Conflict('This entry was removed. Put it back first.')
    const start = `${staff}/partnerships/${encodeURIComponent(entry.reference)}/assessment`
    const started = { name: entry.name, directorate: entry.directorate_id }
    return { pack, today, entry, started, place: { base, start, carried: [['of', entry.reference]] } }
  }
  const { schema } = await startForm(here, deps.now())
  const form = readForm(schema, words)
  if (!form.ok) return undefined
  const carried = pairsOf(form.value)
  const start = `${staff}/assessments/new?${new URLSearchParams(carried)}`
  return { pack, today, entry: undefined, started: form.value, place: { base, start, carried } }
}
