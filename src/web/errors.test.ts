import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { useWorld } from '#test/world.ts'

describe('what a service answers when it is well, lost or crossed', () => {
  const world = useWorld()

  test('A running service says that it lives and can answer', async () => {
    assert.equal((await world.visitor().see('/health/live')).status, 200)
    assert.equal((await world.visitor().see('/health/ready')).status, 200)
  })

  test('An address that is not ours is a page that says so', async () => {
    const page = await world.visitor().see('/no/such/page')
    assert.equal(page.status, 404)
    assert.match(page.text, /Page not found/)
  })

  test('Of two people who add the same directorate in the same moment the second is told, not shown a fault', async () => {
    const people = [await world.signIn('keeper'), await world.signIn('administrator')]
    const page = '/wendleshire/staff/settings/directorates/new'
    const answers = await Promise.all(people.map(each => each.fill(page, { name: 'Place' })))
    const [first, second] = answers.map(each => each.status).sort()
    assert.equal(first, 303)
    assert.ok(second === 409 || second === 422, String(second))
  })
})
