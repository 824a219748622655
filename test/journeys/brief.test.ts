import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { FrozenProposal } from '#src/db/tables.ts'
import { hashOf } from '#src/decide/freeze.ts'
import { newId } from '#src/domain/id.ts'
import { takeSample } from '#test/sample.ts'
import { today } from '#test/world.ts'
import { sticksOut, useSite } from './browser.ts'

const staff = '/wendleshire/staff/partnerships'

describe('the brief of a significant proposal, on paper', () => {
  const site = useSite(takeSample)
  site.now = () => today

  async function pagesOf(path: string): Promise<number> {
    const page = await site.visitAs('henrietta.lowe@wendleshire.example')
    const answer = await page.goto(path)
    assert.equal(answer!.status(), 200)
    assert.deepEqual(await sticksOut(page, 375), [])
    const pdf = await page.pdf({ format: 'A4', printBackground: true })
    await page.context().close()
    return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)!.length
  }

  test('APP-6: The sample county’s fit on one page A4, and the whole record follows on others', async () => {
    for (const name of ['Shared Coroner and Mortuary Service', 'Saltmere Coast Path Partnership']) {
      const path = await pathOf(name)
      assert.equal(await pagesOf(path), 1, name)
      assert.ok((await pagesOf(`${path}?whole=yes`)) > 2)
    }
    assert.deepEqual(site.complaints, [])
  })

  test('APP-6: One with every part of it full fits on one page too, and says what more there is', async () => {
    const name = 'Shared Coroner and Mortuary Service'
    await submitFuller(name)
    const path = await pathOf(name)
    assert.equal(await pagesOf(path), 1)
    const page = await site.visitAs('henrietta.lowe@wendleshire.example')
    await page.goto(path)
    const text = (await page.locator('.app-brief').textContent())!
    assert.match(text, /And 4 more/)
    assert.match(text, /Changed since the last submission/)
    await page.context().close()
  })

  async function pathOf(name: string) {
    const { reference } = await involvementOf(name)
    return `${staff}/${reference}/approval/brief`
  }

  function involvementOf(name: string) {
    return site.database
      .maintenance()
      .selectFrom('involvement as i')
      .innerJoin('partnership as p', join =>
        join.onRef('p.authority_id', '=', 'i.authority_id').onRef('p.id', '=', 'i.partnership_id'),
      )
      .select(['i.id', 'i.reference'])
      .where('p.name', '=', name)
      .executeTakeFirstOrThrow()
  }

  // The same once more, with more advice, gaps, years and changes than a page has room for.
  async function submitFuller(name: string) {
    const db = site.database.maintenance()
    const { id: involvement } = await involvementOf(name)
    const last = await db
      .selectFrom('approval')
      .selectAll()
      .where('involvement_id', '=', involvement)
      .executeTakeFirstOrThrow()
    const said = 'The power is there, and the agreement has to say who answers for what goes wrong. '.repeat(
      6,
    )
    const content: FrozenProposal = {
      ...last.content,
      commitments: Array.from({ length: 9 }, (_, i) => ({
        ...last.content.commitments[0]!,
        year: `20${26 + i}/${27 + i}`,
      })),
      sections: last.content.sections.map(section => ({
        ...section,
        rows: section.rows.map((row, i) =>
          row.answer.length > 0 && (i % 4 === 0 || row.id.includes('risks'))
            ? { ...row, answer: [said], note: said }
            : row,
        ),
      })),
      advice: ['Ann Lee', 'Ben Ash', 'Cy Dow', 'Di Eve', 'Ed Fox', 'Flo Gee', 'Gus Hay'].map(from => ({
        question: 'setup.legal-power',
        from,
        said,
        on: '4 March 2027',
      })),
      gaps: Array.from({ length: 9 }, (_, i) => ({
        says: `The ${i + 1}. thing that the protocol asks for is on record`,
        clause: '',
        state: 'missing',
        because: 'Nobody has entered it yet',
      })),
    }
    const { id: _, content: __, content_hash: ___, ...rest } = last
    await db.updateTable('approval').set({ state: 'withdrawn' }).where('id', '=', last.id).execute()
    await db
      .insertInto('approval')
      .values({
        ...rest,
        id: newId(today),
        number: last.number + 1,
        content: JSON.stringify(content),
        content_hash: hashOf(content),
        facts: JSON.stringify(last.facts),
        submitted_at: today,
      })
      .execute()
  }
})
