import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { give, onRegister, set } from '#test/considered.ts'
import { addTestDirectorate } from '#test/entries.ts'
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
})
