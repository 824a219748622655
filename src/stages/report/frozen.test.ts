import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import type { Act } from '#src/trail/change.ts'
import { addCast, decideAs } from '#test/decided.ts'
import { addTestDirectorate } from '#test/entries.ts'
import { answerAll, changeAs, draftProposal, personWith, submitAs } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

describe('the report of what was submitted', () => {
  const world = useWorld()

  /** A submitted proposal of which every part of the report says something. */
  async function submitted() {
    const proposer = await personWith(world, 'Pat Proposer', 'keeper')
    const cast = await addCast(world)
    const proposal = await draftProposal(world, proposer)
    const { entryId } = proposal
    const directorates = [
      await addTestDirectorate(world, 'First Places'),
      await addTestDirectorate(world, 'Later Places'),
    ]
    const { partnership_id } = await world.county.db
      .selectFrom('involvement')
      .select('partnership_id')
      .where('id', '=', entryId)
      .executeTakeFirstOrThrow()
    const organisation = newId()
    await changeAs(world, async act => {
      const writer = act.on('involvement', entryId, 'x')
      await act.on('organisation', organisation, 'First Trust').insert('organisation', {
        id: organisation,
        name: 'First Trust',
        predecessor_id: null,
        merged_into: null,
      })
      await writer.insert('membership', { partnership_id, organisation_id: organisation })
      await writer.update('partnership', partnership_id, { purpose: 'First purpose', area: 'First Ward' })
      await writer.update('involvement', entryId, { directorate_id: directorates[0]! })
      await writer.insert('commitment', {
        involvement_id: entryId,
        year: '2027/28',
        type: 'money',
        pence: 12_000_000,
        form: 'grant',
        budgeted: false,
        days: null,
        note: 'First note',
      })
      await writer.insert('advice', {
        involvement_id: entryId,
        subject_type: 'proposal',
        subject_id: proposal.proposalId,
        question: 'setup.legal-power',
        team: 'legal-services',
        person_id: null,
        due_on: null,
        asked_account_id: proposer.accountId,
        asked_by: proposer.name,
        asked_at: world.clock.now,
        state: 'answered',
        answer: 'First advice',
        answered_account_id: null,
        answered_by: 'Head of Law',
        answered_at: world.clock.now,
      })
    })
    await answerAll(world, proposal, {
      'significance.money-total': 360_000,
      'case.in-budget': 'no',
      'case.alternatives': 'First option',
      'case.benefits': 'First benefit',
      'exposure.main-risks': 'First risk',
    })
    const approvalId = await submitAs(world, proposer, proposal)
    return { proposer, cast, proposal, approvalId, partnership_id, organisation, directorates }
  }

  async function changeEverything({
    proposal,
    partnership_id,
    organisation,
    directorates,
    proposer,
  }: Awaited<ReturnType<typeof submitted>>) {
    const { db } = world.county
    const idsOf = async (table: 'answer' | 'advice' | 'commitment') =>
      (await db.selectFrom(table).select('id').where('involvement_id', '=', proposal.entryId).execute()).map(
        row => row.id,
      )
    const all = {
      answers: await idsOf('answer'),
      advice: await idsOf('advice'),
      money: await idsOf('commitment'),
    }
    const priority = await db.selectFrom('priority').select('id').executeTakeFirstOrThrow()
    await changeAs(world, async (act: Act) => {
      const writer = act.on('involvement', proposal.entryId, 'x')
      await writer.update('partnership', partnership_id, {
        name: 'LATER name',
        purpose: 'LATER purpose',
        area: 'LATER Ward',
        kind: 'contract',
        lead_organisation_id: organisation,
      })
      await writer.update('involvement', proposal.entryId, {
        directorate_id: directorates[1]!,
        tier: 'light',
        level: 'lead',
      })
      await writer.update('organisation', organisation, { name: 'LATER Trust' })
      await writer.update('priority', priority.id, { title: 'LATER priority' })
      await writer.update('person', proposer.personId, { name: 'LATER Proposer' })
      for (const id of all.answers)
        await writer.update('answer', id, { value: null, note: 'LATER note', evidence: 'LATER evidence' })
      for (const id of all.advice) await writer.update('advice', id, { answer: 'LATER advice' })
      for (const id of all.money) await writer.update('commitment', id, { pence: 99_900, note: 'LATER note' })
    })
  }

  test('APP-7: nothing that changes on the register or in the proposal afterwards changes its report', async () => {
    const made = await submitted()
    const { proposer, proposal } = made
    const papers = async () => {
      const each = ['cabinet-report', 'executive-report'].map(which =>
        proposer.see(`${proposal.path}/report?which=${which}`),
      )
      return (await Promise.all(each)).map(({ body }) => body.slice(body.indexOf('app-report"')))
    }
    const before = await papers()
    const whole = before.join()
    for (const part of ['purpose', 'Ward', 'Places', 'Trust', 'advice', 'option', 'benefit', 'risk'])
      assert.match(whole, new RegExp(`First ${part}`), part)
    assert.match(whole, /Safe places/)
    assert.match(whole, /£120,000/)
    await changeEverything(made)
    assert.deepEqual(await papers(), before)
  })

  test('APP-7: what is decided is told in it, and is all that changes then', async () => {
    const made = await submitted()
    const { proposer, proposal, cast, approvalId } = made
    const see = async () => (await proposer.see(`${proposal.path}/report?which=executive-report`)).text
    const before = await see()
    await changeEverything(made)
    await decideAs(world, cast.legal, approvalId)
    const after = await see()
    assert.match(after, /Where from .*Head of Law, 23 November 2026: agreed/)
    const others = (text: string) => text.slice(text.indexOf('To decide whether'))
    assert.equal(others(after), others(before))
    assert.doesNotMatch(after, /LATER/)
  })

  test('APP-7, PEO-6: the report of a draft is of what stands, with the advice that came so far', async () => {
    const proposer = await personWith(world, 'Pat Proposer')
    const proposal = await draftProposal(world, proposer)
    const advised = (answer: string, state: 'answered' | 'open') => ({
      involvement_id: proposal.entryId,
      subject_type: 'proposal' as const,
      subject_id: proposal.proposalId,
      team: 'legal-services',
      person_id: null,
      due_on: null,
      asked_account_id: proposer.accountId,
      asked_by: proposer.name,
      asked_at: world.clock.now,
      state,
      answer,
      answered_account_id: null,
      answered_by: 'Lou Law',
      answered_at: state === 'answered' ? world.clock.now : null,
    })
    await changeAs(world, async act => {
      const writer = act.on('involvement', proposal.entryId, 'x')
      await writer.insertMany('advice', [advised('The Act allows it', 'answered'), advised('', 'open')])
    })
    const page = await proposer.see(`${proposal.path}/report`)
    assert.match(page.text, /Consultees .* Lou Law, 23 November 2026: The Act allows it/)
    assert.match(page.text, /Draft: not submitted yet, \d+ headings still to be written/)
    assert.match(
      page.text,
      /‘The case for entering’ has \d+ of \d+ questions left\. Needed: the case is made/,
    )
    assert.doesNotMatch(page.text, /is made: ‘/)
  })
})
