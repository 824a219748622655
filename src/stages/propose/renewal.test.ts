import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type RawBuilder, sql } from 'kysely'
import { newId } from '#src/domain/id.ts'
import { useApproval } from '#test/approval.ts'
import { addTestEntry } from '#test/entries.ts'
import { changeAs, type TestProposal } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

describe('a renewal that is given up', () => {
  const world = useWorld()
  const { light } = useApproval(world)
  const need = 'case.need'

  async function renewed() {
    const running = await light()
    await running.head.fill(`${running.path}/approval/decision`, { interest: 'none', outcome: 'approved' })
    await addMoney(running.proposal)
    await running.proposer.fill(`${running.path}/proposal/extend`, { renew: 'yes' })
    return running
  }

  const addMoney = ({ entryId }: TestProposal) =>
    changeAs(world, act =>
      act.on('involvement', entryId, 'x').insert('commitment', {
        involvement_id: entryId,
        year: '2027/28',
        type: 'money',
        pence: 700_000,
        form: null,
        budgeted: true,
        days: null,
      }),
    )

  const answers = async () => {
    const rows = await world.county.db
      .selectFrom('answer')
      .select(['question', 'value', 'note', 'evidence', 'owner', 'not_relevant'])
      .select(['answered_by', 'answered_at'])
      .orderBy('question')
      .execute()
    return rows
  }

  test('APP-6: What was approved stands again, out of date as it was, with the reason on record', async () => {
    const { proposer, proposal, path } = await renewed()
    const before = await answers()
    const byUna = { answered_by: 'Una Updater', answered_at: new Date('2026-11-23T12:00:00Z') }
    await changeAs(world, async act => {
      const rows = await act.trx.selectFrom('answer').select(['id', 'question']).execute()
      const writer = act.on('involvement', proposal.entryId, 'x')
      const [first] = rows.filter(row => row.question === need)
      const [other] = rows.filter(row => row.question !== need)
      await writer.update('answer', first!.id, {
        value: JSON.stringify('Something else'),
        note: '',
        ...byUna,
      })
      await writer.remove('answer', other!.id)
      await writer.insert('answer', {
        involvement_id: proposal.entryId,
        subject_type: 'proposal',
        subject_id: proposal.proposalId,
        question: 'case.something-new',
        value: JSON.stringify('New'),
        account_id: null,
        answered_at: world.clock.now,
      })
    })
    assert.match((await proposer.see(`${path}/proposal`)).text, /Drop the renewal/)
    const page = await proposer.see(`${path}/proposal/drop`)
    assert.match(
      page.text,
      /Drop the renewal What was approved on 23 November 2026 then stands again as it did\..* Answers that were changed since go back/,
    )
    const bare = await proposer.fill(`${path}/proposal/drop`, { why: '' })
    assert.equal(bare.status, 422)
    assert.match(bare.text, /Say why it is dropped/)
    const form = { why: 'The money goes back instead', form_id: newId() }
    const done = await proposer.post(`${path}/proposal/drop`, form)
    assert.equal(done.location, `${path}/proposal?done=renewal-dropped`)
    assert.match((await proposer.see(done.location!)).text, /What was approved stands as it did/)
    assert.equal((await proposer.post(`${path}/proposal/drop`, form)).location, done.location)
    const approval = await proposer.see(`${path}/approval`)
    assert.match(
      approval.text,
      /Out of date What was approved is no longer what stands here Our own money a year: was £0 a year, is £7,000 a year .* Ask for renewal/,
    )
    assert.deepEqual(
      await answers(),
      before,
      'the answers are those that were approved, by whoever gave them',
    )
    const { stage, approval_evidenced } = await world.county.db
      .selectFrom('involvement')
      .select(['stage', 'approval_evidenced'])
      .executeTakeFirstOrThrow()
    assert.deepEqual([stage, approval_evidenced], ['approved', true])
    assert.match(
      (await proposer.see(`${path}/history`)).text,
      /dropped the renewal: what was approved stands as it did .*Why: The money goes back instead/,
    )
    assert.equal((await proposer.post(`${path}/proposal/drop`, { why: 'Again' })).status, 409)
  })

  test('APP-6: An answer whose author was not kept stands as submitted; one that nobody changed keeps its own', async () => {
    const { proposer, proposal, path, id } = await renewed()
    await editContent(
      id,
      sql`jsonb_set(content, '{answers}', (select jsonb_agg(x - 'answered_by' - 'answered_at')
      from jsonb_array_elements(content -> 'answers') x))`,
    )
    await changeAs(world, async act => {
      const rows = await act.trx.selectFrom('answer').select(['id', 'question']).execute()
      for (const { id, question } of rows) {
        const note = question === need ? { note: 'Other' } : {}
        await act
          .on('involvement', proposal.entryId, 'x')
          .update('answer', id, { answered_by: 'Una', ...note })
      }
    })
    await proposer.fill(`${path}/proposal/drop`, { why: 'Not now' })
    const given = new Map((await answers()).map(each => [each.question, each.answered_by]))
    assert.equal(given.get(need), 'Pat Proposer')
    given.delete(need)
    assert.deepEqual([...new Set(given.values())], ['Una'])
  })

  test('APP-6: Where its answers were not kept with a submission, they stay as they are, and page and history say so', async () => {
    const { proposer, proposal, path, id } = await renewed()
    await editContent(id, sql`content - 'answers'`)
    const page = `${path}/proposal/drop`
    assert.match(
      (await proposer.see(page)).text,
      /before answers were kept .* No question was answered since/,
    )
    await changeAs(world, async act => {
      const [row] = await act.trx.selectFrom('answer').select('id').where('question', '=', need).execute()
      const answered_at = new Date(world.clock.now.getTime() + 60_000)
      await act
        .on('involvement', proposal.entryId, 'x')
        .update('answer', row!.id, { note: 'Other', answered_at })
    })
    const before = await answers()
    const shown = await proposer.see(page)
    assert.match(
      shown.text,
      /These were answered since, and stay as they are now: Why is a partnership needed/,
    )
    assert.doesNotMatch(shown.text, /go back to those that were approved/)
    const read = /href="([^"]+brief[^"]+)"/.exec(shown.body)![1]!.replaceAll('&amp;', '&')
    assert.equal((await proposer.see(read)).status, 200)
    const done = await proposer.fill(page, { why: 'Not now' })
    assert.match((await proposer.see(done.location!)).text, /but for answers given since, which were left/)
    assert.deepEqual(await answers(), before)
    assert.ok(before.length > 10)
    assert.match(
      (await proposer.see(`${path}/history`)).text,
      /dropped the renewal: what was approved stands as it did, but for answers given since, which stay/,
    )
  })

  // What was submitted is frozen, so that only the owner of the database can make it what it was before.
  async function editContent(id: string, content: RawBuilder<unknown>) {
    const owner = world.database.owner()
    await sql`alter table approval disable trigger user`.execute(owner)
    const { numAffectedRows } = await sql`update approval set content = ${content} where id = ${id}`.execute(
      world.database.maintenance(),
    )
    await sql`alter table approval enable trigger user`.execute(owner)
    assert.equal(numAffectedRows, 1n)
  }

  test('APP-6: It can be asked for again, and only whoever began the proposal or a keeper gives it up', async () => {
    const { proposer, head, path } = await renewed()
    const refused = await head.fill(`${path}/proposal/drop`, { why: 'Mine' })
    assert.equal(refused.status, 403)
    assert.equal((await proposer.fill(`${path}/proposal/drop`, { why: 'Not now' })).status, 303)
    const again = await proposer.fill(`${path}/proposal/extend`, { renew: 'yes' })
    assert.equal(again.location, `${path}/proposal?done=reopened`)
  })

  test('DEF-4, APP-6: What was declined and is tested again says that it can be proposed again, and is', async () => {
    const { proposer, head, path } = await light()
    await head.fill(`${path}/approval/decision`, {
      interest: 'none',
      outcome: 'declined',
      reasons: 'No need',
    })
    await keepKind(path)
    const page = await proposer.see(`${path}/assessment`)
    assert.match(page.text, /It was declined, and the test alone does not change that\..* Propose it again/)
    assert.match(page.body, new RegExp(`href="${path}/proposal/again"`))
    const reader = await world.signIn('reader')
    assert.doesNotMatch((await reader.see(`${path}/assessment`)).body, /proposal\/again/)
    const done = await proposer.fill(`${path}/proposal/again`, {})
    assert.equal(done.location, `${path}/proposal`)
    assert.doesNotMatch((await proposer.see(`${path}/assessment`)).text, /It was declined/)
  })

  test('DEF-4: What was declined before anybody proposed it here can be proposed too', async () => {
    const keeper = await world.signIn('keeper')
    const { path } = await addTestEntry(world, { stage: 'declined' })
    assert.match(
      (await keeper.see(`${path}/proposal`)).text,
      /It was decided against\. Where something has changed, it can be proposed/,
    )
    assert.match(
      (await keeper.see(`${path}/proposal/again`)).text,
      /It was decided against without a proposal here/,
    )
    const done = await keeper.fill(`${path}/proposal/again`, {})
    assert.equal(done.location, `${path}/proposal`)
    const { stage } = await world.county.db
      .selectFrom('involvement')
      .select('stage')
      .executeTakeFirstOrThrow()
    assert.equal(stage, 'considered')
    const contract = await addTestEntry(world, { stage: 'declined', kind: 'contract', name: 'Street lights' })
    assert.equal((await keeper.post(`${contract.path}/proposal/again`, {})).status, 409)
  })

  // The test taken again, as its pages keep it.
  function keepKind(path: string) {
    return changeAs(world, async act => {
      const { id } = await act.trx.selectFrom('involvement').select('id').executeTakeFirstOrThrow()
      const { protocol_id } = await act.trx
        .selectFrom('proposal')
        .select('protocol_id')
        .executeTakeFirstOrThrow()
      await act.on('involvement', id, path).insert('assessment', {
        involvement_id: id,
        about: 'kind',
        protocol_id,
        result: 'partnership',
        found: 'partnership',
        says: 'It is agreed together',
        cause: 'again',
        account_id: null,
        made_by: 'Tests',
        made_at: world.clock.now,
      })
    })
  }
})
