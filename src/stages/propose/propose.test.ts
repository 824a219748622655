import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addTestDirectorate, addTestEntry } from '#test/entries.ts'
import { addTestProposal } from '#test/proposed.ts'
import { useWorld } from '#test/world.ts'

describe('a proposal and its task list', () => {
  const world = useWorld()

  test('ENT-1: The task list says how far the proposal is, what is left and what lies ahead', async () => {
    await addTestDirectorate(world, 'Places')
    const { page } = await addTestProposal(world)
    const person = await world.signIn('contributor')
    const tasks = await person.see(page)
    assert.match(
      tasks.text,
      /Warm Homes Partnership Tier light: \d+ of \d+ questions, \d+ approvals?, review every 2 years/,
    )
    assert.match(tasks.text, /0 of \d+ questions are answered, and 4 pages about the partnership are left/)
    assert.match(tasks.text, /Name and purpose In progress Partners Not started/)
    assert.match(tasks.text, /Who answers for it and represents us Optional/)
    assert.match(tasks.text, /The case for entering Not started/)
  })

  test('ENT-4: The pages over the register say what is missing and fill in the entry itself', async () => {
    const directorate = await addTestDirectorate(world, 'Places')
    const { page } = await addTestProposal(world)
    const person = await world.signIn('contributor')
    const bad = await person.fill(`${page}/name`, { name: 'Warm Homes' })
    assert.equal(bad.status, 422)
    assert.match(bad.text, /Say what the partnership is for Choose the directorate that answers for it/)
    const named = { name: 'Warm Homes', purpose: 'Dry, warm houses', directorate }
    assert.equal((await person.fill(`${page}/name`, named)).location, `${page}#name`)
    const money = {
      'money-0-id': '',
      'money-0-year': '2026/27',
      'money-0-pounds': '12000',
      'money-0-form': 'grant',
    }
    const unsaid = await person.fill(`${page}/resources`, money)
    assert.match(unsaid.text, /Say whether this amount is in an approved budget/)
    assert.equal((await person.fill(`${page}/resources`, { ...money, 'money-0-budgeted': 'no' })).status, 303)
    assert.equal((await person.fill(`${page}/priorities`, {})).status, 303)
    const tasks = await person.see(page)
    assert.match(tasks.text, /Name and purpose Done Partners Not started/)
    assert.match(tasks.text, /Money, time and help in kind Done Priorities it serves Done/)
    assert.match(tasks.text, /Tier standard/)
    assert.match(
      tasks.text,
      /Needs attention The money is outside approved budgets\. This calls for the decision of: .*Section 151.* and Cabinet/,
    )
  })

  test('ENT-4: In a proposal to extend, the register stays as it is until the approval', async () => {
    const entry = await addTestEntry(world, { purpose: 'To keep people safe' })
    const { page } = await addTestProposal(world, {
      for: entry,
      purpose_of: 'extend',
      changes: 'Twice the money',
    })
    const person = await world.signIn('contributor')
    assert.match(
      (await person.see(page)).text,
      /What changes Twice the money .* Name and purpose On the register/,
    )
    const fixed = await person.see(`${page}/name`)
    assert.match(fixed.text, /It changes once the extension is approved.*To keep people safe/)
    const refused = await person.post(`${page}/name`, { name: 'Another', purpose: 'x' })
    assert.equal(refused.status, 409)
  })

  test('ENT-1: Whoever may only read sees the proposal of a logged entry and changes nothing', async () => {
    const entry = await addTestEntry(world)
    const { page } = await addTestProposal(world, { for: entry })
    const reader = await world.signIn('reader')
    assert.equal((await reader.see(page)).status, 200)
    assert.doesNotMatch((await reader.see(`${page}/partners`)).body, /<form[^>]+method="post"[^>]+proposal/)
    assert.equal((await reader.post(`${page}/partners`, {})).status, 403)
    const hidden = await addTestProposal(world, { name: 'Secret' })
    assert.equal((await reader.see(hidden.page)).status, 404)
  })

  test('ENT-1: Without a proposal the page leads to where one begins', async () => {
    const person = await world.signIn('contributor')
    const placed = await addTestEntry(world)
    assert.match(
      (await person.see(`${placed.path}/proposal`)).text,
      /Nothing is proposed about this.*Propose to extend it/,
    )
    const considered = await addTestEntry(world, { stage: 'considered', name: 'Another' })
    assert.match((await person.see(`${considered.path}/proposal`)).text, /Open the assessment/)
  })
})
