import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { unescapeCell } from '#src/domain/spreadsheet.ts'
import { decideAs, submitSignificant } from '#test/decided.ts'
import { addTestEntry } from '#test/entries.ts'
import { answerAll, changeAs, draftProposal, fillRole, personWith } from '#test/proposals.ts'
import { allowedBy } from '#test/waived.ts'
import { useWorld } from '#test/world.ts'

const exceptions = '/wendleshire/staff/exceptions'

describe('exceptions', () => {
  const world = useWorld()

  test('REV-4: Auditors read every waiver, override and re-route on one page, with reason, who and when', async () => {
    await addWaiverAndOverride()
    const auditor = await world.signIn('auditor')
    const all = await auditor.see(exceptions)
    assert.match(
      all.text,
      /Requirement waived We have the power to enter Counsel’s opinion Keeper of the Tests Allowed by Hal Head, Head of Places, 23 November 2026 \(Letter 12\)/,
    )
    assert.match(
      all.text,
      /The rules found light; it counts as significant It is in the papers daily Kit Keeper/,
    )
    assert.match(all.text, /All acts 2 Requirement waived 1 Step waived 0 Tier overridden 1/)
    const narrowed = await auditor.see(`${exceptions}?kind=override`)
    assert.doesNotMatch(narrowed.text, /Counsel/)
    assert.match(narrowed.text, /1 of this kind/)
    assert.match((await auditor.see(`${exceptions}?kind=step`)).text, /Nothing like that is on record/)
    for (const page of [exceptions, `${exceptions}.csv`])
      assert.equal((await (await world.signIn('reader')).see(page)).status, 403)
    const other = await world.signIn('auditor', 'borough')
    assert.match(
      (await other.see('/saltmere/staff/exceptions')).text,
      /Nobody has departed from the protocol yet/,
    )
  })

  test('REV-4: What is shown can be taken away as CSV, narrowed the same way and safe to open', async () => {
    await addWaiverAndOverride('=HYPERLINK("x")')
    const auditor = await world.signIn('auditor')
    const shown = await auditor.see(`${exceptions}?kind=waiver`)
    assert.match(shown.body, /href="\/wendleshire\/staff\/exceptions\.csv\?kind=waiver"/)
    const rows = linesOf((await auditor.see(`${exceptions}.csv?kind=waiver`)).body)
    assert.equal(rows.length, 1)
    assert.equal(rows[0]!.Kind, 'Requirement waived')
    assert.match(rows[0]!.Why!, /^'=/)
    assert.equal(unescapeCell(rows[0]!.Why!), '=HYPERLINK("x")')
    assert.equal(linesOf((await auditor.see(`${exceptions}.csv`)).body).length, 2)
  })

  test('REV-4: It is narrowed by directorate and by when it was', async () => {
    await addWaiverAndOverride()
    const auditor = await world.signIn('auditor')
    assert.match((await auditor.see(`${exceptions}?when=quarter`)).text, /2 in all/)
    world.clock.now = new Date('2027-04-01T10:00:00Z')
    const later = await world.signIn('auditor')
    assert.match((await later.see(`${exceptions}?when=quarter`)).text, /Nothing like that is on record/)
    assert.match((await later.see(`${exceptions}?when=year`)).text, /2 in all/)
    assert.match((await later.see(`${exceptions}?directorate=made-up&kind=made-up`)).text, /2 in all/)
  })

  test('REV-4: Interests that were declared and decisions that were overdue are among them', async () => {
    const { cast, approvalId, proposal } = await submitSignificant(world)
    await decideAs(world, cast.legal, approvalId, { outcome: 'no-part', interest: 'My brother chairs it' })
    await decideAs(world, cast.monitoring, approvalId, { interest: 'I live there' })
    await changeAs(world, async act => {
      const seat = await act.trx
        .selectFrom('approval_seat')
        .select('id')
        .where('role', '=', 'section-151')
        .executeTakeFirstOrThrow()
      await act
        .on('involvement', proposal.entryId, 'x')
        .update('approval_seat', seat.id, { escalated_at: world.clock.now })
    })
    const auditor = await world.signIn('auditor')
    const { text } = await auditor.see(exceptions)
    assert.match(text, /Interest declared Took no part My brother chairs it Lou Law Head of Law/)
    assert.match(text, /Interest declared Took part in the decision I live there Mo Officer/)
    assert.match(text, /Decision overdue Section 151 officer No decision within \d+ days/)
  })

  test('REV-4: What is in place without an evidenced approval is counted apart, and an auditor finds the page', async () => {
    await addTestEntry(world, { name: 'Housing Board' })
    const auditor = await world.signIn('auditor')
    const all = await auditor.see(exceptions)
    assert.match(all.text, /All acts 0 .* Approval not evidenced 1/)
    assert.doesNotMatch(all.text, /Housing Board/)
    assert.match((await auditor.see(`${exceptions}?kind=unevidenced`)).text, /Housing Board .* In place/)
    for (const page of ['', '/proposals', '/trail'])
      assert.match(
        (await auditor.see(`/wendleshire/staff${page}`)).body,
        /href="\/wendleshire\/staff\/exceptions"/,
      )
    const reader = await world.signIn('reader')
    assert.doesNotMatch((await reader.see('/wendleshire/staff/proposals')).body, /staff\/exceptions/)
  })

  test('ENT-7: An auditor reads on whose word it is older than the protocol, where nothing evidences that', async () => {
    const { id } = await addTestEntry(world, { name: 'Housing Board' })
    const auditor = await world.signIn('auditor')
    const page = `${exceptions}?kind=unevidenced`
    assert.match((await auditor.see(page)).text, /Housing Board .* Nobody has said when it started/)
    const { partnership_id } = await world.county.db
      .selectFrom('involvement')
      .select('partnership_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    await changeAs(world, act =>
      act
        .on('involvement', id, 'Housing Board')
        .update('partnership', partnership_id, { started_on: '2014-03' }),
    )
    const told = /Started March 2014, as Tests stated on 23 November 2026\. Evidence: none/
    assert.match((await auditor.see(page)).text, told)
    assert.match((await auditor.see(`${exceptions}.csv?kind=unevidenced`)).body, told)
  })

  const linesOf = (csv: string): Record<string, string>[] => parse(csv, { columns: true, bom: true })

  async function addWaiverAndOverride(why = 'Counsel’s opinion') {
    const proposer = await personWith(world, 'Pat Proposer', 'contributor')
    const proposal = await draftProposal(world, proposer)
    await answerAll(world, proposal, { 'setup.legal-power': 'no' })
    const head = await personWith(world, 'Hal Head')
    await fillRole(world, 'head-of-service', 'Head of Places', [{ person: head }])
    const keeper = await world.signIn('keeper')
    const form = {
      requirement: 'legal-power',
      why,
      ...(await allowedBy(world, 'Head of Places', 'Hal Head')),
    }
    await keeper.post(`${proposal.path}/waivers`, form)
    await changeAs(world, async act => {
      const { protocol_id } = await act.trx
        .selectFrom('proposal')
        .select('protocol_id')
        .executeTakeFirstOrThrow()
      await act.on('involvement', proposal.entryId, 'x').insert('assessment', {
        involvement_id: proposal.entryId,
        about: 'tier',
        protocol_id,
        result: 'significant',
        found: 'light',
        says: 'X',
        cause: 'override',
        why: 'It is in the papers daily',
        account_id: null,
        made_by: 'Kit Keeper',
        made_at: world.clock.now,
      })
    })
  }
})
