import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addTestEntry } from '#test/entries.ts'
import { openSite } from '#test/published.ts'
import { today, useWorld } from '#test/world.ts'

describe('characters the database refuses', () => {
  const world = useWorld()

  test('A NUL in a form, its reason or an address is left out', async () => {
    await openSite(world.county.db, world.county.id, today)
    const entry = await addTestEntry(world)
    const keeper = await world.signIn('keeper')
    const saved = await keeper.post(`${entry.path}/edit/about`, { purpose: 'To\0gether', why: 'Re\0view' })
    assert.equal(saved.status, 303, saved.text)
    assert.match((await keeper.see(entry.path)).text, /Purpose Together/)
    assert.match((await keeper.see(`${entry.path}/history`)).text, /Why: Review/)
    assert.equal((await keeper.see(`${entry.path}/merge?with=a%00b`)).status, 200)
    for (const path of ['register/%00', 'register/a%00.json', 'bodies/%00aaaaaaa', 'people/%00aaaaaaa'])
      assert.equal((await world.visitor().see(`/wendleshire/${path}`)).status, 404, path)
  })
})
