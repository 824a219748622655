import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { unescapeHtml } from '#test/client.ts'
import { addTestDirectorate, addTestEntry } from '#test/entries.ts'
import { draftProposal, personWith } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

describe('a proposal and its task list', () => {
  const world = useWorld()
  const money = {
    'money-0-id': '',
    'money-0-year': '2026/27',
    'money-0-pounds': '12000',
    'money-0-form': 'grant',
  }

  test('ENT-1: The task list says how far the proposal is, what is left and what lies ahead', async () => {
    await addTestDirectorate(world, 'Places')
    const person = await personWith(world, 'Pat Proposer')
    const { path } = await draftProposal(world, person)
    const tasks = await person.see(`${path}/proposal`)
    assert.match(
      tasks.text,
      /Saltmere Flood Partnership Tier light: \d+ of \d+ questions, \d+ approvals?, review every 2 years/,
    )
    assert.match(tasks.text, /1 of \d+ questions are answered, and 2 pages about the partnership are left/)
    assert.match(tasks.text, /About the partnership In progress/)
    assert.match(tasks.text, /Who answers for it and represents us Optional/)
    assert.match(
      tasks.text,
      /What the protocol asks How significant is it\? Not started The case for entering Not started/,
    )
  })

  test('ENT-4, ENT-5: Pages over the register say what is missing, and money outside budgets whom it calls in', async () => {
    const directorate = await addTestDirectorate(world, 'Places')
    const person = await personWith(world, 'Pat Proposer')
    const { path } = await draftProposal(world, person)
    const page = `${path}/proposal`
    const bad = await person.fill(`${page}/partnership`, { name: 'Warm Homes' })
    assert.equal(bad.status, 422)
    assert.match(bad.text, /Say what the partnership is for Choose the directorate that answers for it/)
    const named = { name: 'Warm Homes', purpose: 'Dry, warm houses', directorate }
    const bodiless = await person.fill(`${page}/partnership`, named)
    assert.match(bodiless.text, /Name the organisation that leads it, or at least one partner/)
    const later = await person.fill(`${page}/partnership`, { ...named, later: 'yes' })
    assert.equal(later.location, '/wendleshire/staff/proposals?done=proposal-paused')
    const unsaid = await person.fill(`${page}/resources`, money)
    assert.match(unsaid.text, /Say whether this amount is in an approved budget/)
    assert.equal((await person.fill(`${page}/resources`, { ...money, 'money-0-budgeted': 'no' })).status, 303)
    const tasks = await person.see(page)
    assert.match(tasks.text, /About the partnership In progress/)
    assert.match(tasks.text, /Money, time and help in kind Done/)
    assert.match(tasks.text, /Tier standard/)
    assert.match(
      tasks.text,
      /Needs attention The money is outside approved budgets\. This calls for the decision of: Section 151 officer and Cabinet/,
    )
    const names = 'name-organisation-'
    const led = { ...named, lead: 'Saltmere Water' }
    const asked = await person.fill(`${page}/partnership?from=check`, led)
    const unknown = new RegExp(`name="(${names}\\w+)"`).exec(asked.body)![1]!
    const given = { ...led, [unknown]: 'new' }
    assert.equal((await person.fill(`${page}/partnership?from=check`, given)).location, `${page}/check`)
  })

  test('ENT-4: Of two people on one page, the second chooses between the answers', async () => {
    const person = await personWith(world, 'Pat Proposer')
    const other = await world.signIn('keeper')
    const { path } = await draftProposal(world, person)
    const page = `${path}/proposal/partnership`
    const opened = await other.see(page)
    const base = unescapeHtml(/name="base" value="([^"]*)"/.exec(opened.body)![1]!)
    await person.fill(page, { name: 'First', purpose: 'Dry houses', later: 'yes' })
    const late = await other.fill(page, { name: 'Second', purpose: 'Dry houses', later: 'yes', base })
    assert.equal(late.status, 409)
    assert.match(late.text, /Someone else changed this too .*First Yours Second/)
  })

  test('ENT-4: In a proposal to extend, the register stays as it is until the approval', async () => {
    const person = await personWith(world, 'Pat Proposer')
    const { path } = await draftProposal(world, person, { stage: 'in-place', purpose: 'extend' })
    assert.match((await person.see(`${path}/proposal`)).text, /About the partnership On the register/)
    const fixed = await person.see(`${path}/proposal/partnership`)
    assert.match(fixed.text, /It changes once the extension is approved.*Saltmere Flood Partnership/)
    const refused = await person.post(`${path}/proposal/partnership`, { name: 'Another', purpose: 'x' })
    assert.equal(refused.status, 409)
  })

  test('ENT-1: Whoever may only read sees the proposal of a logged entry and changes nothing', async () => {
    const person = await personWith(world, 'Pat Proposer')
    const { path } = await draftProposal(world, person, { stage: 'in-place', purpose: 'extend' })
    const page = `${path}/proposal`
    const reader = await world.signIn('reader')
    assert.equal((await reader.see(page)).status, 200)
    assert.doesNotMatch((await reader.see(page)).text, /Drop this proposal/)
    assert.equal((await reader.post(`${page}/partnership`, {})).status, 403)
    assert.equal((await reader.post(`${page}/check`, {})).status, 403)
    assert.doesNotMatch((await reader.see(`${page}/check`)).text, /Submit|Put it right|Change/)
    const hidden = await draftProposal(world, person, { name: 'Secret' })
    assert.equal((await reader.see(`${hidden.path}/proposal`)).status, 404)
  })

  test('ENT-1: Without a proposal the page leads to where one begins', async () => {
    const person = await world.signIn('contributor')
    const placed = await addTestEntry(world)
    const page = await person.see(`${placed.path}/proposal`)
    assert.match(page.text, /Nothing is proposed about this.*Propose to extend it/)
    const considered = await addTestEntry(world, { stage: 'considered', name: 'Another' })
    assert.match((await person.see(`${considered.path}/proposal`)).text, /Open the assessment/)
    assert.equal(
      (await person.see(`${considered.path}/proposal/check`)).location,
      `${considered.path}/proposal`,
    )
  })
})
