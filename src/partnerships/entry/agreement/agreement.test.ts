import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import { change } from '#src/trail/change.ts'
import { addApproved } from '#test/approved.ts'
import { addTestDirectorate, addTestEntry } from '#test/entries.ts'
import { today, useWorld } from '#test/world.ts'

const both = { negotiations_concluded_on: '4 November 2026', agreement_signed_on: '20 November 2026' }

describe('when negotiations concluded and the agreement was signed', () => {
  const world = useWorld()

  const agreed = () =>
    world.county.db
      .selectFrom('involvement')
      .select(['negotiations_concluded_on', 'agreement_signed_on'])
      .orderBy('reference')
      .executeTakeFirstOrThrow()

  test('APP-2: Nothing is concluded or signed before the approvals exist; the page says what is needed and where', async () => {
    const entry = await addTestEntry(world, { stage: 'proposed' })
    const keeper = await world.signIn('keeper')
    const page = await keeper.see(`${entry.path}/agreement`)
    assert.match(page.text, /Still needed before negotiations conclude/)
    assert.match(
      page.text,
      /The approvals are there before negotiations conclude\. No approval is on record\./,
    )
    assert.match(page.text, /We have the power to enter/)
    assert.match(page.body, new RegExp(`href="${entry.path}/proposal"`))
    assert.match(page.text, /more are advised, and stop nothing/)
    const refused = await keeper.fill(`${entry.path}/agreement`, both)
    assert.equal(refused.status, 422)
    assert.match(refused.text, /The approvals have to be there first/)
    assert.match(refused.body, /value="4 November 2026"/)
    assert.deepEqual(await agreed(), { negotiations_concluded_on: null, agreement_signed_on: null })
  })

  test('APP-3: Once approved the two days are recorded, and the trail says so', async () => {
    const entry = await addApproved(world)
    const keeper = await world.signIn('keeper')
    assert.match((await keeper.see(`${entry.path}/agreement`)).text, /Approved on 23 November 2026/)
    const saved = await keeper.fill(`${entry.path}/agreement`, both)
    assert.equal(saved.status, 303, saved.text)
    assert.deepEqual(await agreed(), {
      negotiations_concluded_on: '2026-11-04',
      agreement_signed_on: '2026-11-20',
    })
    const history = await keeper.see(`${entry.path}/history`)
    assert.match(history.text, /recorded that the agreement is signed/)
    assert.match(history.text, /Agreement signed: was empty, now 20 November 2026/)
    assert.match(
      (await keeper.see(`${entry.path}/agreement`)).text,
      /Negotiations concluded on 4 November 2026, before the approval/,
    )
  })

  test('APP-6: An approval that no longer covers what stands holds it back again', async () => {
    const entry = await addApproved(world)
    const keeper = await world.signIn('keeper')
    const what = { authority: world.county.id, by, at: today, action: 'involvement.test' }
    await change(world.county.db, what, act =>
      act.on('involvement', entry.id, 'An entry').update('involvement', entry.id, { level: 'lead' }),
    )
    const refused = await keeper.fill(`${entry.path}/agreement`, both)
    assert.equal(refused.status, 422)
    assert.match(refused.text, /The approval is out of date\. .*was active partner, is lead/)
  })

  test('REV-4: A gate that only advises holds nothing back, and neither does one that is waived', async () => {
    const entry = await addTestEntry(world, { stage: 'approved' })
    const keeper = await world.signIn('keeper')
    const blocks = async () => {
      const page = await keeper.see(`${entry.path}/agreement`)
      const list = /<section class="app-gaps"[\s\S]*?<\/section>/.exec(page.body)?.[0] ?? ''
      return [...list.matchAll(/<strong>(.*?)\.<\/strong>/g)].map(match => match[1])
    }
    const held = await blocks()
    assert.ok(held.includes('We have the power to enter'))
    assert.ok(!held.includes('The set-up points are settled'))
    const what = { authority: world.county.id, by, at: today, action: 'involvement.waive' }
    const ids = ['resources', 'legal-power', 'no-legal-bar', 'exposure', 'case', 'evaluation', 'approval']
    await change(world.county.db, what, act =>
      act.on('involvement', entry.id, 'An entry').insertMany(
        'waiver',
        ids.map(requirement => ({
          involvement_id: entry.id,
          requirement,
          reason: 'Urgent',
          account_id: null,
          waived_by: 'Tests',
          capacity: 'Operator',
          waived_at: today,
          withdrawn_at: null,
        })),
      ),
    )
    assert.deepEqual(await blocks(), [])
    assert.equal((await keeper.fill(`${entry.path}/agreement`, both)).status, 303)
  })

  test('ENT-7: Of what was in place before the protocol the days of then are history, and nothing holds them back', async () => {
    const entry = await addTestEntry(world, { started_on: '2014' })
    const keeper = await world.signIn('keeper')
    const saved = await keeper.fill(`${entry.path}/agreement`, { negotiations_concluded_on: '4 March 2014' })
    assert.equal(saved.status, 303, saved.text)
    const late = await keeper.fill(`${entry.path}/agreement`, {
      negotiations_concluded_on: '23 November 2026',
    })
    assert.equal(late.status, 422)
  })

  test('Each mistake says what to mend', async () => {
    const entry = await addApproved(world)
    const keeper = await world.signIn('keeper')
    const wrong = async (fields: Record<string, string>) =>
      (await keeper.fill(`${entry.path}/agreement`, fields)).text
    assert.match(
      await wrong({ negotiations_concluded_on: 'March 2026' }),
      /must be a whole day, like 4 March/,
    )
    assert.match(
      await wrong({ negotiations_concluded_on: '24 November 2026' }),
      /must be 23 November 2026 or earlier: enter it once it has happened/,
    )
    assert.match(await wrong({ agreement_signed_on: '20 November 2026' }), /nothing is signed before/)
    assert.match(
      await wrong({ ...both, negotiations_concluded_on: '21 November 2026' }),
      /must conclude on or before the day the agreement was signed/,
    )
  })

  test('Twice is safe, a second who saw it as it was is told, and wrong roles cannot', async () => {
    const entry = await addApproved(world)
    const keeper = await world.signIn('keeper')
    const { version } = await world.county.db
      .selectFrom('involvement')
      .select('version')
      .executeTakeFirstOrThrow()
    const form = { ...both, seen: String(version), form_id: newId() }
    const first = await keeper.post(`${entry.path}/agreement`, form)
    assert.equal((await keeper.post(`${entry.path}/agreement`, form)).location, first.location)
    const late = await keeper.post(`${entry.path}/agreement`, {
      ...form,
      form_id: newId(),
      agreement_signed_on: '21 November 2026',
    })
    assert.equal(late.status, 409)
    for (const role of ['reader', 'auditor', 'adviser'] as const) {
      const person = await world.signIn(role)
      assert.equal((await person.see(`${entry.path}/agreement`)).status, 403, role)
      assert.equal((await person.post(`${entry.path}/agreement`, form)).status, 403, role)
    }
    const roads = await addTestDirectorate(world, 'Roads')
    const other = await world.signIn('contributor', 'county', { directorateId: roads })
    assert.equal((await other.post(`${entry.path}/agreement`, form)).status, 404)
  })
})

const by = { kind: 'command', accountId: null, name: 'Tests', capacity: 'Operator' } as const
