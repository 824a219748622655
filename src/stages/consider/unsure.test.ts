import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { later } from '#test/considered.ts'
import { useWorld } from '#test/world.ts'

const staff = '/wendleshire/staff'
const start = `${staff}/assessments/test`
const named = `${start}?name=Wendle+Valley+Rangers`
const again = `${start}?of=WCC-0001`
const partnership =
  'single-body=no&independent-bodies=yes&talk-only=no&service-for-us=no&shared-agreeing=yes&shared-delivery=yes&wellbeing=yes&features=skipped'
const unsure =
  'single-body=no&independent-bodies=no&talk-only=no&service-for-us=no&shared-agreeing=yes&shared-delivery=yes&wellbeing=yes'

describe('A test that ends in ‘take advice’', () => {
  const world = useWorld()

  test('DEF-3: the first says that nothing more is asked until the advice is there', async () => {
    const keeper = await world.signIn('keeper')
    assert.match((await keeper.see(`${named}&${unsure}`)).text, /stands on the list of assessments/)
    const kept = await keeper.fill(`${named}&${unsure}`, {})
    assert.match((await keeper.see(kept.location!)).text, /nothing more is asked. Once you have the advice/)
  })

  test('DEF-4: a draft stays as it is, and the pages say so and lead to it', async () => {
    const keeper = await world.signIn('keeper')
    await keeper.fill(`${named}&${partnership}`, {})
    assert.match((await keeper.see(`${again}&${unsure}`)).text, /Its draft proposal stays as it is/)
    later(world)
    const kept = await keeper.fill(`${again}&${unsure}`, {})
    const page = await keeper.see(kept.location!)
    assert.match(page.text, /Its draft proposal stays as it is. Go on with it/)
    assert.match(page.body, /href="[^"]+WCC-0001\/proposal">Go on with it/)
    const { state } = await world.county.db.selectFrom('proposal').select('state').executeTakeFirstOrThrow()
    assert.equal(state, 'draft')
  })

  test('DEF-4: what drops a draft says so before it is kept', async () => {
    const keeper = await world.signIn('keeper')
    await keeper.fill(`${named}&${partnership}`, {})
    const outcome = await keeper.see(`${again}&single-body=yes`)
    assert.match(outcome.text, /Keeping this result drops its draft proposal/)
    assert.doesNotMatch((await keeper.see(`${named}&single-body=yes`)).text, /drops its draft/)
  })
})
