import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addTestDirectorate, addTestEntry } from '#test/entries.ts'
import { answerAll, draftProposal } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

describe('editing an entry by section', () => {
  const world = useWorld()

  test('REG-1: Each section is saved from its own form and shown on the page', async () => {
    const directorate = await addTestDirectorate(world, 'Communities')
    const entry = await addTestEntry(world)
    const keeper = await world.signIn('keeper')
    const forms: Record<string, Record<string, string>> = {
      identity: {
        name: 'Safer Wendle',
        former_names: 'Crime Forum\nSafety Board',
        kind: 'mixed',
        council_reference: 'CS/12',
      },
      about: {
        purpose: 'To cut crime.',
        theme: 'Safety',
        website: 'www.safer.example',
        started_on: '4 March 2024',
        ended_on: 'ongoing',
        governing_document: 'Terms of reference',
      },
      'our-part': {
        directorate,
        level: 'lead',
        lead_member: 'yes',
        representative: 'no',
        tier: 'significant',
        role_other: 'Hosts it',
      },
      risk: { risk_register: 'no', risk_register_reason: 'Not written yet', risk_manager: 'The board' },
      own: { notes: 'Seen by audit.' },
    }
    for (const [section, fields] of Object.entries(forms)) {
      const saved = await keeper.fill(`${entry.path}/edit/${section}`, fields)
      assert.equal(saved.status, 303, `${section}: ${saved.text}`)
      assert.equal(saved.location, `${entry.path}?done=saved#${section}`)
    }
    const { text } = await keeper.see(entry.path)
    for (const words of [
      'Safer Wendle',
      'Crime Forum; Safety Board',
      'Contract with partnership elements',
      'our number CS/12',
      'To cut crime.',
      'https://www.safer.example',
      '4 March 2024',
      'Communities',
      'Significant',
      'Hosts it',
      'Not written yet',
      'The board',
      'Seen by audit.',
    ])
      assert.ok(text.includes(words), words)
    assert.doesNotMatch(text, /It does not say what it is for/)
  })

  test('SIG-2: a tier that was assessed is not typed any more', async () => {
    const keeper = await world.signIn('keeper')
    const proposal = await draftProposal(world, keeper, { stage: 'in-place', purpose: 'extend' })
    await answerAll(world, proposal)
    await keeper.fill(`${proposal.path}/edit/our-part`, { tier: 'light', level: 'lead' })
    await keeper.post(`${proposal.path}/significance/override`, { tier: 'significant', why: 'It matters' })
    const form = await keeper.see(`${proposal.path}/edit/our-part`)
    assert.doesNotMatch(form.text, /How significant is it for us/)
    await keeper.fill(`${proposal.path}/edit/our-part`, { tier: 'light', level: 'active' })
    const held = await world.county.db
      .selectFrom('involvement')
      .select(['tier', 'level'])
      .executeTakeFirstOrThrow()
    assert.deepEqual(held, { tier: 'significant', level: 'active' })
  })

  test('REG-1: Fields of the authority’s own are asked by their type', async () => {
    const { id: authority_id } = world.county
    const make = (
      key: string,
      type: 'text' | 'number' | 'choice' | 'yes-no' | 'partial-date',
      position: number,
    ) => ({
      authority_id,
      id: `00000000-0000-4000-8000-00000000001${position}`,
      key,
      heading: key.toUpperCase(),
      type,
      position,
      choices: type === 'choice' ? ['Red', 'Blue'] : [],
    })
    await world.database
      .maintenance()
      .insertInto('custom_field')
      .values([
        make('score', 'number', 1),
        make('colour', 'choice', 2),
        make('seen', 'partial-date', 3),
        make('open', 'yes-no', 4),
      ])
      .execute()
    const entry = await addTestEntry(world)
    const keeper = await world.signIn('keeper')
    const page = `${entry.path}/edit/own`
    const bad = await keeper.fill(page, {
      own_score: 'high',
      own_colour: 'Pink',
      own_seen: 'soon',
      own_open: 'maybe',
    })
    assert.equal(bad.status, 422)
    for (const message of [
      'SCORE must be a number',
      'Choose one of the words for COLOUR',
      'SEEN must be a date',
      'Choose yes or no for OPEN',
    ])
      assert.ok(bad.text.includes(message), message)
    await keeper.fill(page, { own_score: '7.5', own_colour: 'Red', own_seen: 'June 2025', own_open: 'no' })
    const row = await world.county.db.selectFrom('involvement').select('custom').executeTakeFirstOrThrow()
    assert.deepEqual(row.custom, { score: 7.5, colour: 'Red', seen: '2025-06', open: false })
    assert.match((await keeper.see(entry.path)).text, /SCORE 7\.5 COLOUR Red SEEN June 2025 OPEN No/)
  })

  test('Each mistake names the field and what to do about it', async () => {
    const entry = await addTestEntry(world)
    const keeper = await world.signIn('keeper')
    const mistakes: [section: string, fields: Record<string, string>, message: string][] = [
      ['identity', { name: ' ', kind: 'partnership' }, 'Enter the name it is known by'],
      ['identity', { name: 'A', kind: 'club' }, 'Choose what it is'],
      [
        'about',
        { website: 'safer dot example' },
        'The website must be a web address, like https://www.example.org',
      ],
      ['about', { started_on: '31 June 2024' }, 'The start must be a date, like 4 March 2024'],
      ['about', { started_on: '2024', ended_on: '2023' }, 'The end must not be before the start'],
      ['our-part', { directorate: 'x' }, 'Choose a directorate from the list'],
      ['our-part', { level: 'x' }, 'Choose how far we are involved'],
      ['people', { councillor_seats: 'many' }, 'Councillor seats must be a whole number from 0 to 999'],
      [
        'people',
        { 'representatives-0-role': 'x', 'representatives-0-person': 'Vacant' },
        'Choose whom the seat is for',
      ],
      [
        'people',
        { 'representatives-0-role': 'officer', 'representatives-0-position': 'Chair' },
        'Enter a name or a post',
      ],
      [
        'people',
        {
          'representatives-0-role': 'officer',
          'representatives-0-person': 'Vacant',
          'representatives-0-starts_on': '2025',
          'representatives-0-ends_on': '2024',
        },
        'The last day must not be before the first',
      ],
      [
        'resources',
        { 'money-0-year': '2026/27', 'money-0-pounds': 'lots' },
        'The amount must be an amount in pounds, like 5605',
      ],
      ['resources', { 'money-0-pounds': '5' }, 'Choose the financial year'],
      ['resources', { 'officer_time-0-year': '2026/27' }, 'Enter whose time it is and how much'],
      ['resources', { 'in_kind-0-year': '2026/27' }, 'Enter what we give'],
      ['risk', { risk_register: 'no' }, 'Say why no risk register is held'],
      ['own', { notes: 'x'.repeat(10_001) }, 'The notes must be 10,000 characters or fewer'],
    ]
    for (const [section, fields, message] of mistakes) {
      const bad = await keeper.fill(`${entry.path}/edit/${section}`, fields)
      assert.equal(bad.status, 422, message)
      assert.match(bad.body, /<title>Error: /)
      assert.ok(bad.text.includes(message), `${message}: ${bad.text.slice(0, 400)}`)
      for (const href of bad.body.matchAll(/error-summary__list[\s\S]*?href="#([^"]+)"/g))
        assert.ok(bad.body.includes(`id="${href[1]}"`), `nothing on the page is called ${href[1]}`)
    }
    assert.equal((await keeper.see(`${entry.path}/edit/nothing`)).status, 404)
  })

  test('Readers, auditors and contributors of another directorate cannot edit', async () => {
    const housing = await addTestDirectorate(world, 'Housing')
    const roads = await addTestDirectorate(world, 'Roads')
    const entry = await addTestEntry(world, { directorate: housing })
    const page = `${entry.path}/edit/about`
    for (const role of ['reader', 'auditor', 'adviser'] as const) {
      const person = await world.signIn(role)
      assert.equal((await person.see(page)).status, 403, role)
      assert.equal((await person.post(page, { purpose: 'x' })).status, 403, role)
      assert.doesNotMatch((await person.see(entry.path)).body, /edit\/about/, role)
    }
    const other = await world.signIn('contributor', 'county', { directorateId: roads })
    assert.equal((await other.see(page)).status, 404)
    assert.equal((await other.post(page, { purpose: 'x' })).status, 404)
    assert.equal((await other.see(entry.path)).status, 404)
    assert.equal((await other.see(`${entry.path}/history`)).status, 404)
    const own = await world.signIn('contributor', 'county', { directorateId: housing })
    assert.equal((await own.fill(page, { purpose: 'Ours' })).status, 303)
    const moved = await own.fill(`${entry.path}/edit/our-part`, { directorate: roads })
    assert.equal(moved.status, 422)
    assert.match(moved.text, /You may not give it to another directorate\. Ask the register keeper\./)
  })

  test('The same form sent twice changes the entry once', async () => {
    const entry = await addTestEntry(world)
    const keeper = await world.signIn('keeper')
    const form_id = '22222222-2222-4222-8222-222222222222'
    const fields = { form_id, 'money-0-year': '2026/27', 'money-0-pounds': '10', base: '' }
    const first = await keeper.post(`${entry.path}/edit/resources`, fields)
    const second = await keeper.post(`${entry.path}/edit/resources`, fields)
    assert.equal(first.status, 303)
    assert.equal(second.location, first.location)
    assert.equal((await world.county.db.selectFrom('commitment').select('id').execute()).length, 1)
  })
})
