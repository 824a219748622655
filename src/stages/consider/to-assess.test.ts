import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { keepProtocol } from '#src/adopted/protocol.ts'
import { adopt, give, oneModel, onRegister, set } from '#test/considered.ts'
import { addTestDirectorate, addTestEntry } from '#test/entries.ts'
import { changeAs } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

const staff = '/wendleshire/staff'
const line = /href="([^"]+)">1 partnership is to be assessed again</

describe('what calls for another assessment, on Home', () => {
  const world = useWorld()
  const homeOf = async (role: 'keeper' | 'contributor' | 'reader', scope = {}) =>
    (await (await world.signIn(role, 'county', scope)).see(staff)).body

  test('SIG-3: Money that moved counts, and the line leads to it alone', async () => {
    const keeper = await onRegister(world, { 'money-a-year': 60_000 })
    assert.doesNotMatch((await keeper.see(staff)).body, line)
    await give(world, 6_100_000)
    assert.doesNotMatch((await keeper.see(staff)).body, line, 'too little to matter')
    await give(world, 9_000_000)
    const list = line.exec((await keeper.see(staff)).body)![1]!
    const shown = await keeper.see(list)
    assert.match(shown.text, /1 assessment\b.* Assess again Our own money a year: was £60,000 a year/)
    assert.match(shown.body, /value="again" selected/)
    const auditor = await world.signIn('auditor')
    assert.match((await auditor.see(list)).text, /1 assessment\b.* Assess again/, 'who may only read too')
    await set(world, { stage: 'ended' })
    assert.doesNotMatch((await keeper.see(`${staff}/assessments`)).text, /Assess again/)
  })

  test('SIG-3: A review that is due counts from its day, for those who may assess, until it ends or is assessed', async () => {
    await onRegister(world, { 'money-a-year': 100 })
    world.clock.now = new Date('2028-11-23T10:00:00Z')
    assert.doesNotMatch(await homeOf('keeper'), line)
    world.clock.now = new Date('2028-11-24T10:00:00Z')
    assert.match(await homeOf('keeper'), line)
    assert.match(await homeOf('contributor'), line)
    assert.doesNotMatch(await homeOf('reader'), line)
    const elsewhere = { directorateId: await addTestDirectorate(world, 'Elsewhere') }
    assert.doesNotMatch(await homeOf('contributor', elsewhere), line)
    await set(world, { stage: 'ended' })
    assert.doesNotMatch(await homeOf('keeper'), line)
  })

  test('SIG-3: What nothing calls for is not on the list', async () => {
    const keeper = await onRegister(world, { 'money-a-year': 60_000 })
    assert.match((await keeper.see(`${staff}/assessments?outcome=again`)).text, /Nothing found/)
    assert.match((await keeper.see(`${staff}/assessments`)).text, /1 assessment/)
  })

  test('SIG-3: What was not known when it was assessed, and brings another tier, counts too', async () => {
    const of = [{ id: 'lead', says: 'We lead', if: { fact: 'lead', is: true } }] as const
    await adopt(world, oneModel('ours', { tests: [{ tier: 'significant', need: 'any', of: [...of] }] }))
    const keeper = await onRegister(world, {})
    assert.doesNotMatch((await keeper.see(staff)).body, line)
    await set(world, { lead_member: true })
    const list = line.exec((await keeper.see(staff)).body)![1]!
    assert.match((await keeper.see(list)).text, /Assess again The rules now find it significant/)
  })

  // So many entries of one kind, in place, each assessed with these facts and with this on the register now.
  async function addAssessed(names: string[], tier: 'light' | 'significant', was: object, now: object = {}) {
    const ids: string[] = []
    for (const name of names) ids.push((await addTestEntry(world, { name })).id)
    await changeAs(world, async act => {
      const made_at = world.clock.now
      const { id: protocol_id } = await keepProtocol(act, world.county.id, '2026-11-23', made_at)
      for (const id of ids) {
        const writer = act.on('involvement', id, 'x')
        await writer.update('involvement', id, { tier })
        await writer.insert('commitment', {
          involvement_id: id,
          year: '2026/27',
          type: 'officer-time',
          form: null,
          pence: null,
          budgeted: null,
          days: null,
          ...now,
        })
        await writer.insert('assessment', {
          involvement_id: id,
          about: 'tier',
          protocol_id,
          model: 'common-2026',
          result: tier,
          found: tier,
          says: 'As it was',
          facts: JSON.stringify({ ...was, tier }),
          cause: 'first',
          account_id: null,
          made_by: 'Tests',
          made_at,
        })
      }
    })
  }
  const many = Array.from({ length: 22 }, (_, i) => `Of many ${i}`)

  test('SIG-3: Many that changed by what does not matter hide none that does', async () => {
    await addAssessed(many, 'light', { officer_days_a_year: 5 }, { days: 6 })
    const keeper = await world.signIn('keeper')
    assert.doesNotMatch((await keeper.see(staff)).body, line)
    await addAssessed(
      ['The one'],
      'significant',
      { money_a_year: 60_000 },
      { type: 'money', pence: 9_000_000 },
    )
    const list = line.exec((await keeper.see(staff)).body)![1]!
    assert.match((await keeper.see(list)).text, /1 assessment\b.* The one/)
  })

  test('SIG-3: Many whose review is not due yet hide none that is', async () => {
    await addAssessed(many, 'light', { officer_days_a_year: 5 }, { days: 5 })
    await addAssessed(['The one'], 'significant', { accountable_body: true })
    world.clock.now = new Date('2027-12-24T10:00:00Z')
    const keeper = await world.signIn('keeper')
    const list = line.exec((await keeper.see(staff)).body)![1]!
    assert.match(
      (await keeper.see(list)).text,
      /1 assessment\b.* The one .* Its review was due on 23 November 2027/,
    )
  })

  test('SIG-3: Where one of the first is to be assessed and others may be, Home says so', async () => {
    await addAssessed(
      ['The one'],
      'significant',
      { money_a_year: 60_000 },
      { type: 'money', pence: 9_000_000 },
    )
    await addAssessed(many, 'light', { officer_days_a_year: 5 }, { days: 6 })
    const { text } = await (await world.signIn('keeper')).see(staff)
    assert.match(text, /1 or more partnerships are to be assessed again/)
  })
})
