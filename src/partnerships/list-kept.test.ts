import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import { change } from '#src/trail/change.ts'
import { useWorld } from '#test/world.ts'
import { findPanel } from './list-kept.ts'
import { optionsHtml, suggestionsHtml } from './list-options.ts'

describe('the choices of the filter panel', () => {
  const world = useWorld()

  test('hold a body as soon as it is added, and never one of another authority', async () => {
    const partners = async (where: 'county' | 'borough') =>
      (await findPanel(world[where].db, world[where].id)).choices.partners
    assert.deepEqual(await partners('county'), [])
    const by = { kind: 'command' as const, accountId: null, name: 'tests', capacity: 'tests' }
    const what = { authority: world.county.id, by, at: world.clock.now, action: 'organisation.add' }
    const id = newId()
    await change(world.county.db, what, act =>
      act.on('organisation', id, 'Ambrey Trust').insert('organisation', { id, name: 'Ambrey Trust' }),
    )
    assert.deepEqual(await partners('county'), ['Ambrey Trust'])
    assert.deepEqual(await partners('borough'), [])
  })

  test('are the same object while nothing is saved: they are not read twice', async () => {
    const { db, id } = world.county
    assert.equal(await findPanel(db, id), await findPanel(db, id))
  })
})

test('A name is text wherever a filter offers it, whatever letters it has', () => {
  const name = `<b>"O'Brien" & Sons`
  const written = '&#60;b&#62;&#34;O&#39;Brien&#34; &#38; Sons'
  assert.equal(suggestionsHtml([name]), `<option value="${written}"></option>`)
  assert.equal(optionsHtml([{ id: 'a', name }], ['a']), `<option value="a" selected>${written}</option>`)
})
