import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addTestDirectorate } from '#test/entries.ts'
import { beginForm, signedForm } from '#test/registration.ts'
import { useWorld } from '#test/world.ts'

const register = '/wendleshire/staff/partnerships'

describe('a form that is not logged yet', () => {
  const world = useWorld()

  test('REG-3: It is on no list, in no count, search, export or directory page', async () => {
    const keeper = await world.signIn('keeper')
    const form = await signedForm(keeper, await addTestDirectorate(world, 'Places'))
    const reader = await world.signIn('reader')
    const police = await world.county.db.selectFrom('organisation').select('id').executeTakeFirstOrThrow()
    for (const client of [keeper, reader])
      for (const path of [
        '/wendleshire/staff',
        register,
        `${register}?q=Safer`,
        `${register}.csv`,
        `${register}.json`,
        `/wendleshire/staff/organisations/${police.id}`,
      ]) {
        const page = await client.see(path)
        assert.equal(page.status, 200, path)
        assert.doesNotMatch(page.body.replaceAll('value="Safer"', ''), /Safer Wendleshire|WCC-0001/, path)
      }
    for (const path of ['', '/form', '/history', '/who', '/edit/about', '/move'])
      assert.notEqual((await reader.see(`${register}/WCC-0001${path}`)).status, 200, path)
    assert.equal((await reader.see(`${register}/WCC-0001`)).status, 404)
    assert.equal((await keeper.see(`${register}/WCC-0001`)).location, form)
  })

  test('REG-3: Every other address of it leads to its form, and its history is there for its people', async () => {
    const keeper = await world.signIn('keeper')
    const form = await beginForm(keeper)
    for (const path of ['', '/edit/about', '/move', '/remove', '/merge'])
      assert.equal((await keeper.see(`${register}/WCC-0001${path}`)).location, form, path)
    for (const path of ['/edit/about', '/move', '/remove', '/confirm', '/restore'])
      assert.equal((await keeper.post(`${register}/WCC-0001${path}`, { why: 'x' })).location, form, path)
    assert.match((await keeper.see(`${register}/WCC-0001/history`)).text, /began the registration form/)
    assert.match((await keeper.see(`${register}/WCC-0001/who`)).text, /Contributor|Keeper of the Tests/)
  })

  test('REG-3: Those who may register or log there see it, and whoever began it always does', async () => {
    const [places, people] = [
      await addTestDirectorate(world, 'Places'),
      await addTestDirectorate(world, 'People'),
    ]
    const person = await world.signIn('contributor', 'county', { directorateId: places })
    const form = await beginForm(person)
    const beside = await world.signIn('sponsor', 'county', { directorateId: places })
    const elsewhere = await world.signIn('contributor', 'county', { directorateId: people })
    assert.equal((await beside.see(form)).status, 200)
    assert.equal((await elsewhere.see(form)).status, 404)
    assert.equal((await elsewhere.post(`${form}/purpose`, { purpose: 'x' })).status, 404)
    const keeper = await world.signIn('keeper')
    await keeper.fill(`${form}/role`, { lead_member: 'no', representative: 'no', directorate: people })
    assert.equal((await person.see(form)).status, 200)
    assert.equal((await person.fill(`${form}/purpose`, { purpose: 'Still mine' })).status, 303)
    assert.equal((await beside.see(form)).status, 404)
    const stranger = await world.signIn('keeper', 'borough')
    assert.equal((await stranger.see(form)).status, 404)
  })
})
