import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { listFillings } from '#src/adopted/fillings.ts'
import { newId } from '#src/domain/id.ts'
import { meanwhile } from '#test/meanwhile.ts'
import { changeAs, fillRole as fillPost, personWith } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

describe('two administrators who say who decides at the same moment', () => {
  const world = useWorld()
  const page = '/wendleshire/staff/settings/deciders'
  const addCommittees = async (...names: string[]) => {
    for (const name of names)
      await changeAs(world, act =>
        act.on('committee', newId(), name).insert('committee', { name, closed_on: null }),
      )
  }
  const fillings = async (role: string) =>
    (await listFillings(world.county.db, world.county.id, 'every', '2026-11-23'))
      .filter(each => each.role === role)
      .map(each => each.committee?.name ?? each.post?.title)

  test('APP-1: a role never gets two committees, and the second is told which one has it', async () => {
    await addCommittees('Cabinet', 'Executive')
    const [one, other] = [await world.signIn('administrator'), await world.signIn('administrator')]
    meanwhile(world, one, () => other.fill(`${page}/cabinet`, { who: 'Executive' }))
    const late = await one.fill(`${page}/cabinet`, { who: 'Cabinet' })
    assert.equal(late.status, 422)
    assert.match(late.text, /Only one committee can decide\. Take Executive away first/)
    assert.deepEqual(await fillings('cabinet'), ['Executive'])
  })

  test('APP-1: of two who choose at once, exactly one is taken', async () => {
    await addCommittees('Cabinet', 'Executive')
    const [one, other] = [await world.signIn('administrator'), await world.signIn('administrator')]
    const answers = await Promise.all([
      one.post(`${page}/cabinet`, { who: 'Cabinet' }),
      other.post(`${page}/cabinet`, { who: 'Executive' }),
    ])
    const refused = answers.filter(each => each.status !== 303)
    assert.equal(refused.length, 1)
    assert.match(refused[0]!.text, /Only one committee can decide/)
    assert.equal((await fillings('cabinet')).length, 1)
  })

  test('APP-1: a committee that is suggested is not added to one that somebody chose meanwhile', async () => {
    await addCommittees('Executive')
    const [one, other] = [await world.signIn('administrator'), await world.signIn('administrator')]
    const { body } = await one.see(page)
    const keys = [...body.matchAll(/name="accept" type="checkbox" value="([^"]+)"/g)].map(match => match[1]!)
    meanwhile(world, one, () => other.fill(`${page}/cabinet`, { who: 'Executive' }))
    await one.fill(page, { accept: keys.filter(key => key.includes('cabinet')) }, `${page}/suggested`)
    assert.deepEqual(await fillings('cabinet'), ['Executive'])
  })

  test('APP-1: a committee that was closed in that moment is not chosen', async () => {
    await addCommittees('Cabinet')
    const one = await world.signIn('administrator')
    const { id } = await world.county.db.selectFrom('committee').select('id').executeTakeFirstOrThrow()
    meanwhile(world, one, () =>
      changeAs(world, act =>
        act.on('committee', id, 'Cabinet').update('committee', id, { closed_on: '2026-11-22' }),
      ),
    )
    const late = await one.fill(`${page}/cabinet`, { who: 'Cabinet' })
    assert.equal(late.status, 422)
    assert.match(late.text, /No committee has that name/)
  })

  test('APP-1: a post that filled a role before it was a committee’s is no second decider, and is taken away first', async () => {
    await addCommittees('Cabinet')
    const head = await personWith(world, 'Hal Head')
    await fillPost(world, 'cabinet', 'Head of Places', [{ person: head }])
    const one = await world.signIn('administrator')
    assert.match((await one.see(page)).text, /No committee fills it/)
    const late = await one.fill(`${page}/cabinet`, { who: 'Cabinet' }, `${page}/cabinet`)
    assert.equal(late.status, 422)
    assert.match(late.text, /A committee fills this role now\. Take Head of Places away first/)
  })
})
