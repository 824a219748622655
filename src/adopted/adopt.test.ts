import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { publishProtocols } from '#src/publish/protocols.ts'
import { change, type What } from '#src/trail/change.ts'
import { today, useWorld } from '#test/world.ts'
import { adoptProtocol, listAdoptions, takeBackProtocol, whyNotFrom } from './adopt.ts'
import { openBuiltIn } from './built-in.ts'
import { protocolOn } from './protocol.ts'

describe('adopting a protocol', () => {
  const world = useWorld()
  let minutes = 0
  const what = (): What => ({
    authority: world.county.id,
    by: { kind: 'command', accountId: null, name: 'Tests', capacity: 'Operator' },
    at: new Date(today.getTime() + 60_000 * ++minutes),
    action: 'protocol.adopt',
  })
  const adopt = (name: 'common' | 'harborough' | 'northampton', from: string) =>
    change(world.county.db, what(), act =>
      adoptProtocol(act, what(), { opened: openBuiltIn(name), file: '', from, reference: 'Council 12/7' }),
    )
  const inForce = async (day: string) => (await protocolOn(world.county.db, world.county.id, day)).title

  test('PRO-1: what is adopted is in force from its day, and what was before until then', async () => {
    const { title } = openBuiltIn('harborough').pack
    await adopt('harborough', '2027-04-01')
    assert.equal(await inForce('2027-03-31'), openBuiltIn('common').pack.title)
    assert.equal(await inForce('2027-04-01'), title)
    assert.equal((await protocolOn(world.borough.db, world.borough.id, '2027-04-01')).id, null)
  })

  test('PRO-1: of two adopted for one day the later holds', async () => {
    await adopt('harborough', '2026-11-23')
    await adopt('northampton', '2026-11-23')
    assert.equal(await inForce('2026-11-23'), openBuiltIn('northampton').pack.title)
  })

  test('PRO-1: an adoption is taken back before its day, and never after', async () => {
    const coming = await adopt('harborough', '2027-04-01')
    const back = (id: string, day: string) =>
      change(world.county.db, what(), act => takeBackProtocol(act, id, day, today))
    await assert.rejects(back(coming, '2027-04-01'), /It is in force/)
    await back(coming, '2027-03-31')
    assert.equal(await inForce('2027-04-01'), openBuiltIn('common').pack.title)
    assert.ok((await listAdoptions(world.county.db))[0]!.withdrawn_at)
    await assert.rejects(back(coming, '2027-03-31'), /taken back already/)
  })

  test('PRO-5: what was adopted is frozen', async () => {
    const id = await adopt('harborough', '2026-11-23')
    for (const patch of [{ pack: '{}' }, { from_on: '2026-01-01' }, { file: 'x' }])
      await assert.rejects(
        change(world.county.db, what(), act =>
          act.on('protocol', id, 'X').update('protocol', id, patch as object),
        ),
        /cannot be changed/,
      )
  })

  test('PRO-1: a day in the past, or before the first test of significance, is refused in words', () => {
    const pack = openBuiltIn('common')
    assert.match(whyNotFrom(pack, '2026-11-22', '2026-11-23')!, /today or later/)
    assert.equal(whyNotFrom(pack, '2026-11-23', '2026-11-23'), undefined)
    assert.match(whyNotFrom(pack, '2025-11-23', '2025-11-23')!, /starts on 2026-01-01/)
  })

  test('PRO-4: an adoption remembers what the authority added and tightened', async () => {
    await adopt('harborough', '2026-11-23')
    const row = await world.county.db.selectFrom('protocol').select('local').executeTakeFirstOrThrow()
    assert.ok(row.local.includes('added policy.one-way'))
    assert.ok(row.local.includes('tightened requirements.registered'))
    assert.ok(!row.local.some(each => each.endsWith('requirements.legal-power')))
  })

  test('PRO-1: nothing is copied for the public where no public register is open', async () => {
    await adopt('harborough', '2026-11-23')
    await change(world.county.db, what(), act => publishProtocols(act.trx, world.county.id))
    assert.equal((await world.county.db.selectFrom('public_protocol').select('title').execute()).length, 0)
  })
})
