import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import { change } from '#src/trail/change.ts'
import { addTestEntry } from '#test/entries.ts'
import { useWorld } from '#test/world.ts'
import { findPanel } from './list-kept.ts'
import { optionsHtml } from './list-options.ts'

const nobody = newId()

describe('the choices of the filter panel', () => {
  const world = useWorld()

  test('hold a directorate as soon as it is added, and never one of another authority', async () => {
    const directorates = async (where: 'county' | 'borough') =>
      (await findPanel(world[where].db, world[where].id, nobody)).choices.directorates.map(each => each.name)
    assert.deepEqual(await directorates('county'), [])
    const by = { kind: 'command' as const, accountId: null, name: 'tests', capacity: 'tests' }
    const what = { authority: world.county.id, by, at: world.clock.now, action: 'directorate.add' }
    const id = newId()
    await change(world.county.db, what, act =>
      act.on('directorate', id, 'Rivers').insert('directorate', { id, name: 'Rivers', closed_on: null }),
    )
    assert.deepEqual(await directorates('county'), ['Rivers'])
    assert.deepEqual(await directorates('borough'), [])
  })

  test('are few: the page sends no names that somebody could type, and a box that suggests them', async () => {
    const by = { kind: 'command' as const, accountId: null, name: 'tests', capacity: 'tests' }
    const what = { authority: world.county.id, by, at: world.clock.now, action: 'organisation.add' }
    const id = newId()
    await change(world.county.db, what, act =>
      act.on('organisation', id, 'Ambrey Trust').insert('organisation', { id, name: 'Ambrey Trust' }),
    )
    await addTestEntry(world)
    const { body } = await (await world.signIn('keeper')).see('/wendleshire/staff/partnerships')
    assert.doesNotMatch(body, /<datalist|Ambrey Trust/)
    for (const [box, names] of [
      ['lead', 'organisations'],
      ['partner', 'organisations'],
      ['person', 'holders'],
    ])
      assert.match(body, new RegExp(`<input[^>]*id="${box}"[^>]*data-suggest="${names}"`))
  })

  test('are the same object while nothing is saved: they are not read twice', async () => {
    const { db, id } = world.county
    assert.equal((await findPanel(db, id, nobody)).choices, (await findPanel(db, id, nobody)).choices)
  })
})

test('A name is text wherever a filter offers it, whatever letters it has', () => {
  const name = `<b>"O'Brien" & Sons`
  const written = '&#60;b&#62;&#34;O&#39;Brien&#34; &#38; Sons'
  assert.equal(optionsHtml([{ id: 'a', name }], ['a']), `<option value="a" selected>${written}</option>`)
})
