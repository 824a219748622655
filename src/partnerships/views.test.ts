import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { useWorld } from '#test/world.ts'

const register = '/wendleshire/staff/partnerships'

describe('saved views', () => {
  const world = useWorld()

  test('A view keeps the address of the list, filters and order, and stands above the list', async () => {
    const reader = await world.signIn('reader')
    const saved = await reader.fill(`${register}/views/new?gap=sponsor&sort=money&page=3&junk=1`, {
      name: 'No sponsor, dearest first',
    })
    assert.equal(saved.status, 303)
    assert.equal(saved.location, `${register}?gap=sponsor&sort=money&done=saved`)
    const views = await reader.see(`${register}/views`)
    assert.match(
      views.body,
      /href="\/wendleshire\/staff\/partnerships\?gap=sponsor&amp;sort=money">No sponsor, dearest first</,
    )
    const home = await reader.see('/wendleshire/staff')
    assert.equal(home.status, 200)
  })

  test('A view of the same name is replaced, not doubled', async () => {
    const reader = await world.signIn('reader')
    await reader.fill(`${register}/views/new?status=ended`, { name: 'Mine' })
    await reader.fill(`${register}/views/new?kind=network`, { name: 'Mine' })
    const rows = await world.county.db.selectFrom('saved_view').select('query').execute()
    assert.deepEqual(rows, [{ query: '?kind=network' }])
  })

  test('A view needs a name of sensible length', async () => {
    const reader = await world.signIn('reader')
    const nameless = await reader.fill(`${register}/views/new?status=ended`, { name: '  ' })
    assert.equal(nameless.status, 422)
    assert.match(nameless.text, /Enter a name for this view/)
    assert.match(nameless.body, /name="query" value="\?status=ended"/)
    const long = await reader.fill(`${register}/views/new`, { name: 'x'.repeat(81) })
    assert.match(long.text, /80 characters or fewer/)
  })

  test('A view’s address is read like any list’s, so nothing of another’s making is kept', async () => {
    const reader = await world.signIn('reader')
    const answer = await reader.fill(`${register}/views/new`, {
      name: 'Odd',
      query: '//evil.example?status=ended&x=<b>',
    })
    assert.equal(answer.status, 303)
    const rows = await world.county.db.selectFrom('saved_view').select('query').execute()
    assert.ok(rows.every(row => row.query === '' || row.query.startsWith('?')))
  })

  test('Nobody else sees or deletes a view, and its owner deletes it once', async () => {
    const owner = await world.signIn('reader')
    const other = await world.signIn('administrator')
    await owner.fill(`${register}/views/new?status=ended`, { name: 'Private to me' })
    assert.doesNotMatch((await other.see(`${register}/views`)).text, /Private to me/)
    const view = await world.county.db.selectFrom('saved_view').select('id').executeTakeFirstOrThrow()
    const path = `${register}/views/${view.id}/delete`
    assert.equal((await other.post(path, {})).status, 404)
    assert.equal((await owner.fill(`${register}/views`, {}, path)).location, `${register}/views?done=deleted`)
    assert.equal((await owner.post(path, {})).status, 404)
    assert.match((await owner.see(`${register}/views`)).text, /You have not saved a view/)
    const events = await world.county.db
      .selectFrom('event')
      .select(['action', 'subject_type'])
      .orderBy('at')
      .execute()
    assert.deepEqual(events, [
      { action: 'saved-view.add', subject_type: 'saved-view' },
      { action: 'saved-view.remove', subject_type: 'saved-view' },
    ])
  })
})
