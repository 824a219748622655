import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { findOffer } from '#src/partnerships/entry/choices.ts'
import { assertAccessible, assertInOrder, documentAt } from '#test/documents.ts'
import { addTestDirectorate, addTestEntry } from '#test/entries.ts'
import { common } from '#test/packs.ts'
import { today, useWorld } from '#test/world.ts'
import { blankPaper } from './blank.ts'

const blank = '/wendleshire/staff/register-form/blank'

describe('a form to fill in by hand', () => {
  const world = useWorld()

  test('REG-3: Page and document ask every question of the form in its order, and answer none', async () => {
    await addTestDirectorate(world, 'Housing')
    await addTestEntry(world, { name: 'Wendle Valley Water Group', purpose: 'To share the river.' })
    const offer = await findOffer(world.county.db, today)
    const { sections } = blankPaper('Wendleshire County Council', offer, common)
    const questions = sections.flatMap(section => [section.title, ...section.rows.map(row => row.question)])
    assert.ok(questions.length > 25, `only ${questions.length} questions`)
    const keeper = await world.signIn('keeper')
    const page = await keeper.see(blank)
    assertInOrder(page.text, [
      ...questions,
      'Declaration',
      'Name',
      'Signature',
      'Date',
      'Logged on the register by',
    ])
    const { html, text, parts, response } = await documentAt(keeper, `${blank}.docx`)
    // Paper has no button to save with.
    for (const words of [page.text, text]) assert.doesNotMatch(words, /save the page|start typing/i)
    assertInOrder(text, [...questions, 'Declaration', 'Name:', 'Signature:', 'Date:'])
    assert.match(text, /☐ Housing/)
    assert.match(html, /<th><p>Name of the body<\/p><\/th>/)
    assert.equal(response.headers['content-disposition'], 'attachment; filename="registration-form.docx"')
    assertAccessible(parts, /^Registration of a partnership: /)
    assert.match(parts.get('word/document.xml')!, /<w:tblHeader\/>/)
    for (const words of [page.text.slice(page.text.indexOf('Registration of')), text])
      assert.doesNotMatch(words, /Wendle Valley|share the river|Keeper of the Tests|None given/)
  })

  test('REG-3: Anyone who may see the register may take it, nobody else', async () => {
    for (const ending of ['', '.docx']) {
      assert.equal((await (await world.signIn('reader')).see(`${blank}${ending}`)).status, 200)
      assert.equal((await world.visitor().see(`${blank}${ending}`)).status, 303)
      assert.equal((await (await world.signIn('keeper', 'borough')).see(`${blank}${ending}`)).status, 404)
    }
  })
})
