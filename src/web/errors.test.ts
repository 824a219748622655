import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { buildApp } from '#src/app.ts'
import { readConfig } from '#src/config.ts'
import { today, useWorld } from '#test/world.ts'

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

  test('No cache on the way keeps what staff read or what went wrong', async () => {
    const keeper = await world.signIn('keeper')
    for (const path of ['/wendleshire/staff', '/wendleshire/staff/partnerships', '/account', '/sign-in'])
      assert.equal((await keeper.see(path)).response.headers['cache-control'], 'private, no-cache', path)
    for (const path of ['/no/such/page', '/wendleshire/register/WCC-9', '/wendleshire/staff/people/9'])
      assert.equal((await keeper.see(path)).response.headers['cache-control'], 'no-store', path)
    const styles = /href="([^"]+styles\.css)"/.exec((await keeper.see('/account')).body)![1]!
    assert.match(String((await keeper.see(styles)).response.headers['cache-control']), /immutable/)
    const script = styles.replace('styles.css', 'web/start.js')
    assert.match(String((await keeper.see(script)).response.headers['cache-control']), /immutable/)
  })

  test('Of two acts that crossed the second is told, not shown a fault', async () => {
    const config = readConfig({ LOG_LEVEL: 'silent', SESSION_SECRET: 'x'.repeat(40) })
    const { database } = world
    const app = await buildApp({ config, database, now: () => today, setupToken: 'none' })
    app.get('/taken-twice', { config: { needs: 'anyone' } }, () =>
      sql`insert into setting (name, value) values ('taken', '1'), ('taken', '2')`.execute(database.app()),
    )
    const answer = await app.inject('/taken-twice')
    assert.equal(answer.statusCode, 409)
    assert.match(answer.body, /Something changed meanwhile/)
    assert.doesNotMatch(answer.body, /duplicate key/)
    await app.close()
  })
})
