import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { change } from '#src/trail/change.ts'
import { plantSecrets } from '#test/rows.ts'
import { fillWithSample } from '#test/sample.ts'
import { today, useWorld } from '#test/world.ts'
import { contentHash } from './chain.ts'
import { publishEntries } from './publish.ts'
import { withdraw } from './withdraw.ts'

const by = { kind: 'command', accountId: null, name: 'Tests', capacity: 'Operator' } as const

// All that the county publishes as text; a column that is not here is nobody's business outside.
const published = [
  ...['name', 'former_names', 'purpose', 'statutory_basis', 'theme', 'area', 'governing_document'].map(
    each => `partnership.${each}`,
  ),
  ...['website', 'governing_document_link'].map(each => `partnership.${each}`),
  ...['reference', 'council_reference', 'role_other', 'risk_register_reason', 'risk_manager'].map(
    each => `involvement.${each}`,
  ),
  ...[
    'organisation.name',
    'organisation.sector',
    'organisation.website',
    'directorate.name',
    'priority.title',
    'plan.name',
  ],
  ...['person.name', 'person.honorific', 'person.ward', 'person.party', 'person.job_title', 'post.title'],
  ...['appointment.position', 'commitment.note'],
]

describe('what must never be published', () => {
  const world = useWorld(fillWithSample)
  let said: string
  let planted: string[]
  const everythingPublic = async () => {
    const tables = ['public_site', 'publication', 'public_copy', 'public_mention']
    const rows = await Promise.all(
      tables.map(table =>
        sql<{ row: string }>`select to_jsonb(t)::text as row from ${sql.table(table)} t
          where authority_id = ${world.county.id}`.execute(world.database.public()),
      ),
    )
    return rows.flatMap(each => each.rows.map(({ row }) => row)).join('\n')
  }
  const what = (action: string) => ({ authority: world.county.id, by, at: today, action })

  before(async () => {
    const db = world.database.maintenance()
    const before = await db
      .selectFrom('public_site')
      .select('head')
      .where('authority_id', '=', world.county.id)
      .executeTakeFirstOrThrow()
    planted = await plantSecrets(world.database, world.county.id)
    // The names of fields are no secrets: rules and decisions go by them.
    for (const [table, column] of [
      ['custom_field', 'key'],
      ['publication_rule', 'field'],
      ['publication_choice', 'field'],
    ] as const)
      await sql`update ${sql.table(table)} set ${sql.ref(column)} = split_part(${sql.ref(column)}, ' ', 1)`.execute(
        db,
      )
    await sql`update commitment set note = 'B-SECRET-money-note' where type = 'money'`.execute(db)
    // So many digits that no id, hash or time holds them by chance.
    await sql`update involvement set custom = custom || '{"filed_under": "B-SECRET-custom-ask", "risk_score": 987654321012}'
      where authority_id = ${world.county.id}`.execute(db)
    const ids = await world.county.db.selectFrom('involvement').select('id').execute()
    const outcome = await publishEntries(
      world.county.db,
      what('involvement.publish'),
      ids.map(row => row.id),
      { withhold: 'safety' },
    )
    assert.ok(outcome.published.length > 30, `${outcome.published.length} published`)
    const { rows } = await sql<{
      row: string
    }>`select (to_jsonb(c) || jsonb_build_object('mentions', (select jsonb_agg(m)
        from public_mention m where m.authority_id = c.authority_id and m.number = c.number)))::text as row
      from public_copy c where authority_id = ${world.county.id} and number > ${before.head}`.execute(db)
    said = rows.map(({ row }) => row).join('\n')
  })

  test('SCR-4: of the secrets in every text of every table only those of published fields are in a copy', () => {
    const found = new Set(
      [...said.matchAll(/B-SECRET-([a-z]+(?:_[a-z]+)*)-([a-z_]+)/g)].map(m => `${m[1]}.${m[2]}`),
    )
    const leaked = [...found].filter(each => !published.includes(each))
    assert.deepEqual(leaked, [])
    assert.ok(found.has('partnership.purpose') && found.has('post.title'), 'the published ones are there')
    for (const each of [
      'involvement.notes',
      'person.email',
      'person.phone',
      'membership.note',
      'appointment.note',
    ])
      assert.ok(planted.includes(each), `${each} was planted`)
    // The search words are in lower case.
    assert.ok(!/b-secret-(involvement-notes|person-(email|phone)|membership|appointment-note)/.test(said))
  })

  test('SCR-4: fields of one’s own are private until someone says otherwise, and withheld ones stay out', () => {
    assert.ok(!/987654321012|B-SECRET-custom-ask|B-SECRET-money-note/i.test(said))
    assert.ok(/"field": "custom\.filed_under"/.test(said), 'it is withheld')
  })

  test('REG-5: no copy names an officer without a senior post, nor anyone of another body', async () => {
    const people = await world.county.db
      .selectFrom('person')
      .select(['name', 'kind'])
      .where('kind', '!=', 'councillor')
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('post_holding as h')
              .innerJoin('post', 'post.id', 'h.post_id')
              .select('h.id')
              .whereRef('h.person_id', '=', 'person.id')
              .where('post.senior', '=', true),
          ),
        ),
      )
      .execute()
    assert.ok(people.length > 20)
    const plain = said.replaceAll(/ B-SECRET-[a-z_-]+/g, '')
    const named = people
      .map(({ name }) => name.replace(/ B-SECRET.*/, ''))
      .filter(name => plain.includes(name))
    assert.deepEqual(named, [])
  })

  test('SCR-4: of an erased entry nothing is left that the public can read but number, hash, reference and reason', async () => {
    const row = await world.county.db
      .selectFrom('public_copy')
      .select(['involvement_id', 'number', 'reference', 'content'])
      .where('reference', 'like', 'WCC-0006%')
      .where('until_at', 'is', null)
      .executeTakeFirstOrThrow()
    const words = row.content.name.replace(/ B-SECRET.*/, '')
    assert.ok((await everythingPublic()).includes(words))
    const entry = { involvementId: row.involvement_id, reference: row.reference, name: row.content.name }
    await change(world.county.db, what('involvement.erase-publication'), act =>
      withdraw(act, world.county.id, entry, 'erased', 'Not to be public', today, row.number),
    )
    const left = await everythingPublic()
    assert.ok(!left.includes(words) && !left.toLowerCase().includes(words.toLowerCase()))
    assert.ok(left.includes('Not to be public'))
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from event
      where action like 'involvement.%publi%' and payload::text like ${`%${row.content.values.purpose}%`}`.execute(
      world.database.maintenance(),
    )
    assert.equal(rows[0]!.n, 0)
  })

  test('SCR-4: what was erased cannot be guessed from the hash that stays', async () => {
    const copy = () =>
      world.county.db
        .selectFrom('public_copy as c')
        .innerJoin('publication as p', join =>
          join.onRef('p.authority_id', '=', 'c.authority_id').onRef('p.number', '=', 'c.number'),
        )
        .select(['c.content', 'p.content_hash as hash'])
        .where('c.until_at', 'is', null)
        .orderBy('c.number')
        .executeTakeFirstOrThrow()
    const { content, hash } = await copy()
    const { salt, ...guessed } = content
    assert.ok(salt && salt.length > 30)
    assert.equal(contentHash(content), hash)
    assert.notEqual(contentHash(guessed), hash)
    const again = await publishEntries(world.county.db, what('involvement.publish'), [
      await world.county.db
        .selectFrom('involvement')
        .select('id')
        .where('reference', '=', content.reference)
        .executeTakeFirstOrThrow()
        .then(row => row.id),
    ])
    assert.equal(again.unchanged.length, 1, 'what is the same but for its salt is not published again')
  })

  test('SCR-4: what is withdrawn while many entries are published is not published again with them', async () => {
    const { number, ...entry } = await world.county.db
      .selectFrom('public_copy')
      .select(['involvement_id as involvementId', 'reference', 'name', 'number'])
      .where('until_at', 'is', null)
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
    await change(world.county.db, what('involvement.erase-publication'), act =>
      withdraw(act, world.county.id, entry, 'erased', 'A mistake', today, number),
    )
    const ids = [entry.involvementId]
    const outcome = await publishEntries(world.county.db, what('involvement.publish'), ids)
    assert.deepEqual([outcome.published, outcome.withdrawn], [[], ids])
  })
})
