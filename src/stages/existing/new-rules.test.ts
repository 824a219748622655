import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { adoptCommon } from '#test/approved.ts'
import { adopt, later } from '#test/considered.ts'
import { addTestEntry } from '#test/entries.ts'
import { common, commonWith } from '#test/packs.ts'
import { useWorld } from '#test/world.ts'

describe('the short door when other rules have come into force', () => {
  const world = useWorld()

  test('PRO-1, ENT-7: what is put on record by the short door goes over, and the door goes on', async () => {
    await adoptCommon(world, '2020-04-01')
    const entry = await addTestEntry(world, { started_on: '2014' })
    const keeper = await world.signIn('keeper')
    const door = `${entry.path}/existing`
    const rules = `${entry.path}/proposal/protocol`
    assert.equal((await keeper.fill(door, {})).status, 303)
    const sets = common.sets.map(set =>
      set.id === 'exposure'
        ? { ...set, questions: set.questions.map(each => ({ ...each, text: `${each.text} Say so` })) }
        : set,
    )
    later(world)
    await adopt(world, { ...commonWith({}), title: 'The next protocol', sets })
    const before = await keeper.see(door)
    assert.match(before.text, /The rules have changed since this was begun/)
    assert.ok(before.body.includes(`href="${rules}"`))
    const shown = await keeper.see(rules)
    assert.match(shown.text, /Nothing\. Every answer to what is still asked stays as it is/)
    assert.doesNotMatch(shown.text, /Approvals/)
    const done = await keeper.fill(rules, {})
    assert.equal(done.location, `${door}?done=new-rules`)
    const after = await keeper.see(done.location!)
    assert.match(after.text, /The draft is under the protocol now in force/)
    assert.match(after.text, /\d pages are left/)
    assert.doesNotMatch(after.text, /The rules have changed/)
    assert.match((await keeper.see(`${entry.path}/questions/exposure`)).text, / Say so/)
  })
})
