import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import { filtersOf } from '#src/partnerships/list-filters.ts'
import { listEntries } from '#src/partnerships/list-queries.ts'
import { findEntryByRef } from '#src/partnerships/record.ts'
import { listHistory } from '#src/trail/queries.ts'
import { fill } from '../bench/fill.ts'
import { askedBy, plansOf } from './explain.ts'
import { emptyDatabase, testDatabase, today } from './world.ts'

describe('the commonest views of a register of two thousand entries', () => {
  const authorityId = '01990000-0000-7000-8000-000000000001'
  let db: Db
  before(async () => {
    const database = await testDatabase()
    await emptyDatabase(database)
    await fill(database, 1, 2000)
    db = database.app({ authority: authorityId })
  })

  const views: [name: string, index: RegExp, query: Record<string, string>][] = [
    ['by name', /register_entry_name/, {}],
    ['by the last change', /register_entry_changed/, { sort: 'changed' }],
    ['of one status', /register_entry_(name|count)/, { status: 'leaving' }],
    [
      'of one directorate',
      /register_entry_(directorate|name)/,
      { directorate: '01990000-d001-7000-8001-000000000003' },
    ],
  ]
  // The total stands in the page's statement as a plan of its own, with deeper lines.
  const inSubPlan = /^( *)(?:InitPlan|SubPlan).*\n(?:\1 +.*\n?)*/m
  for (const [name, index, query] of views)
    test(`The list ${name}, its page and its total, is read through an index`, async () => {
      const asked = await askedBy(db, recording => listEntries(asking(recording), filtersOf(query, [])))
      assert.equal(asked.length, 1)
      const [plan] = await plansOf(db, asked)
      const [page, total] = [plan!.replace(inSubPlan, ''), inSubPlan.exec(plan!)?.[0] ?? '']
      assert.match(total, /register_entry_(count|directorate)/)
      assert.match(page, index)
      assert.doesNotMatch(plan!, /Seq Scan on register_entry/)
    })

  test('A search finds its entries through the index of words', async () => {
    const text = `select e.involvement_id from register_entry e where not e.merged and not e.removed
      and e.authority_id = '${authorityId}' and e.search_vector @@ to_tsquery('simple', 'brackwater:* & redfern:*')`
    // As the function that searches reads them: on behalf of the owner, within the caller's authority.
    const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${sql.raw(text)}`.execute(
      (await testDatabase()).owner(),
    )
    assert.match(rows.map(row => row['QUERY PLAN']).join('\n'), /register_entry_words/)
  })

  test('One entry by its reference, and its history, are read through indexes', async () => {
    const asked = await askedBy(db, async recording => {
      await findEntryByRef(recording, 'MC-0042')
      await listHistory(
        recording,
        authorityId,
        [{ type: 'involvement', id: '01990000-d008-7000-8001-00000000002a' }],
        { limit: 4 },
      )
    })
    const [entry, history] = await plansOf(db, asked)
    assert.match(entry!, /involvement_authority_id_reference_key/)
    assert.match(history!, /event_subject/)
    assert.doesNotMatch(entry! + history!, /Seq Scan/)
  })

  const asking = (recording: Db) => ({
    db: recording,
    authorityId,
    sight: 'all' as const,
    today: today.toISOString().slice(0, 10),
  })
})
