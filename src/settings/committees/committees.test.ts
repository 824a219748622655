import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import { change } from '#src/trail/change.ts'
import { today, useWorld } from '#test/world.ts'

describe('committees', () => {
  const world = useWorld()
  const page = '/wendleshire/staff/settings/committees'
  const addPerson = async (name: string) => {
    const id = newId()
    const by = { kind: 'command', accountId: null, name: 'Tests', capacity: 'Operator' } as const
    await change(world.county.db, { authority: world.county.id, by, at: today, action: 'person.add' }, act =>
      act.on('person', id, name).insert('person', { id, name, kind: 'officer' } as never),
    )
    return id
  }
  const from = (day: string, month: string, year: string, field = 'starts_on') => ({
    [`${field}-day`]: day,
    [`${field}-month`]: month,
    [`${field}-year`]: year,
  })
  const add = async (admin: Awaited<ReturnType<typeof world.signIn>>, name: string) =>
    (await admin.fill(`${page}/new`, { name })).location!.split('?')[0]!

  test('APP-6: a committee is added with who may enter its decisions, and the history says so', async () => {
    const admin = await world.signIn('administrator')
    assert.match((await admin.see(page)).text, /No committees yet/)
    await addPerson('Dora Minute')
    const cabinet = await add(admin, 'Cabinet')
    assert.match((await admin.see(cabinet)).text, /Nobody may enter what it decides/)
    const saved = await admin.fill(`${cabinet}/recorders/new`, {
      person: 'dora minute',
      ...from('1', '11', '2026'),
    })
    assert.equal(saved.status, 303)
    const { text } = await admin.see(saved.location!)
    assert.match(text, /Dora Minute No account 1 November 2026/)
    assert.match(text, /made Dora Minute a recorder from 1 November 2026/)
    assert.match((await admin.see(page)).text, /Cabinet Dora Minute/)
  })

  test('APP-6: what is wrong is said and what was typed stays', async () => {
    const admin = await world.signIn('administrator')
    await addPerson('Dora Minute')
    const cabinet = await add(admin, 'Cabinet')
    assert.match((await admin.fill(`${page}/new`, { name: ' ' })).text, /Enter the name of the committee/)
    assert.match(
      (await admin.fill(`${page}/new`, { name: 'CABINET' })).text,
      /There is a committee of that name/,
    )
    const bad = await admin.fill(`${cabinet}/recorders/new`, { person: 'Nobody', ...from('1', '11', '2026') })
    assert.equal(bad.status, 422)
    assert.match(bad.text, /Nobody has that name/)
    assert.match(bad.body, /value="Nobody"/)
    const early = { person: 'Dora Minute', ...from('1', '11', '2026'), ...from('1', '10', '2026', 'ends_on') }
    assert.match(
      (await admin.fill(`${cabinet}/recorders/new`, early)).text,
      /The last day must be the first day or after/,
    )
  })

  test('APP-6: a recorder’s time ends, or is taken out where it was a mistake', async () => {
    const admin = await world.signIn('administrator')
    await addPerson('Dora Minute')
    const cabinet = await add(admin, 'Cabinet')
    await admin.fill(`${cabinet}/recorders/new`, { person: 'Dora Minute', ...from('1', '11', '2026') })
    const { id } = await world.county.db
      .selectFrom('committee_recorder')
      .select('id')
      .executeTakeFirstOrThrow()
    const one = `${cabinet}/recorders/${id}`
    await admin.fill(one, { ...from('1', '11', '2026'), ...from('20', '11', '2026', 'ends_on') })
    assert.match((await admin.see(cabinet)).text, /Before .*Dora Minute/)
    assert.match((await admin.see(page)).text, /Cabinet Nobody/)
    await admin.fill(one, { remove: 'yes' })
    assert.equal((await admin.see(one)).status, 404)
  })

  test('APP-6: a committee is renamed, and two who rename it at once both know', async () => {
    const [one, other] = [await world.signIn('administrator'), await world.signIn('administrator')]
    const cabinet = await add(one, 'Cabinet')
    const opened = await other.see(`${cabinet}/edit`)
    const hidden = Object.fromEntries(
      [...opened.body.matchAll(/type="hidden" name="(version|base)" value="([^"]*)"/g)].map(match => [
        match[1]!,
        match[2]!.replaceAll('&quot;', '"'),
      ]),
    )
    await one.fill(`${cabinet}/edit`, { name: 'The Cabinet' })
    const clash = await other.post(`${cabinet}/edit`, { name: 'Executive', ...hidden })
    assert.equal(clash.status, 409)
    assert.match(clash.text, /The Cabinet/)
    assert.match(clash.body, /value="Executive"/)
  })

  test('APP-6: a closed committee leaves its name free, and only an administrator sees any of this', async () => {
    const admin = await world.signIn('administrator')
    const cabinet = await add(admin, 'Cabinet')
    await admin.fill(cabinet, {}, `${cabinet}/close`)
    assert.match((await admin.see(cabinet)).text, /Closed on 23 November 2026/)
    const again = await add(admin, 'Cabinet')
    assert.notEqual(again, cabinet)
    for (const role of ['keeper', 'reader'] as const)
      assert.equal((await (await world.signIn(role)).see(cabinet)).status, 403)
    const elsewhere = await world.signIn('administrator', 'borough')
    assert.equal((await elsewhere.see(cabinet.replace('wendleshire', 'saltmere'))).status, 404)
  })
})
