import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { useWorld } from '#test/world.ts'

describe('health', () => {
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
})
