import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import { addTestDirectorate, addTestEntry } from '#test/entries.ts'
import { useWorld } from '#test/world.ts'

describe('the life of an entry', () => {
  const world = useWorld()

  test('REG-4: One click confirms that nothing has changed', async () => {
    const entry = await addTestEntry(world)
    const sponsor = await world.signIn('sponsor')
    const saved = await sponsor.fill(entry.path, {}, `${entry.path}/confirm`)
    assert.equal(saved.status, 303)
    const page = await sponsor.see(saved.location!)
    assert.match(page.text, /The entry is confirmed as right/)
    assert.match(page.text, /Last confirmed as right on 23 November 2026/)
    assert.match(page.text, /confirmed the entry as right/)
    await sponsor.fill(entry.path, {}, `${entry.path}/confirm`)
    const events = await world.county.db
      .selectFrom('event')
      .select('id')
      .where('action', '=', 'involvement.confirm')
      .execute()
    assert.equal(events.length, 1)
  })

  test('REG-4: What ended asks when and why, stays on the register, and can be opened again', async () => {
    const entry = await addTestEntry(world)
    const keeper = await world.signIn('keeper')
    const page = `${entry.path}/move`
    const bad = await keeper.fill(page, { to: 'ended' })
    assert.equal(bad.status, 422)
    assert.match(bad.text, /Enter when it ended/)
    assert.match(bad.text, /Say why, in a few words/)
    assert.match((await keeper.fill(page, {})).text, /Choose the new status/)
    assert.equal(
      (await keeper.fill(page, { to: 'ended', ended_on: 'March 2026', why: 'Funding stopped' })).status,
      303,
    )
    const ended = await keeper.see(entry.path)
    assert.match(ended.text, /This ended in March 2026\. It stays on the register/)
    assert.match(ended.text, /changed the status from in place to ended/)
    assert.doesNotMatch(ended.text, /Missing information/)
    assert.equal((await keeper.fill(page, { to: 'in-place' })).status, 303)
    const open = await keeper.see(entry.path)
    assert.doesNotMatch(open.text, /This ended/)
    const row = await world.county.db.selectFrom('partnership').select('ended_on').executeTakeFirstOrThrow()
    assert.equal(row.ended_on, null)
  })

  test('Of two who move an entry at once, the second is told', async () => {
    const entry = await addTestEntry(world)
    const keeper = await world.signIn('keeper')
    assert.equal((await keeper.fill(`${entry.path}/move`, { to: 'leaving' })).status, 303)
    const late = await keeper.fill(`${entry.path}/move`, { seen: 'in-place', to: 'leaving' })
    assert.equal(late.status, 409)
    assert.match(late.text, /Someone else changed the status to ‘Leaving’ meanwhile/)
    const no = await keeper.fill(`${entry.path}/move`, { to: 'approved' })
    assert.equal(no.status, 409)
    assert.match(no.text, /An entry that is ‘Leaving’ cannot become ‘Approved’/)
  })

  test('An entry made by mistake is removed with a reason, hidden from others, and put back', async () => {
    const entry = await addTestEntry(world)
    const keeper = await world.signIn('keeper')
    const reader = await world.signIn('reader')
    const bad = await keeper.fill(`${entry.path}/remove`, {})
    assert.equal(bad.status, 422)
    assert.match(bad.text, /Say why it does not belong on the register/)
    assert.equal((await keeper.fill(`${entry.path}/remove`, { why: 'Entered twice' })).status, 303)
    assert.match(
      (await keeper.see(entry.path)).text,
      /removed from the register on 23 November 2026\. The reason: Entered twice/,
    )
    assert.equal((await reader.see(entry.path)).status, 404)
    assert.equal((await reader.see(`${entry.path}/history`)).status, 404)
    assert.equal((await keeper.fill(entry.path, {}, `${entry.path}/restore`)).status, 303)
    assert.equal((await reader.see(entry.path)).status, 200)
    assert.match((await keeper.see(`${entry.path}/history`)).text, /restored the entry/)
  })

  test('A suggested pair that are two is not suggested again', async () => {
    const one = await addTestEntry(world)
    const two = await addTestEntry(world, { name: 'Safer Wendleshire Partnerships' })
    await world.database
      .maintenance()
      .insertInto('duplicate')
      .values({
        authority_id: world.county.id,
        id: newId(),
        involvement_id: one.id,
        candidate_id: two.id,
        batch_id: null,
        score: 0.9,
      })
      .execute()
    const keeper = await world.signIn('keeper')
    const page = await keeper.see(two.path)
    assert.match(page.text, /Is this on the register twice\? WCC-0001/)
    const action = /action="([^"]+\/different\/[^"]+)"/.exec(page.body)![1]!
    assert.equal((await keeper.fill(two.path, {}, action)).status, 303)
    assert.doesNotMatch((await keeper.see(one.path)).text, /on the register twice/)
    const other = await addTestEntry(world, { name: 'Another' })
    assert.equal((await keeper.post(`${other.path}/different/${action.split('/').at(-1)}`, {})).status, 404)
    assert.equal((await keeper.post(`${other.path}/different/nonsense`, {})).status, 404)
  })

  test('Wrong roles can do none of it', async () => {
    const roads = await addTestDirectorate(world, 'Roads')
    const entry = await addTestEntry(world)
    const tries: [role: 'reader' | 'auditor' | 'contributor' | 'sponsor', acts: string[]][] = [
      ['reader', ['confirm', 'move', 'remove', 'restore']],
      ['auditor', ['confirm', 'move', 'remove', 'restore']],
      ['contributor', ['remove', 'restore', `different/${newId()}`]],
      ['sponsor', ['remove', 'restore']],
    ]
    for (const [role, acts] of tries) {
      const person = await world.signIn(role)
      for (const act of acts) {
        const answer = await person.post(`${entry.path}/${act}`, {
          to: 'leaving',
          seen: 'in-place',
          why: 'x',
        })
        assert.equal(answer.status, 403, `${role} ${act}`)
      }
    }
    const other = await world.signIn('contributor', 'county', { directorateId: roads })
    assert.equal((await other.post(`${entry.path}/confirm`, {})).status, 404)
    assert.equal((await other.post(`${entry.path}/move`, { to: 'leaving', seen: 'in-place' })).status, 404)
  })

  test('Each act sent twice is done once', async () => {
    const entry = await addTestEntry(world)
    const keeper = await world.signIn('keeper')
    const acts = [
      ['move', { to: 'leaving', seen: 'in-place' }],
      ['remove', { why: 'Entered twice' }],
    ] as const
    for (const [act, fields] of acts) {
      const form_id = newId()
      const first = await keeper.post(`${entry.path}/${act}`, { ...fields, form_id })
      const second = await keeper.post(`${entry.path}/${act}`, { ...fields, form_id })
      assert.equal(first.status, 303, first.text)
      assert.equal(second.location, first.location, act)
    }
    assert.equal((await world.county.db.selectFrom('event').select('id').execute()).length, 3)
  })
})
