import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { useCounty } from './county.ts'
import { tenantTables } from './rows.ts'

// What the database itself refuses, whatever the code above it does. `set role` is not among it: the pool takes
// roles with it, and no statement of the application is made of what people type.
describe('rows of another authority', () => {
  const county = useCounty()
  let tables: string[]
  before(async () => {
    tables = await tenantTables(county.database)
  })

  test('MUL-1: row-level security is on and forced for every table of an authority', async () => {
    const { rows } = await sql<{ relname: string; on: boolean; forced: boolean }>`
      select relname, relrowsecurity as on, relforcerowsecurity as forced from pg_class
      where relnamespace = 'public'::regnamespace and relname = any(${[...tables, 'authority', 'event_seal']})`.execute(
      county.database.maintenance(),
    )
    assert.equal(rows.length, tables.length + 2)
    for (const row of rows) assert.ok(row.on && row.forced, `${row.relname} is not forced`)
    assert.ok(tables.length >= 24, `only ${tables.length} tables belong to an authority`)
  })

  test('MUL-1: an authority counts none of another’s rows, and without an authority there are none', async () => {
    for (const table of tables) {
      const all = await countRows(county.database.maintenance(), table, county.other.id)
      assert.ok(all > 0, `the tests have no row of ${table}: add one in test/county.ts`)
      assert.equal(await countRows(county.own.db, table, county.other.id), 0, table)
      assert.ok((await countRows(county.own.db, table, county.own.id)) > 0, `${table} hides its own rows`)
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}
        where authority_id is not null`.execute(county.database.app())
      assert.equal(rows[0]!.n, 0, `${table} without an authority`)
    }
  })

  test('an authority changes its own rows, so that the counts of none below mean something', async () => {
    const changed = await sql`update organisation set name = name`.execute(county.own.db)
    assert.ok(Number(changed.numAffectedRows) > 0)
  })

  test('MUL-1: an authority changes and deletes none of another’s rows', async () => {
    for (const table of tables) {
      for (const db of [county.own.db, county.database.app()]) {
        const update = sql`update ${sql.table(table)} set authority_id = authority_id where authority_id = ${county.other.id}`
        const remove = sql`delete from ${sql.table(table)} where authority_id = ${county.other.id}`
        for (const statement of [update, remove]) {
          const touched = await statement.execute(db).then(
            result => Number(result.numAffectedRows ?? 0),
            (error: Error) => {
              assert.match(error.message, /permission denied/, table)
              return 0
            },
          )
          assert.equal(touched, 0, table)
        }
      }
    }
  })

  test('MUL-1: an authority adds no row to another, and gives none of its own away', async () => {
    for (const table of tables) {
      const columns = await insertable(county.database.maintenance(), table)
      const copied = sql`insert into ${sql.table(table)} (${sql.join(columns.map(c => sql.ref(c)))})
        select ${sql.join(columns.map(c => (c === 'authority_id' ? sql`${county.other.id}::uuid` : sql.ref(c))))}
        from ${sql.table(table)} limit 1`
      await assert.rejects(copied.execute(county.own.db), /row-level security|permission denied/, table)
      const given = sql`update ${sql.table(table)} set authority_id = ${county.other.id}`
      await assert.rejects(given.execute(county.own.db), /row-level security|permission denied/, table)
    }
  })

  test('MUL-1: a chain of seals and an authority’s own row are held apart as well', async () => {
    const seals = sql<{
      n: number
    }>`select count(*)::int as n from event_seal where chain = ${county.other.id}`
    assert.ok((await seals.execute(county.database.maintenance())).rows[0]!.n > 0)
    assert.equal((await seals.execute(county.own.db)).rows[0]!.n, 0)
    const renamed = await sql`update authority set name = 'Ours' where id = ${county.other.id}`.execute(
      county.own.db,
    )
    assert.equal(Number(renamed.numAffectedRows ?? 0), 0)
    await assert.rejects(sql`delete from authority`.execute(county.own.db), /permission denied/)
  })

  test('the trail refuses to be changed, shortened or emptied', async () => {
    for (const table of ['event', 'event_seal'])
      for (const db of [county.own.db, county.database.maintenance(), county.database.owner()])
        for (const verb of [`update ${table} set `, `delete from ${table}`, `truncate ${table} cascade`]) {
          const column = table === 'event' ? `action = 'x'` : `hash = 'x'`
          const statement = sql.raw(verb.startsWith('update') ? verb + column : verb)
          await assertNothingDone(statement.execute(db), `${verb} on ${table}`)
        }
  })
})

// The owner has no policy on the trail: to it the table is empty, so that nothing is there to change.
async function assertNothingDone(done: Promise<{ numAffectedRows?: bigint }>, what: string) {
  const touched = await done.then(
    result => (what.startsWith('truncate') ? 1 : Number(result.numAffectedRows ?? 0)),
    (error: Error) => {
      assert.match(error.message, /append-only|permission denied/, what)
      return 0
    },
  )
  assert.equal(touched, 0, what)
}

async function countRows(db: Parameters<ReturnType<typeof sql>['execute']>[0], table: string, id: string) {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}
    where authority_id = ${id}`.execute(db)
  return rows[0]!.n
}

async function insertable(db: Parameters<ReturnType<typeof sql>['execute']>[0], table: string) {
  const { rows } = await sql<{ column_name: string }>`select column_name from information_schema.columns
    where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER'`.execute(db)
  return rows.map(row => row.column_name)
}
