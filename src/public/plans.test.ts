import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import { askedBy, plansOf } from '#test/explain.ts'
import { emptyDatabase, testDatabase, today } from '#test/world.ts'
import { fill } from '../../bench/fill.ts'
import { askedOf } from './asked.ts'
import { listNamedLog } from './log/queries.ts'
import { findMentioned } from './mentions.ts'
import { findPublic, listPublic } from './queries.ts'
import { type Site, sitesOf } from './site.ts'

describe('a public register of two thousand entries', () => {
  let db: Db
  let site: Site
  before(async () => {
    const database = await testDatabase()
    await emptyDatabase(database)
    await fill(database, 1, 2000)
    await sql`vacuum analyze`.execute(database.owner())
    db = database.public()
    const { look } = sitesOf({ database, now: () => today }, () => {})
    site = (await look()).all[0]!
  })

  const asked = (query: Record<string, string>) => askedOf(query, today).asked
  const views: [name: string, indexes: RegExp, query: Record<string, string>][] = [
    ['by name', /public_copy_name/, {}],
    ['of one status', /public_copy_(name|count)/, { stage: 'leaving' }],
    ['of one theme', /public_copy_(name|count)/, { theme: 'Transport' }],
    ['by the last change', /public_copy_newest/, { sort: 'newest' }],
    ['on a past day', /public_copy_(at|pkey|reference)/, { 'as-at': '2026-01-31' }],
  ]
  for (const [name, indexes, query] of views)
    test(`REG-5: the public list ${name} is read through an index by the role that reads it`, async () => {
      const plans = await plansOf(
        db,
        await askedBy(db, recording => listPublic(recording, site, asked(query))),
      )
      const [total, page] = plans
      assert.match(total!, /public_copy_/)
      // On a day before there was anything there is no page to read.
      assert.match(page ?? total!, indexes)
      for (const plan of plans) assert.doesNotMatch(plan, /Seq Scan on public_copy/)
    })

  test('REG-5: a search of one register and of all finds its words through their index', async () => {
    for (const within of [`'${site.authorityId}'::uuid`, 'null::uuid']) {
      const { rows } = await sql<{ 'QUERY PLAN': string }>`explain select c.number from public_copy c
        where (${sql.raw(within)} is null or c.authority_id = ${sql.raw(within)}) and c.until_at is null
          and c.search_vector @@ to_tsquery('simple', 'brackwater:* & redfern:*')`.execute(db)
      assert.match(rows.map(row => row['QUERY PLAN']).join('\n'), /public_copy_vector/)
    }
  })

  test('REG-5: the nearest word is found through the index of parts of words', async () => {
    await sql`set pg_trgm.word_similarity_threshold = 0.35`.execute(db)
    const { rows } = await sql<{ 'QUERY PLAN': string }>`explain select c.search_text from public_copy c
      where c.until_at is null and 'brackwatr' <% c.search_text limit 300`.execute(db)
    assert.match(rows.map(row => row['QUERY PLAN']).join('\n'), /public_copy_trigrams/)
  })

  test('REG-5: one entry, whom it names and the log are read through indexes', async () => {
    const { key } = await db
      .selectFrom('public_mention')
      .select('key')
      .where('type', '=', 'body')
      .limit(1)
      .executeTakeFirstOrThrow()
    const plans = await plansOf(
      db,
      await askedBy(db, async recording => {
        await findPublic(recording, site, 'MC-0042')
        await listNamedLog(recording, site, 500, 100)
        await findMentioned(recording, site, 'body', key)
      }),
    )
    for (const plan of plans) assert.doesNotMatch(plan, /Seq Scan/)
    assert.match(plans.at(-1)!, /public_mention_of/)
  })
})
