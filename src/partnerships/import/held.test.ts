import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Stage } from '#src/domain/words.ts'
import { addTestEntry } from '#test/entries.ts'
import { today, useWorld } from '#test/world.ts'
import { runImport } from './run.ts'

const by = { kind: 'command', accountId: null, name: 'Command line', capacity: 'Operator' } as const
const name = 'Safer Wendleshire Partnership'

describe('a file does not move a partnership along', () => {
  const world = useWorld()
  const take = (csv: string) =>
    runImport(world.database, world.county.id, {
      bytes: new TextEncoder().encode(csv),
      name: 'register.csv',
      by,
      at: new Date(today.getTime() + 60_000),
    })
  const open = () =>
    world.county.db.selectFrom('settlement').selectAll().where('state', '=', 'open').execute()
  const entries = () =>
    world.county.db.selectFrom('register_entry').select(['kind', 'stage']).orderBy('reference').execute()

  test('APP-2: What is considered, proposed or declined is not approved or in place because a file says so', async () => {
    const keeper = await world.signIn('keeper')
    const tries: [Stage, string][] = [
      ['considered', 'In place'],
      ['considered', 'Approved'],
      ['considered', 'Ended'],
      ['proposed', 'Approved'],
      ['approved', 'In place'],
      ['declined', 'In place'],
      ['not-a-partnership', 'In place'],
      ['in-place', 'Approved'],
    ]
    for (const [i, [stage, status]] of tries.entries()) {
      const called = `${'Safe Warm Dry Tall Deep Calm Kind Wise'.split(' ')[i]} Homes ${i}`
      const entry = await addTestEntry(world, { stage, name: called })
      const taken = await take(
        `Reference,Name,Status,Theme\n${entry.reference},${called},${status},Housing\n`,
      )
      assert.equal(taken.updated, 1, `${stage} to ${status}`)
      const row = await world.county.db
        .selectFrom('register_entry')
        .select(['stage', 'theme'])
        .where('involvement_id', '=', entry.id)
        .executeTakeFirstOrThrow()
      assert.deepEqual(row, { stage, theme: 'Housing' }, `${stage} to ${status}`)
    }
    const asked = await open()
    assert.equal(asked.length, tries.length)
    assert.match(
      asked[0]!.message,
      /A partnership that is ‘Being considered’ does not become ‘In place’ through a file/,
    )
    // Settling it as the file had it is refused as well.
    const answer = await keeper.post('/wendleshire/staff/imports/settle', {
      id: asked[0]!.id,
      do: 'accept',
      value: 'in-place',
      form_id: crypto.randomUUID(),
    })
    assert.equal(answer.status, 409, answer.text)
    assert.match(answer.text, /does not become ‘In place’ through a file/)
  })

  test('REG-7: What by hand needs nothing a file may do, and kinds the protocol does not cover are free', async () => {
    await addTestEntry(world, { name: 'Old Friends Alliance' })
    await addTestEntry(world, { name: 'Benchmarking Club', kind: 'network', stage: 'considered' })
    await take(
      'Name,Kind,Status,End date\nOld Friends Alliance,Partnership,Ended,2025\nBenchmarking Club,Network,In place,\n',
    )
    assert.deepEqual(await open(), [])
    assert.deepEqual(
      (await entries()).map(each => each.stage),
      ['ended', 'in-place'],
    )
  })

  test('ENT-7: A network in place becomes a partnership by file only where it began before the protocol', async () => {
    const entry = await addTestEntry(world, { name, kind: 'network' })
    const csv = (start: string) =>
      `Reference,Name,Kind,Start date\n${entry.reference},${name},Partnership,${start}\n`
    await take(csv(''))
    assert.deepEqual(await entries(), [{ kind: 'network', stage: 'in-place' }])
    assert.match((await open())[0]!.message, /Enter when it started/)
    await take(csv('2014'))
    assert.deepEqual(await entries(), [{ kind: 'partnership', stage: 'in-place' }])
  })

  test('REG-7: A new row may state any status, also one that was settled later', async () => {
    const keeper = await world.signIn('keeper')
    await take('Name,Status\nOne Alliance,Approved\nTwo Alliance,In place\nThree Alliance,purple\n')
    const [question] = await open()
    const answer = await keeper.post('/wendleshire/staff/imports/settle', {
      id: question!.id,
      do: 'accept',
      value: 'considered',
      form_id: crypto.randomUUID(),
    })
    assert.equal(answer.status, 303, answer.text)
    assert.deepEqual(
      (await entries()).map(each => each.stage),
      ['approved', 'in-place', 'considered'],
    )
  })
})
