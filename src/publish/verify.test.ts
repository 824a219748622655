import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import { takeSample } from '#test/sample.ts'
import { emptyDatabase, useWorld } from '#test/world.ts'
import { chainHash, contentHash } from './chain.ts'
import { verifyPublications } from './verify.ts'

describe('verifying what is published', () => {
  const world = useWorld(async () => {})
  beforeEach(async () => {
    await emptyDatabase(world.database)
    await takeSample(world.database)
  })

  /** Does what nobody may: as the owner, with the triggers off and every right given. */
  const tamper = async (work: (db: Db) => Promise<unknown>) => {
    const owner = world.database.owner()
    await sql`alter table publication disable trigger user`.execute(owner)
    await sql`alter table public_site disable trigger user`.execute(owner)
    await sql`grant update, delete on publication to concordat_maintenance`.execute(owner)
    try {
      await work(world.database.maintenance())
    } finally {
      await sql`revoke update, delete on publication from concordat_maintenance`.execute(owner)
      await sql`alter table public_site enable trigger user`.execute(owner)
      await sql`alter table publication enable trigger user`.execute(owner)
    }
    return (await verifyPublications(world.database)).broken ?? 'nothing is wrong'
  }
  const county = sql`(select id from authority where slug = 'wendleshire')`

  test('REG-5: the sample county’s public logs hold, and each act has its event', async () => {
    const { logs, broken } = await verifyPublications(world.database)
    assert.equal(broken, null)
    assert.deepEqual(
      logs.map(log => log.name),
      ['marlbeck', 'wendleshire'],
    )
    for (const { acts, copies, head } of logs)
      assert.ok(acts === head.number && copies > 20, `${acts} ${copies}`)
  })

  test('SCR-4: a changed, added or missing row of the log is named', async () => {
    assert.match(
      await tamper(db =>
        sql`update publication set reason = 'Nothing' where authority_id = ${county} and act = 'ended'`.execute(
          db,
        ),
      ),
      /^wendleshire’s public log: number \d+ \(WCC-0010 ended on 24 August 2026\) was changed after it was written$/,
    )
  })

  test('SCR-4: a number that was taken out of the log is named', async () => {
    const without = await tamper(async db => {
      await sql`delete from public_copy where authority_id = ${county} and number = 5`.execute(db)
      await sql`delete from publication where authority_id = ${county} and number = 5`.execute(db)
    })
    assert.match(without, /number 5 is missing; the next is number 6/)
  })

  test('SCR-4: a log whose end was cut off, head and all, is named by the trail', async () => {
    const cut = await tamper(async db => {
      const last = sql`(select max(number) from publication where authority_id = ${county})`
      await sql`delete from public_copy where authority_id = ${county} and number = ${last}`.execute(db)
      await sql`delete from publication where authority_id = ${county} and number = ${last}`.execute(db)
      await sql`update public_site set head = ${last}, chain = (select chain from publication
        where authority_id = ${county} and number = ${last}) where authority_id = ${county}`.execute(db)
    })
    assert.match(cut, /number \d+ stands on the trail but not in the log/)
  })

  const copyTampered: [what: string, change: string, says: RegExp][] = [
    [
      'its content',
      `content = jsonb_set(content, '{name}', '"Another"')`,
      /the copy of .* was changed after/,
    ],
    ['what lists show', `name = 'Another'`, /what lists show of .* was changed/],
    ['what it is found by', `search_text = search_text || ' extra'`, /is found by was changed/],
    ['when it was public', `until_at = published_at`, /from when to when .* is not what the log says/],
  ]
  for (const [what, how, says] of copyTampered)
    test(`SCR-4: a copy of which somebody changed ${what} is named`, async () => {
      const broken = await tamper(db =>
        sql`update public_copy set ${sql.raw(how)} where authority_id = ${county} and number =
          (select max(number) from public_copy where authority_id = ${county} and until_at is null)`.execute(
          db,
        ),
      )
      assert.match(broken, says)
    })

  test('SCR-4: a copy that is gone, or names others than its content, is named', async () => {
    assert.match(
      await tamper(db =>
        sql`update public_mention set name = 'Another' where authority_id = ${county} and number = 3`.execute(
          db,
        ),
      ),
      /whom and what number 3 names was changed/,
    )
    assert.match(
      await tamper(db =>
        sql`delete from public_copy where authority_id = ${county} and number = 3`.execute(db),
      ),
      /the copy of number 3 .* is missing/,
    )
  })

  test('SCR-4: a copy, its hash and the whole chain after it made anew still differ from the trail', async () => {
    const broken = await tamper(async db => {
      const { id } = await db
        .selectFrom('authority')
        .select('id')
        .where('slug', '=', 'wendleshire')
        .executeTakeFirstOrThrow()
      const { content } = await db
        .selectFrom('public_copy')
        .select('content')
        .where('authority_id', '=', id)
        .where('number', '=', 7)
        .executeTakeFirstOrThrow()
      const forged = { ...content, name: 'Another' }
      await sql`update public_copy set content = ${JSON.stringify(forged)}::text::jsonb, name = 'Another'
        where authority_id = ${id} and number = 7`.execute(db)
      const rows = await db
        .selectFrom('publication')
        .selectAll()
        .where('authority_id', '=', id)
        .orderBy('number')
        .execute()
      let chain = ''
      for (const row of rows) {
        const content_hash = row.number === 7 ? contentHash(forged) : row.content_hash
        chain = chainHash(chain, { ...row, content_hash })
        await sql`update publication set content_hash = ${content_hash}, chain = ${chain}
          where authority_id = ${id} and number = ${row.number}`.execute(db)
      }
      await sql`update public_site set chain = ${chain} where authority_id = ${id}`.execute(db)
    })
    assert.match(broken, /number 7 .* says something else than its event on the trail/)
  })
})
