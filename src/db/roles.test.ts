import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { useWorld } from '#test/world.ts'

describe('what each role of the database may do', () => {
  const world = useWorld()

  test('REG-5: the public site may read what is published and change nothing', async () => {
    const { rows } = await sql<{ name: string; writes: boolean }>`
      select relname as name, has_table_privilege('concordat_public', oid, 'insert, update, delete, truncate') as writes
      from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
        and has_table_privilege('concordat_public', oid, 'select, insert, update, delete, truncate')
      order by 1`.execute(world.database.public())
    assert.deepEqual(
      rows,
      ['public_copy', 'public_mention', 'public_protocol', 'public_site', 'publication'].map(name => ({
        name,
        writes: false,
      })),
    )
  })

  test('What runs on the owner’s behalf is closed to the public site and reads no table made for the moment', async () => {
    const { rows } = await sql<{ name: string; open: boolean; path: string }>`
      select proname as name, has_function_privilege('concordat_public', oid, 'execute') as open,
        (select s from unnest(proconfig) s where s like 'search_path=%') as path
      from pg_proc where prosecdef and pronamespace = 'public'::regnamespace`.execute(world.database.public())
    assert.ok(rows.length >= 4)
    for (const { name, open, path } of rows) {
      assert.equal(open, false, name)
      assert.equal(path, 'search_path=public, pg_temp', name)
    }
  })
  test('No role has its plans compiled', async () => {
    const { database, county } = world
    for (const db of [county.db, database.public(), database.maintenance()]) {
      const { rows } = await sql<{ jit: string }>`show jit`.execute(db)
      assert.deepEqual(rows, [{ jit: 'off' }])
    }
  })
})
