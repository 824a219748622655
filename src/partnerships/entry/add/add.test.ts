import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { adoptCommon } from '#test/approved.ts'
import { addTestDirectorate, addTestEntry } from '#test/entries.ts'
import { useWorld } from '#test/world.ts'

const page = '/wendleshire/staff/partnerships/new'
const filled = {
  name: 'Wendle Valley Water Group',
  kind: 'network',
  stage: 'in-place',
  purpose: 'To share news.',
  started_on: '2019',
}

describe('adding to the register', () => {
  const world = useWorld()

  test('REG-4: A new entry gets a reference and lands on its page, which names what is missing', async () => {
    const keeper = await world.signIn('keeper')
    const saved = await keeper.fill(page, { ...filled, kind: 'partnership', started_on: 'March 2024' })
    assert.equal(saved.status, 303)
    assert.equal(saved.location, '/wendleshire/staff/partnerships/WCC-0001?done=added')
    const record = await keeper.see(saved.location!)
    assert.match(record.text, /It is on the register/)
    assert.match(record.text, /Wendle Valley Water Group/)
    assert.match(record.text, /To share news\./)
    assert.match(record.text, /March 2024/)
    assert.match(record.text, /It has no sponsor/)
    assert.match(record.body, /href="\/wendleshire\/staff\/partnerships\/WCC-0001\/edit\/people"/)
    assert.match(
      (await keeper.see('/wendleshire/staff/partnerships/WCC-0001/history')).text,
      /added the entry/,
    )
  })

  test('DEF-4: Every kind of arrangement is added on the same form', async () => {
    const keeper = await world.signIn('keeper')
    const kinds = ['partnership', 'contract', 'network', 'mixed', 'outside-body']
    for (const [i, kind] of kinds.entries()) {
      const saved = await keeper.fill(page, {
        ...filled,
        name: `Arrangement ${'ABCDE'[i]}xyz${i}`,
        kind,
        compared: `arrangement ${'abcde'[i]}xyz${i}`,
      })
      assert.equal(saved.status, 303, kind)
    }
    const rows = await world.county.db
      .selectFrom('register_entry')
      .select('kind')
      .orderBy('reference')
      .execute()
    assert.deepEqual(
      rows.map(row => row.kind),
      kinds,
    )
  })

  test('APP-2: A partnership that begins under the protocol is proposed, with its name kept', async () => {
    const keeper = await world.signIn('keeper')
    const partnership = { ...filled, kind: 'partnership' }
    const before = await keeper.fill(page, {
      ...partnership,
      name: 'Old Mill Alliance',
      started_on: 'May 2026',
    })
    assert.equal(before.status, 303, before.text)
    await adoptCommon(world, '2026-06-15')
    assert.match(
      (await keeper.see(page)).text,
      /A partnership that began on 15 June 2026 or later is proposed/,
    )
    const refused = async (started_on: string, message: RegExp) => {
      const answer = await keeper.fill(page, { ...partnership, started_on })
      assert.equal(answer.status, 422, started_on)
      assert.match(answer.text, message)
      return answer
    }
    await refused('', /Enter when it started/)
    await refused(
      '2026',
      /Enter the month or the day it started: our protocol came into force on 15 June 2026/,
    )
    await refused('June 2026', /Enter the month or the day it started/)
    for (const late of ['15 June 2026', 'July 2026', '2027']) {
      const answer = await refused(late, /started after our protocol came into force on 15 June 2026/)
      assert.match(
        answer.body,
        /href="\/wendleshire\/staff\/assessments\/new\?name=Wendle(\+|%20)Valley(\+|%20)Water(\+|%20)Group"/,
      )
    }
    assert.equal((await keeper.fill(page, { ...partnership, started_on: '14 June 2026' })).status, 303)
    const network = { ...filled, name: 'Clerks Forum', started_on: '' }
    assert.equal((await keeper.fill(page, network)).status, 303)
    // A newer version of the protocol does not open the door again.
    await adoptCommon(world, '2026-10-01')
    await refused('July 2026', /came into force on 15 June 2026/)
  })

  test('APP-2: Where none was adopted, what has not begun yet is proposed', async () => {
    const keeper = await world.signIn('keeper')
    for (const started_on of ['23 November 2026', '2027']) {
      const answer = await keeper.fill(page, { ...filled, kind: 'partnership', started_on })
      assert.equal(answer.status, 422)
      assert.match(answer.text, /It has not started yet, so it has to be proposed and approved/)
    }
  })

  test('DEF-1: What is only considered is assessed first, with its name kept', async () => {
    const keeper = await world.signIn('keeper')
    const answer = await keeper.fill(page, { ...filled, stage: 'considered' })
    assert.equal(answer.status, 303)
    assert.equal(answer.location, '/wendleshire/staff/assessments/new?name=Wendle+Valley+Water+Group')
    assert.deepEqual(await world.county.db.selectFrom('involvement').select('id').execute(), [])
  })

  test('Entries that may be the same one are shown before anything is added', async () => {
    await addTestEntry(world, { name: 'Wendle Valley Water Partnership' })
    const keeper = await world.signIn('keeper')
    const asked = await keeper.fill(page, filled)
    assert.equal(asked.status, 200)
    assert.match(asked.text, /Is it one of these\? WCC-0001 Wendle Valley Water Partnership/)
    assert.match(asked.body, /value="Wendle Valley Water Group"/)
    const compared = /name="compared" value="([^"]+)"/.exec(asked.body)![1]!
    const saved = await keeper.fill(page, { ...filled, compared })
    assert.equal(saved.location, '/wendleshire/staff/partnerships/WCC-0002?done=added')
  })

  test('Entries the person may not see are not hinted at', async () => {
    const housing = await addTestDirectorate(world, 'Housing')
    await addTestEntry(world, { name: 'Wendle Valley Water Partnership' })
    const contributor = await world.signIn('contributor', 'county', { directorateId: housing })
    const saved = await contributor.fill(page, { ...filled, directorate: housing })
    assert.equal(saved.status, 303)
  })

  test('While one is typed, entries called alike come from those the person may see', async () => {
    const housing = await addTestDirectorate(world, 'Housing')
    const shown = await addTestEntry(world, { name: 'Wendle Valley Water Forum', directorate: housing })
    // More of them than are shown, and likelier ones.
    for (let i = 0; i < 9; i++) await addTestEntry(world, { name: 'Wendle Valley Water Group' })
    const asked = `/wendleshire/staff/suggest/partnerships?q=${encodeURIComponent('wendle valley water group')}`
    const keeper = await world.signIn('keeper')
    assert.equal(JSON.parse((await keeper.see(asked)).body).entries.length, 5)
    const contributor = await world.signIn('contributor', 'county', { directorateId: housing })
    assert.deepEqual(JSON.parse((await contributor.see(asked)).body).entries, [
      {
        reference: shown.reference,
        name: 'Wendle Valley Water Forum',
        detail: 'Partnership, in place',
        address: shown.path,
      },
    ])
    const elsewhere = await world.signIn('keeper', 'borough')
    assert.equal((await elsewhere.see(asked)).status, 404)
    assert.deepEqual(
      JSON.parse((await elsewhere.see(asked.replace('wendleshire', 'saltmere'))).body).entries,
      [],
    )
  })

  test('Each mistake says what to mend, and nothing typed is lost', async () => {
    const keeper = await world.signIn('keeper')
    const bad = await keeper.fill(page, {
      name: '',
      kind: 'x',
      stage: '',
      purpose: 'Kept words',
      started_on: 'soon',
    })
    assert.equal(bad.status, 422)
    for (const message of [
      'Enter the name it is known by',
      'Choose what it is',
      'Choose whether it is in place',
      'The start must be a date, like 4 March 2024, March 2024 or 2024',
    ])
      assert.ok(bad.text.includes(message), message)
    assert.match(bad.body, /Kept words/)
    assert.match(
      (await keeper.fill(page, { ...filled, name: 'x'.repeat(301) })).text,
      /must be 300 characters or fewer/,
    )
  })

  test('Someone who answers for one directorate adds to that one alone', async () => {
    const housing = await addTestDirectorate(world, 'Housing')
    const roads = await addTestDirectorate(world, 'Roads')
    const contributor = await world.signIn('contributor', 'county', { directorateId: housing })
    assert.doesNotMatch((await contributor.see(page)).text, /Roads/)
    assert.match(
      (await contributor.fill(page, { ...filled, directorate: '' })).text,
      /Choose your directorate/,
    )
    assert.match(
      (await contributor.fill(page, { ...filled, directorate: roads })).text,
      /Choose a directorate from the list/,
    )
    assert.equal((await contributor.fill(page, { ...filled, directorate: housing })).status, 303)
  })

  test('Readers, auditors and advisers cannot add', async () => {
    for (const role of ['reader', 'auditor', 'adviser', 'sponsor'] as const) {
      const person = await world.signIn(role)
      assert.equal((await person.see(page)).status, 403, role)
      assert.equal((await person.post(page, filled)).status, 403, role)
    }
  })

  test('The same form sent twice adds one entry', async () => {
    const keeper = await world.signIn('keeper')
    const form_id = '11111111-1111-4111-8111-111111111111'
    const first = await keeper.post(page, { ...filled, form_id })
    const second = await keeper.post(page, { ...filled, form_id, compared: 'wendle valley water group' })
    assert.equal(second.location, first.location)
    assert.equal((await world.county.db.selectFrom('involvement').select('id').execute()).length, 1)
  })
})
