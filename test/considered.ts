import assert from 'node:assert/strict'
import type { Updateable } from 'kysely'
import type { Tables } from '#src/db/tables.ts'
import { newId } from '#src/domain/id.ts'
import type { Value } from '#src/protocol/facts.ts'
import type { Pack } from '#src/protocol/pack.ts'
import { change } from '#src/trail/change.ts'
import { common, commonWith } from './packs.ts'
import type { World } from './world.ts'

const staff = '/wendleshire/staff'
const found =
  'name=Wendle+Valley+Rangers&single-body=no&independent-bodies=yes&talk-only=no&service-for-us=no&shared-agreeing=yes&shared-delivery=yes&wellbeing=yes&features=skipped'
const tests = { kind: 'command', accountId: null, name: 'Tests', capacity: 'Operator' } as const

export type Model = NonNullable<Parameters<typeof commonWith>[0]['significance']>['models'][number]

/** The common pack with this model of significance alone. */
export function oneModel(id: string, parts: Partial<Model>): Pack {
  const own = {
    id,
    title: 'A test of our own',
    from: '2026-01-01',
    source: 'ours',
    otherwise: 'light',
  } as const
  return commonWith({ significance: { models: [{ ...own, ...parts }] } })
}

/** A keeper whose draft proposal has begun. */
export async function begun(world: World) {
  const keeper = await world.signIn('keeper')
  const kept = await keeper.fill(`${staff}/assessments/test?${found}`, {})
  assert.equal(kept.status, 303)
  return keeper
}

/** Answers questions of significance, as saving their page does. */
export async function answer(world: World, values: Record<string, Value>) {
  const { id: authority, db } = world.county
  const proposal = await db.selectFrom('proposal').select(['id', 'involvement_id']).executeTakeFirstOrThrow()
  const held = await db.selectFrom('answer').select(['id', 'question']).execute()
  const what = { authority, by: tests, at: world.clock.now, action: 'involvement.answer' }
  await change(db, what, async act => {
    const writer = act.on('involvement', proposal.involvement_id, 'Wendle Valley Rangers')
    for (const [name, value] of Object.entries(values)) {
      const question = `significance.${name}`
      assert.ok(
        common.sets.some(set => set.id === 'significance' && set.questions.some(each => each.id === name)),
        name,
      )
      const there = held.find(each => each.question === question)
      if (there) await writer.update('answer', there.id, { value: JSON.stringify(value) })
      else
        await writer.insert('answer', {
          involvement_id: proposal.involvement_id,
          subject_type: 'proposal',
          subject_id: proposal.id,
          question,
          value: JSON.stringify(value),
          account_id: null,
          answered_at: world.clock.now,
        })
    }
  })
}

/** Puts what these answers make on the register, in place, as if it had been approved. @returns its keeper */
export async function onRegister(world: World, answers: Parameters<typeof answer>[1]) {
  const keeper = await begun(world)
  await answer(world, answers)
  await keeper.fill(`${staff}/partnerships/WCC-0001/significance`, {})
  await world.database.maintenance().updateTable('proposal').set({ state: 'approved' }).execute()
  await set(world, { stage: 'in-place', registration: 'logged' })
  return keeper
}

/** Changes entries, all or those of these references, as acts of other areas would. */
export async function set(world: World, patch: Updateable<Tables['involvement']>, only?: string[]) {
  const { id: authority, db } = world.county
  const rows = await db.selectFrom('involvement').select(['id', 'reference']).execute()
  const what = { authority, by: tests, at: world.clock.now, action: 'involvement.edit' }
  await change(db, what, async act => {
    for (const { id, reference } of rows)
      if (!only || only.includes(reference))
        await act.on('involvement', id, reference).update('involvement', id, patch)
  })
}

/** Puts money on the register. */
export async function give(world: World, pence: number) {
  const { id: authority, db } = world.county
  const entry = await db.selectFrom('involvement').select('id').executeTakeFirstOrThrow()
  await change(db, { authority, by: tests, at: world.clock.now, action: 'involvement.edit' }, act =>
    act.on('involvement', entry.id, 'Wendle Valley Rangers').insert('commitment', {
      involvement_id: entry.id,
      year: '2026/27',
      type: 'money',
      pence,
      form: null,
      budgeted: true,
      days: null,
    }),
  )
}

/** Adopts a pack from the day of the tests. */
export async function adopt(world: World, pack: Pack): Promise<string> {
  const { id: authority, db } = world.county
  const id = newId()
  await change(db, { authority, by: tests, at: world.clock.now, action: 'protocol.adopt' }, act =>
    act.on('protocol', id, pack.title).insert('protocol', {
      id,
      pack_id: pack.id,
      title: pack.title,
      pack_version: pack.version,
      from_on: '2026-11-23',
      pack: JSON.stringify(pack),
      account_id: null,
      adopted_at: world.clock.now,
      withdrawn_at: null,
    }),
  )
  return id
}

/** The assessments of a tier, newest first. */
export const tiers = (world: World) =>
  world.county.db
    .selectFrom('assessment')
    .selectAll()
    .where('about', '=', 'tier')
    .orderBy('made_at', 'desc')
    .execute()

/** A minute goes by. */
export function later(world: World) {
  world.clock.now = new Date(world.clock.now.getTime() + 60_000)
}
