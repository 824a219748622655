import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { searchFor, tsqueryOf } from '#src/db/search.ts'
import { fillWithSample } from '#test/sample.ts'
import { searches } from '#test/searches.ts'
import { useWorld } from '#test/world.ts'

describe('search', () => {
  const world = useWorld(fillWithSample)

  async function found(typed: string): Promise<{ name: string; near: boolean }[]> {
    const search = searchFor(typed)
    if (!search) return []
    const { rows } = await sql<{ name: string; near: boolean }>`select e.name, s.near
      from search_register(${search.phrase}, ${tsqueryOf(search)}, ${search.words}) s
      join register_entry e on e.involvement_id = s.involvement_id
      order by s.score desc`.execute(world.county.db)
    return rows
  }

  test('Search forgives: each of forty queries finds what was meant first', async () => {
    const wrong = []
    for (const { query, first } of searches) {
      const [hit] = await found(query)
      if (hit?.name !== first) wrong.push({ query, first, found: hit?.name })
    }
    assert.deepEqual(wrong, [])
  })

  test('Entries that are only near to the words are shown as such, and only when none has them', async () => {
    assert.ok((await found('hertiage')).every(hit => hit.near))
    assert.ok((await found('heritage')).every(hit => !hit.near))
    assert.deepEqual(await found('quetzalcoatlus'), [])
  })

  test('Another authority’s entries are never found', async () => {
    const { rows } =
      await sql`select * from search_register('wendleshire', to_tsquery('simple', 'wendleshire:*'),
      array['wendleshire'])`.execute(world.database.app())
    assert.deepEqual(rows, [])
  })

  test('Whatever is typed is looked for without an error', async () => {
    const odd = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({
        unit: fc.constantFrom("'", '\\', ':', '*', '&', '|', '!', '(', ')', '<->', '½', 'ŉ', 'ß', ' ', 'a'),
      }),
      fc.constantFrom(
        'the',
        'of the',
        '%',
        '_',
        "o'",
        '-',
        '//',
        'a@b.c',
        'http://x.example/y?z',
        '\u0000',
        'İ',
      ),
    )
    await fc.assert(
      fc.asyncProperty(odd, async typed => {
        await found(typed)
      }),
      { numRuns: 200 },
    )
  })
})
