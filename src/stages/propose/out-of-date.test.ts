import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import type { Act } from '#src/trail/change.ts'
import { addApproved } from '#test/approved.ts'
import { adopt } from '#test/considered.ts'
import { common, commonWith } from '#test/packs.ts'
import { changeAs } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

const day = 86_400_000

/** What stood on each entry when it was approved. */
type Before = { entry: string; partnership: string; pledge: string; member: string; body: string }

describe('which approvals are out of date', () => {
  const world = useWorld()
  const other = newId()

  const on = (act: Act, { entry }: Before) => act.on('involvement', entry, 'An entry')
  const money = (involvement_id: string, year: string, pence: number) => ({
    involvement_id,
    year,
    type: 'money' as const,
    pence,
    form: null,
    budgeted: true,
    days: null,
  })
  const moves: [what: string, moves: boolean, work: (act: Act, before: Before) => Promise<unknown>][] = [
    ['Our level', true, (act, of) => on(act, of).update('involvement', of.entry, { level: 'lead' })],
    ['Our lead', true, (act, of) => on(act, of).update('involvement', of.entry, { lead_member: true })],
    ['The tier', true, (act, of) => on(act, of).update('involvement', of.entry, { tier: 'significant' })],
    ['More money', true, (act, of) => on(act, of).update('commitment', of.pledge, { pence: 900_000 })],
    [
      'Another year',
      true,
      (act, of) => on(act, of).insert('commitment', money(of.entry, '2027/28', 400_000)),
    ],
    ['No money', true, (act, of) => on(act, of).remove('commitment', of.pledge)],
    ['Unbudgeted', true, (act, of) => on(act, of).update('commitment', of.pledge, { budgeted: false })],
    [
      'A new member',
      true,
      (act, of) =>
        on(act, of).insert('membership', { partnership_id: of.partnership, organisation_id: other }),
    ],
    ['A member gone', true, (act, of) => on(act, of).remove('membership', of.member)],
    ['An observer', true, (act, of) => on(act, of).update('membership', of.member, { role: 'observer' })],
    [
      'A body renamed',
      true,
      (act, of) => act.on('organisation', of.body, 'x').update('organisation', of.body, { name: 'Renamed' }),
    ],
    ['A little money', false, (act, of) => on(act, of).update('commitment', of.pledge, { pence: 505_000 })],
    ['New notes', false, (act, of) => on(act, of).update('involvement', of.entry, { notes: 'x' })],
  ]

  // Approved once more a day after all that was added, which so is nothing that was changed since.
  const approveLater = (entry: string) =>
    changeAs(world, async act => {
      const { facts, content, ...last } = await act.trx
        .selectFrom('approval')
        .selectAll()
        .where('involvement_id', '=', entry)
        .executeTakeFirstOrThrow()
      const at = new Date(last.submitted_at.getTime() + day)
      const { authority_id: _, version: __, ...own } = last
      const again = { ...own, id: newId(), number: 2, submitted_at: at, ended_at: at }
      const frozen = { facts: JSON.stringify(facts), content: JSON.stringify(content) }
      await act.on('involvement', entry, 'x').insert('approval', { ...again, ...frozen })
    })

  test('APP-6: the list finds whatever moved since an approval, by whichever way it was changed, and nothing else', async () => {
    await changeAs(world, act =>
      act.on('organisation', other, 'x').insert('organisation', { id: other, name: 'Newcomer' }),
    )
    const befores: Before[] = []
    for (const [name] of moves) {
      const before = { pledge: newId(), member: newId(), body: newId() }
      const { id } = await addApproved(world, { name, stage: 'in-place' }, {}, async (act, entry) => {
        const writer = act.on('involvement', entry, name)
        const { partnership_id } = await act.trx
          .selectFrom('involvement')
          .select('partnership_id')
          .where('id', '=', entry)
          .executeTakeFirstOrThrow()
        await writer.insert('commitment', { id: before.pledge, ...money(entry, '2026/27', 500_000) })
        const body = { id: before.body, name: `Body of ${name}` }
        await act.on('organisation', before.body, name).insert('organisation', body)
        const member = { id: before.member, partnership_id, organisation_id: before.body }
        await writer.insert('membership', member)
        befores.push({ ...before, entry, partnership: partnership_id })
      })
      await approveLater(id)
    }
    world.clock.now = new Date(world.clock.now.getTime() + 2 * day)
    const keeper = await world.signIn('keeper')
    const listed = async () => {
      const { text } = await keeper.see('/wendleshire/staff/proposals?state=out-of-date')
      return moves.map(([name]) => name).filter(name => text.includes(`${name} WCC-`))
    }
    assert.deepEqual(await listed(), [])
    for (const [i, [, , work]] of moves.entries()) await changeAs(world, act => work(act, befores[i]!))
    assert.deepEqual(
      await listed(),
      moves.filter(([, moved]) => moved).map(([name]) => name),
    )
  })

  test('APP-6: so does money of which a part is no longer said to be within the budget', async () => {
    const pledge = newId()
    const { id } = await addApproved(
      world,
      { name: 'Half said', stage: 'in-place' },
      {},
      async (act, entry) => {
        await act
          .on('involvement', entry, 'x')
          .insertMany('commitment', [
            { id: pledge, ...money(entry, '2026/27', 100_000) },
            money(entry, '2027/28', 100_000),
          ])
      },
    )
    await changeAs(world, async act => {
      const { id: answer } = await act.trx
        .selectFrom('answer')
        .select('id')
        .where('question', '=', 'case.in-budget')
        .executeTakeFirstOrThrow()
      await act.on('involvement', id, 'x').remove('answer', answer)
    })
    await approveLater(id)
    world.clock.now = new Date(world.clock.now.getTime() + 2 * day)
    const keeper = await world.signIn('keeper')
    const list = '/wendleshire/staff/proposals?state=out-of-date'
    assert.doesNotMatch((await keeper.see(list)).text, /Half said/)
    await changeAs(world, act =>
      act.on('involvement', id, 'x').update('commitment', pledge, { budgeted: null }),
    )
    assert.match((await keeper.see(list)).text, /Half said/)
  })

  test('APP-6, PRO-1: so does what only a protocol of our own counts as material', async () => {
    const material = [
      ...common.material,
      { id: 'officer_days_a_year', percent: 25, source: 'ours' as const },
      { id: 'sponsor_named', source: 'ours' as const },
    ]
    await adopt(world, commonWith({ material }))
    const time = newId()
    for (const name of ['More days', 'As it was'])
      await addApproved(world, { name, stage: 'in-place' }, {}, async (act, entry) => {
        const days = { type: 'officer-time' as const, pence: null, budgeted: null, days: 10 }
        const row = { ...money(entry, '2026/27', 0), ...days }
        const writer = act.on('involvement', entry, 'x')
        await writer.insert('commitment', money(entry, '2026/27', 500_000))
        await writer.insert('commitment', name === 'More days' ? { id: time, ...row } : row)
      })
    const keeper = await world.signIn('keeper')
    const list = '/wendleshire/staff/proposals?state=out-of-date'
    assert.doesNotMatch((await keeper.see(list)).text, /More days|As it was/)
    await changeAs(world, act => act.on('involvement', time, 'x').update('commitment', time, { days: 20 }))
    const { text } = await keeper.see(list)
    assert.match(text, /More days/)
    assert.doesNotMatch(text, /As it was/)
  })
})
