import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { kept } from '#seed/publications.ts'
import { publishEntries } from '#src/publish/publish.ts'
import { useCounty } from '#test/county.ts'
import { crawl } from '#test/crawl.ts'
import { plantSecrets, secret } from '#test/rows.ts'
import { today } from '#test/world.ts'

// Every text staff can write is marked with the table and column it stands in, and all public addresses are read.
describe('what the public site shows of what is not published', () => {
  const county = useCounty()
  let references: string[]
  let unnamed: string[]

  before(async () => {
    const entries = await county.own.db.selectFrom('involvement').select('reference').execute()
    const people = await county.own.db
      .selectFrom('person as p')
      .select('p.name')
      .where('p.kind', '!=', 'councillor')
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('post_holding as h')
              .innerJoin('post', 'post.id', 'h.post_id')
              .select('h.id')
              .whereRef('h.person_id', '=', 'p.id')
              .where('post.senior', '=', true),
          ),
        ),
      )
      .execute()
    unnamed = people.map(person => person.name)
    references = entries.map(entry => entry.reference)
    const planted = await plantSecrets(
      county.database,
      county.own.id,
      table => !/^public_|^publication$/.test(table),
    )
    for (const column of [
      'involvement.notes',
      'person.email',
      'partnership.name',
      'registration_signing.note',
    ])
      assert.ok(planted.includes(column), `${column} took no secret`)
  })

  test('SCR-4: nothing staff hold is reachable by any public address until it is published', async () => {
    const { pages, leaks } = await readAll()
    assert.ok(pages.length > 100, `only ${pages.length} answers were read`)
    assert.deepEqual(leaks, [])
  })

  test('SCR-4: once all is published again, only columns the public may read are shown', async () => {
    const shown = await county.own.db
      .selectFrom('public_copy')
      .select('involvement_id')
      .where('until_at', 'is', null)
      .execute()
    county.clock.now = new Date(today.getTime() + 60_000)
    const { published } = await publishEntries(
      county.own.db,
      {
        authority: county.own.id,
        by: { kind: 'command', accountId: null, name: 'Tests', capacity: 'Operator' },
        at: county.clock.now,
        action: 'involvement.publish',
      },
      shown.map(row => row.involvement_id),
      { withhold: 'safety' },
    )
    assert.ok(published.length >= 30)
    county.clock.now = new Date(today.getTime() + 62_000)
    const { columns } = await readAll()
    assert.deepEqual(columns, publicColumns)
  })

  test('REG-5: officers below the senior posts and people of other bodies are named nowhere', async () => {
    assert.ok(unnamed.length > 10)
    const { pages } = await readAll()
    const named = unnamed.filter(name => pages.some(({ body }) => body.includes(name)))
    assert.deepEqual(named, [])
  })

  test('SCR-4: entries kept to the staff are named nowhere', async () => {
    assert.equal(kept.length, 2)
    const { pages } = await readAll()
    const naming = pages.filter(({ body }) => /Shared Coroner and Mortuary/.test(body))
    assert.deepEqual(
      naming.map(({ address }) => address),
      [],
    )
  })

  async function readAll() {
    const visitor = county.visitor()
    const pages: { address: string; body: string }[] = []
    for (const { address, answer } of await crawl(county.app.routesDeclared, visitor, '/', 40))
      pages.push({ address, body: answer.body })
    const register = `/${county.own.slug}/register`
    for (const address of [
      ...references.flatMap(ref => [
        `${register}/${ref}`,
        `${register}/${ref}?as-at=2026-06-01`,
        `${register}/${ref}.json`,
      ]),
      ...['', '.csv', '.json', '.atom', '/table'].flatMap(end => [
        `${register}${end}`,
        `${register}${end}?q=SECRET`,
      ]),
      `/?q=SECRET`,
    ])
      pages.push({ address, body: (await visitor.see(address)).body.replaceAll('‘SECRET’', '') })
    const leaks = pages.filter(({ body }) => body.includes(secret)).map(({ address }) => address)
    const columns = [
      ...new Set(
        pages.flatMap(({ body }) => [...body.matchAll(/B-SECRET-(\w+-\w+)/g)].map(match => match[1]!)),
      ),
    ].sort()
    return { pages, leaks, columns }
  }
})

const publicColumns = [
  'appointment-position',
  // Help in kind is told in words alone; words on money and officers' time are not shown here.
  'commitment-note',
  'directorate-name',
  'involvement-council_reference',
  'involvement-reference',
  'involvement-role_other',
  'organisation-name',
  'organisation-sector',
  'organisation-website',
  'partnership-area',
  'partnership-former_names',
  'partnership-governing_document',
  'partnership-governing_document_link',
  'partnership-name',
  'partnership-purpose',
  'partnership-statutory_basis',
  'partnership-theme',
  'partnership-website',
  'person-honorific',
  'person-job_title',
  'person-name',
  'person-party',
  'person-ward',
  'plan-name',
  'post-title',
  'priority-title',
]
