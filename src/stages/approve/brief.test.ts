import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { useApproval } from '#test/approval.ts'
import {
  answerAll,
  changeAs,
  draftProposal,
  fillCommittee,
  fillRole,
  personWith,
  submitAs,
} from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

describe('the brief of a proposal', () => {
  const world = useWorld()
  const { light, significant } = useApproval(world)

  test('APP-6: one page says what is asked, the tier and why, the money, the risks and the gaps', async () => {
    const { legal, path } = await significant()
    const { text, body } = await legal.see(`${path}/approval/brief`)
    assert.match(
      text,
      /You are asked to agree that Wendleshire County Council enters Saltmere Flood Partnership\./,
    )
    assert.match(text, /Tier Significant ?\. £120,000 a year is over £50,000: 1 of 5 criteria met/)
    assert.match(text, /Money and time £120,000 a year; £360,000 in all; not all within approved budgets\./)
    assert.match(
      text,
      /What are the main risks to us, and what will be done about each\? Costs may rise; A partner may leave/,
    )
    assert.match(text, /Has someone judged the risk acceptable\? Yes\. Ann Lee\. As we found it/)
    assert.match(text, /Missing or waived (?!The money outside budgets)/)
    assert.match(text, /Advice None had come when it was submitted/)
    assert.match(
      text,
      /Who decides 1\. Law and conduct: Legal services, Monitoring officer \(open\); 2\. Money and accounts: Section 151 officer \(later\); 3\./,
    )
    assert.match(body, /approval\/decision">Decide/)
    assert.doesNotMatch(text, /The whole proposal, as it was submitted How significant/)
    assert.doesNotMatch(text, /Changed since/)
  })

  test('APP-6: the whole frozen proposal stands below it where asked for', async () => {
    const { proposer, path } = await light()
    const { text } = await proposer.see(`${path}/approval/brief?whole=yes`)
    assert.match(
      text,
      /The whole proposal, as it was submitted .* The case for entering Why is a partnership needed\?/,
    )
    assert.match(text, /Evidence: In the file/)
    assert.match(text, /Fingerprint [0-9a-f]{16} ?\. It identifies exactly what was submitted/)
    assert.doesNotMatch((await proposer.see(`${path}/approval/brief`)).text, /Fingerprint/)
    assert.doesNotMatch(text, /Decide /, 'the proposer decides nothing')
  })

  test('APP-6: it is what was submitted, whatever the register says since', async () => {
    const { head, proposal, path } = await light()
    const before = await head.see(`${path}/approval/brief?whole=yes`)
    await changeAs(world, act =>
      act.on('involvement', proposal.entryId, 'x').insert('commitment', {
        involvement_id: proposal.entryId,
        year: '2027/28',
        type: 'money',
        pence: 700_000,
        form: null,
        budgeted: true,
        days: null,
      }),
    )
    const after = await head.see(`${path}/approval/brief?whole=yes`)
    const told = / Since this was submitted .* and is submitted again\./
    assert.match(after.text, told, 'what has moved since stands apart')
    assert.equal(after.text.replace(told, ''), before.text)
  })

  test('APP-6: money by year says whether it is budgeted', async () => {
    const proposer = await personWith(world, 'Pat Proposer')
    const head = await personWith(world, 'Hal Head')
    await fillRole(world, 'head-of-service', 'Head of Places', [{ person: head }], { limit: null })
    const proposal = await draftProposal(world, proposer)
    await changeAs(world, act =>
      act.on('involvement', proposal.entryId, 'x').insertMany(
        'commitment',
        [
          ['2026/27', 200_000, true],
          ['2027/28', 300_000, false],
          ['2027/28', 100_000, true],
        ].map(([year, pence, budgeted]) => ({
          involvement_id: proposal.entryId,
          year: String(year),
          type: 'money' as const,
          pence: Number(pence),
          form: null,
          budgeted: Boolean(budgeted),
          days: null,
          note: '',
        })),
      ),
    )
    await answerAll(world, proposal)
    await fillRole(world, 'section-151', 'Director of Finance', [{ person: head }])
    await fillRole(world, 'chief-executive', 'Chief', [{ person: head }], { limit: null })
    const clerk = await personWith(world, 'Cle Clerk')
    await fillCommittee(world, 'cabinet', 'Cabinet', [clerk])
    await submitAs(world, proposer, proposal)
    const { text } = await head.see(`${proposal.path}/approval/brief`)
    assert.match(text, /2026\/27 £2,000 Budgeted 2027\/28 £4,000 Partly budgeted/)
  })

  test('APP-6: what changed since the last submission is told row by row', async () => {
    const { proposer, head, proposal, path } = await light()
    await head.fill(`${path}/approval/decision`, {
      interest: 'none',
      outcome: 'changes',
      reasons: 'Say what may go wrong',
    })
    await world.database
      .maintenance()
      .updateTable('answer')
      .set({ value: JSON.stringify('The river may rise') })
      .where('question', '=', 'case.benefits')
      .execute()
    world.clock.now = new Date('2026-11-23T10:05:00Z')
    await submitAs(world, proposer, proposal)
    const { text } = await head.see(`${path}/approval/brief`)
    assert.match(
      text,
      /Changed since the last submission What benefits do you expect\? was: As it stands in the plan; is now: The river may rise Partners/,
      'one answer changed, and no other',
    )
    const page = await head.see(`${path}/approval`)
    const first = /brief\?submission=([0-9a-f-]+)/.exec(page.body)![1]!
    const earlier = await head.see(`${path}/approval/brief?submission=${first}`)
    assert.match(earlier.text, /Submitted by Pat Proposer on 23 November 2026 at 10:00am/)
    assert.doesNotMatch(earlier.text, /The river may rise/)
  })
})
