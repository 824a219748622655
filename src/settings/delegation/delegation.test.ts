import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import { change } from '#src/trail/change.ts'
import { answerAll, changeAs, draftProposal, fillRole, personWith, submitAs } from '#test/proposals.ts'
import { today, useWorld } from '#test/world.ts'

describe('the scheme of delegation', () => {
  const world = useWorld()
  const page = '/wendleshire/staff/settings/delegation'
  const addPost = async (title: string) => {
    const id = newId()
    const by = { kind: 'command', accountId: null, name: 'Tests', capacity: 'Operator' } as const
    await change(world.county.db, { authority: world.county.id, by, at: today, action: 'post.add' }, act =>
      act.on('post', id, title).insert('post', { id, title, directorate_id: null } as never),
    )
    return id
  }
  const day = (field: string, d: string, month: string, year: string) => ({
    [`${field}-day`]: d,
    [`${field}-month`]: month,
    [`${field}-year`]: year,
  })
  const line = {
    post: 'Head of Housing',
    what: 'both',
    limit: '£25,000',
    ...day('starts_on', '1', '11', '2026'),
    reference: 'Constitution 3.12',
    delegated_by: 'Cabinet',
  }
  const rows = () => world.county.db.selectFrom('delegation').selectAll().orderBy('what').execute()

  test('APP-5: what a post may agree to is kept with its limit, days, reference and who delegated it', async () => {
    const admin = await world.signIn('administrator')
    assert.match((await admin.see(page)).text, /Nothing is delegated/)
    await addPost('Head of Housing')
    const saved = await admin.fill(`${page}/new`, line)
    assert.equal(saved.status, 303)
    assert.match(
      (await admin.see(saved.location!)).text,
      /Head of Housing Entering £25,000 1 November 2026 – Constitution 3\.12 Cabinet .*Head of Housing Extending £25,000/,
    )
    assert.deepEqual(
      (await rows()).map(each => [each.what, each.limit_pence]),
      [
        ['enter', 2_500_000],
        ['extend', 2_500_000],
      ],
    )
    const trail = await admin.see('/wendleshire/staff/trail')
    assert.match(trail.text, /delegated to Head of Housing to agree to entering one up to £25,000 a year/i)
  })

  test('APP-5: each mistake is named, and what was typed stays', async () => {
    const admin = await world.signIn('administrator')
    await addPost('Head of Housing')
    const bad = await admin.fill(`${page}/new`, { ...line, post: 'Head of X', limit: '£25,000' })
    assert.equal(bad.status, 422)
    assert.match(bad.text, /No post has that title/)
    assert.match(bad.body, /value="£25,000"/)
    for (const [fields, says] of [
      [{ what: '' }, /Choose what it is about/],
      [{ limit: 'a lot' }, /Enter the limit in pounds/],
      [{ limit: '-5' }, /Enter the limit in pounds/],
      [{ delegated_by: '' }, /Enter who delegated it/],
      [day('starts_on', '', '', ''), /Enter the day from which it is delegated/],
      [day('ends_on', '1', '10', '2026'), /The last day must be the first day or after/],
    ] as const)
      assert.match((await admin.fill(`${page}/new`, { ...line, ...fields })).text, says)
    assert.deepEqual(await rows(), [])
  })

  test('APP-5: a line is changed, ended and then shown apart; one to come goes altogether', async () => {
    const admin = await world.signIn('administrator')
    await addPost('Head of Housing')
    await admin.fill(`${page}/new`, { ...line, what: 'enter' })
    const [row] = await rows()
    const one = `${page}/${row!.id}`
    await admin.fill(one, { ...line, what: 'enter', limit: '' })
    assert.match((await admin.see(page)).text, /Entering No limit/)
    await admin.fill(one, {}, `${one}/end`)
    assert.equal((await rows())[0]!.ends_on, '2026-11-23')
    world.clock.now = new Date('2026-11-24T10:00:00Z')
    const next = await world.signIn('administrator')
    assert.match(
      (await next.see(page)).text,
      /Nothing is delegated.* Expired .*Head of Housing Entering No limit/,
    )
    await next.fill(`${page}/new`, { ...line, what: 'extend', ...day('starts_on', '1', '4', '2027') })
    assert.match((await next.see(page)).text, /1 April 2027 To come/)
    const coming = (await rows()).find(each => each.what === 'extend')!
    await next.fill(`${page}/${coming.id}`, {}, `${page}/${coming.id}/end`)
    assert.equal((await rows()).length, 1)
  })

  test('APP-5: two who change a line at once both know; sent twice it is added once', async () => {
    const admin = await world.signIn('administrator')
    await addPost('Head of Housing')
    const form_id = '0198c3c4-0000-4000-8000-000000000002'
    for (let i = 0; i < 2; i++) await admin.fill(`${page}/new`, { ...line, what: 'enter', form_id })
    const [row, ...more] = await rows()
    assert.deepEqual(more, [])
    const one = `${page}/${row!.id}`
    const opened = await admin.see(one)
    const base = /name="base" value="([^"]*)"/.exec(opened.body)![1]!.replaceAll('&quot;', '"')
    await admin.fill(one, { ...line, what: 'enter', limit: '30000' })
    const clash = await admin.post(one, { ...line, what: 'enter', limit: '40000', version: '1', base })
    assert.equal(clash.status, 409)
    assert.match(clash.text, /£30,000/)
    assert.equal((await rows())[0]!.limit_pence, 3_000_000)
  })

  test('APP-5: a line that ends soon is marked, one that ended without another is too, and what waits without power is named', async () => {
    const admin = await world.signIn('administrator')
    const proposer = await personWith(world, 'Pat Proposer', 'contributor')
    const head = await personWith(world, 'Hal Head')
    await fillRole(world, 'head-of-service', 'Head of Housing', [{ person: head }], { limit: 10_000 })
    const proposal = await draftProposal(world, proposer)
    await answerAll(world, proposal)
    await submitAs(world, proposer, proposal)
    assert.doesNotMatch((await admin.see(page)).text, /Decisions that wait without the power/)
    const [row] = (await rows()).filter(each => each.what === 'enter')
    const ends = (ends_on: string) =>
      changeAs(world, act => act.on('post', row!.post_id, 'X').update('delegation', row!.id, { ends_on }))
    await ends('2026-12-20')
    assert.match(
      (await admin.see(page)).text,
      /waits for the Head of service\. What is delegated to the Head of Housing ends on 20 December 2026\..* 20 December 2026 Ends soon/,
    )
    await ends('2026-11-22')
    assert.match(
      (await admin.see(page)).text,
      /waits for the Head of service\. What is delegated to the Head of Housing ended on 22 November 2026\..* Expired .* None since/,
    )
    const shown = await head.see(`${proposal.path}/approval`)
    assert.match(
      shown.text,
      /you cannot decide it\. .* Ask an administrator to bring the scheme of delegation up to date/,
    )
  })

  test('APP-5: only an administrator sees and changes it', async () => {
    for (const role of ['keeper', 'sponsor', 'auditor'] as const)
      assert.equal((await (await world.signIn(role)).see(page)).status, 403)
  })
})
