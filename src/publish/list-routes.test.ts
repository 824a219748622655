import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { change } from '#src/trail/change.ts'
import { addTestEntry } from '#test/entries.ts'
import { useWorld } from '#test/world.ts'

const all = '/wendleshire/staff/publish/all'
const settings = '/wendleshire/staff/settings/publishing'

describe('publishing several entries at once', () => {
  const world = useWorld()

  test('REG-5: it says afterwards whether all, some or none of them were published', async () => {
    const admin = await world.signIn('administrator')
    await admin.fill(settings, {}, `${settings}/open`)
    const { id } = await addTestEntry(world, { name: 'Wild Rivers' })
    const by = { kind: 'command', accountId: null, name: 'Tests', capacity: 'Operator' } as const
    const what = { authority: world.county.id, by, at: world.clock.now, action: 'involvement.edit' }
    await change(world.county.db, what, act =>
      act.on('involvement', id, 'Wild Rivers').update('involvement', id, { risk_manager: 'Jane Doe' }),
    )
    await addTestEntry(world, { name: 'Harbour Forum' })
    const keeper = await world.signIn('keeper')
    const said = async (fields: Record<string, string>) =>
      (await keeper.see((await keeper.fill(all, fields)).location!)).text
    assert.match(await said({ undecided: 'leave' }), /published, but for those that wait for a decision/)
    assert.match(await said({ undecided: 'leave' }), /No entry is published: each of them waits/)
    assert.match(await said({ undecided: 'safety' }), /The entries are published\./)
  })
})
