import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addApproved } from '#test/approved.ts'
import { answerQuestions } from '#test/asked.ts'
import { addTestDirectorate } from '#test/entries.ts'
import { answerAll, changeAs, draftProposal, fillRole, personWith, submitAs } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

const list = '/wendleshire/staff/proposals'

describe('the list of proposals', () => {
  const world = useWorld()
  const set = (table: 'involvement', id: string, patch: object) =>
    changeAs(world, act => act.on('involvement', id, 'x').update(table, id, patch))

  test('ENT-1: An empty list says how a proposal begins, and only to those who may begin one', async () => {
    const person = await world.signIn('contributor')
    const page = await person.see(list)
    assert.match(page.text, /Nothing is proposed yet\. A proposal begins with a short test/)
    assert.match(page.body, /href="\/wendleshire\/staff\/assessments\/new"/)
    const reader = await world.signIn('reader')
    assert.doesNotMatch((await reader.see(list)).text, /Propose a partnership/)
  })

  test('ENT-4: One’s own stand first, each with tier, money and who waits for whom', async () => {
    const places = await addTestDirectorate(world, 'Places')
    const head = await personWith(world, 'Hal Head')
    await fillRole(world, 'head-of-service', 'Head of Places', [{ person: head }], { limit: 10_000 })
    const [one, two] = [await personWith(world, 'Ann'), await personWith(world, 'Bo')]
    const begun = await draftProposal(world, one, { name: 'Night Bus' })
    await set('involvement', begun.entryId, { directorate_id: places })
    const sent = await draftProposal(world, two, { name: 'Warm Homes' })
    await answerAll(world, sent, { 'significance.money-a-year': 4000, 'significance.money-total': 4000 })
    await submitAs(world, two, sent)
    const hers = await one.see(list)
    assert.match(
      hers.text,
      /2 proposals .* Yours .* Night Bus WCC-0001 Places Not assessed yet Not said Not known Draft With Ann Others .* Warm Homes WCC-0002 Not said Light £4,000 Yes Being decided Waits for Head of service, since 23 November 2026/,
    )
    assert.match((await two.see(list)).text, /Yours .* Warm Homes .* Others .* Night Bus/)
    assert.match((await head.see(list)).text, /Proposals in hand|Warm Homes/)
    const drafts = await one.see(`${list}?state=draft&directorate=${places}`)
    assert.match(drafts.text, /1 proposal Show all .* Yours/)
    assert.doesNotMatch(drafts.text, /Warm Homes/)
    const none = await one.see(`${list}?tier=significant&state=nonsense`)
    assert.match(none.text, /No proposal is like that\. Show all/)
  })

  test('ENT-4: Across all of them stands whether each has what it needs, with totals and a filter', async () => {
    const ann = await personWith(world, 'Ann')
    const answered = {
      'Night Bus': { 'case.can-resource': 'no' },
      'Warm Homes': { 'case.can-resource': 'yes', 'case.in-budget': 'no' },
      'Clean River': { 'case.can-resource': 'yes', 'case.in-budget': 'yes' },
      'Safe Streets': {},
    } as const
    for (const [name, answers] of Object.entries(answered)) {
      const { entryId, proposalId } = await draftProposal(world, ann, { name })
      await answerQuestions(world, entryId, proposalId, answers)
    }
    const all = await ann.see(list)
    assert.match(
      all.text,
      /Whether they have what they need: yes 1 , unbudgeted 1 , short 1 , not known 1 \./,
    )
    assert.match(all.text, /Night Bus \S+ Not said Not assessed yet Not said Short Draft/)
    const short = await ann.see(`${list}?resourced=unbudgeted`)
    assert.match(
      short.text,
      /1 proposal Show all .* Warm Homes \S+ Not said Not assessed yet Not said Unbudgeted/,
    )
    assert.doesNotMatch(short.text, /Night Bus|Clean River|Safe Streets/)
    // The totals are of all, so that one may go from one to the other.
    assert.match(short.text, /short 1 , not known 1/)
  })

  test('ENT-4: Nobody finds in the list what they may not see', async () => {
    const [places, people] = [
      await addTestDirectorate(world, 'Places'),
      await addTestDirectorate(world, 'People'),
    ]
    const one = await personWith(world, 'Ann')
    const proposal = await draftProposal(world, one, { name: 'Night Bus' })
    await set('involvement', proposal.entryId, { directorate_id: places })
    const near = await world.signIn('sponsor', 'county', { directorateId: places })
    const far = await world.signIn('sponsor', 'county', { directorateId: people })
    assert.match((await near.see(list)).text, /Night Bus/)
    assert.doesNotMatch((await far.see(list)).text, /Night Bus/)
    assert.doesNotMatch((await (await world.signIn('reader')).see(list)).text, /Night Bus/)
    await set('involvement', proposal.entryId, { removed_at: world.clock.now, removed_reason: 'x' })
    assert.doesNotMatch((await near.see(list)).text, /Night Bus/)
  })

  test('APP-6: What was approved stands there until it is registered, and again once it is out of date', async () => {
    const person = await world.signIn('keeper')
    const waits = await addApproved(world, { name: 'Night Bus', registration: 'none' })
    const logged = await addApproved(world, { name: 'Warm Homes', stage: 'in-place' })
    const page = await person.see(list)
    assert.match(page.text, /Night Bus .* Approved, not yet registered/)
    assert.doesNotMatch(page.text, /Warm Homes/)
    await set('involvement', logged.id, { level: 'lead' })
    const later = await person.see(`${list}?state=out-of-date`)
    assert.match(later.text, /1 proposal .* Warm Homes .* Approved, out of date To be renewed/)
    assert.doesNotMatch(later.text, /Night Bus WCC/)
    const shown = await person.see(`${logged.path}/proposal`)
    assert.match(shown.text, /Our involvement: was active partner, is lead Ask for renewal/)
    assert.ok(waits)
  })

  test('ENT-4: A long list is paged', async () => {
    const person = await personWith(world, 'Ann')
    for (let i = 0; i < 27; i++) await draftProposal(world, person, { name: `Partnership ${i}` })
    const first = await person.see(list)
    assert.match(first.text, /27 proposals/)
    assert.match(first.body, /href="\?page=2"/)
    assert.equal((await person.see(`${list}?page=2`)).body.match(/app-entries__about">WCC/g)!.length, 2)
    assert.equal((await person.see(`${list}?page=9`)).status, 303)
  })
})
