import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { overrideTier } from '#src/stages/consider/tier.ts'
import { recordEvidence, startRecord } from '#src/stages/existing/record.ts'
import { startExtension } from '#src/stages/propose/start.ts'
import { writeHeading } from '#src/stages/report/write.ts'
import { waiveRequirement } from '#src/stages/waive/waive.ts'
import { addApproved, adoptCommon } from './approved.ts'
import { addTestEntry } from './entries.ts'
import { answerAll, changeAs, draftProposal, fillRole, personWith } from './proposals.ts'
import { allowedBy } from './waived.ts'
import { useWorld } from './world.ts'

describe('what the forms of a stage demand, past the form', () => {
  const world = useWorld()
  const on = '2026-11-23'
  const who = (accountId: string) => ({
    authorityId: world.county.id,
    by: { accountId, name: 'Kit Keeper' },
    at: world.clock.now,
    today: on,
    on,
  })
  const heading = { report: 'cabinet-report', heading: 'purpose' }
  const empty = { body: '', none: '', none_confirmed_by: '', none_as_typed: '' }

  test('REV-4: a requirement is not waived without a reason', async () => {
    const proposal = await draftProposal(world, await personWith(world, 'Pat Proposer'))
    await answerAll(world, proposal, { 'setup.legal-power': 'no' })
    const head = await personWith(world, 'Hal Head')
    await fillRole(world, 'head-of-service', 'Head of Places', [{ person: head }])
    const { allowed_by } = await allowedBy(world, 'Head of Places', 'Hal Head')
    const { accountId } = await world.signIn('keeper')
    const by = {
      ...who(accountId).by,
      accountId,
      capacity: 'Keeper',
      at: world.clock.now,
      address: 'http://x',
    }
    const waives = (why: string) => {
      const given = { requirement: 'legal-power', why, allowedBy: allowed_by!, allowedOn: on, reference: 'L' }
      return changeAs(world, act =>
        waiveRequirement(act, world.county.id, { id: proposal.entryId }, given, by),
      )
    }
    await assert.rejects(waives(' '), /Say why it is waived/)
    await waives('Counsel advised')
  })

  test('SIG-2: a tier is not overridden without a reason', async () => {
    const { entryId } = await draftProposal(world, await personWith(world, 'Pat Proposer'))
    const { accountId } = await world.signIn('keeper')
    const overrides = (why: string) =>
      changeAs(world, act => overrideTier(act, entryId, 'significant', why, who(accountId)))
    await assert.rejects(overrides(''), /Enter the reason/)
    await overrides('The council watches it')
  })

  test('ENT-4: nothing is extended without saying what changes', async () => {
    const { id } = await addApproved(world, { stage: 'in-place' })
    const { accountId } = await world.signIn('keeper')
    const extend = (changes: string) =>
      changeAs(world, act =>
        startExtension(act, world.county.id, id, changes, who(accountId).by, world.clock.now),
      )
    await assert.rejects(extend(' '), /Say what changes/)
    await extend('More money')
  })

  test('APP-6: how it was approved before says who, when and where, and no day to come', async () => {
    await adoptCommon(world, '2026-01-01')
    const { id } = await addTestEntry(world, { stage: 'in-place', started_on: '2014' })
    const keeper = who((await world.signIn('keeper')).accountId)
    await changeAs(world, act => startRecord(act, id, keeper))
    const evidences = (evidenced_by: string, evidenced_on: string | null, evidence: string) =>
      changeAs(world, act => {
        const said = { evidenced_by, evidenced_on: evidenced_on as '2014' | null, evidence }
        return recordEvidence(act, id, said, 1, keeper)
      })
    await assert.rejects(evidences('Cabinet', null, ''), /Enter when it was approved/)
    await assert.rejects(evidences('', '2014', 'Minute 4'), /Say who approved it/)
    await assert.rejects(evidences('Cabinet', '2014', ''), /Say where the approval can be read/)
    await assert.rejects(evidences('Cabinet', '2027', 'Minute 4'), /must be 23 November 2026 or earlier/)
    await evidences('Cabinet', '2014', 'Minute 4')
  })

  test('APP-7: no heading of a report is left empty, unless a post confirms it; what is exempt says why', async () => {
    const { entryId, proposalId } = await draftProposal(world, await personWith(world, 'Pat Proposer'))
    const place = { entry: { id: entryId, name: 'x' }, proposalId, ...heading }
    const writes = (said: object) =>
      changeAs(world, act =>
        writeHeading(
          act,
          world.county.id,
          place,
          { ...empty, exempt_body: '', exempt_paragraph: '', ...said },
          0,
        ),
      )
    await assert.rejects(writes({}), /Write something/)
    await assert.rejects(writes({ none: 'yes' }), /Name the post that confirms/)
    await assert.rejects(writes({ body: 'x', exempt_body: 'Secret' }), /Choose why this part is exempt/)
    await writes({ none: 'yes', none_confirmed_by: 'Head of Law' })
  })
})
