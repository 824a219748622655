import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import mammoth from 'mammoth'
import { decide } from '#src/decide/decide.ts'
import { type Answer, unescapeHtml } from '#test/client.ts'
import {
  answerAll,
  changeAs,
  draftProposal,
  fillRole,
  personWith,
  submitAs,
  type TestPerson,
} from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

describe('the decision report', () => {
  const world = useWorld()

  async function proposed(proposer: TestPerson, given: Record<string, string> = {}) {
    const proposal = await draftProposal(world, proposer, { name: 'Saltmere Flood Partnership' })
    await changeAs(world, act =>
      act.on('involvement', proposal.entryId, 'x').insertMany(
        'commitment',
        ['2027/28', '2028/29'].map((year, i) => ({
          involvement_id: proposal.entryId,
          year,
          type: 'money' as const,
          pence: (i + 1) * 400_000,
          form: 'grant' as const,
          budgeted: true,
          days: null,
        })),
      ),
    )
    await answerAll(world, proposal, { 'case.benefits': 'Fewer homes are flooded.', ...given })
    return { ...proposal, report: `${proposal.path}/report` }
  }

  test('APP-7: a report is made from the record under the headings of either source', async () => {
    const proposer = await personWith(world, 'Pat Proposer')
    const { report } = await proposed(proposer)
    const page = await proposer.see(report)
    assert.match(page.text, /Report to Cabinet/)
    assert.match(page.text, /Entering Saltmere Flood Partnership/)
    assert.match(page.text, /A draft: the proposal is not submitted, and its figures may change/)
    assert.match(page.text, /Approve entering Saltmere Flood Partnership, as this report sets out/)
    assert.match(page.text, /2028\/29 £8,000 Grant Within budgets/)
    assert.match(page.text, /In all £12,000/)
    assert.match(page.text, /Fewer homes are flooded/)
    const other = await proposer.see(`${report}?which=executive-report`)
    assert.match(other.text, /Report to an executive/)
    assert.match(other.text, /The proposal in figures What How much Tier Light/)
    const none = await proposer.see(`${report}?which=nothing`)
    assert.equal(none.status, 404)
  })

  test('ENT-2, ENT-6: it sets benefits against costs, and says what each side offers and expects', async () => {
    const proposer = await personWith(world, 'Pat Proposer')
    const { report } = await proposed(proposer, {
      'significance.statutory': 'yes',
      'case.costs': 'Two officers and a third of the dredging',
      'case.we-offer': 'Our depot',
      'case.we-expect': 'A seat for each parish',
      'case.level': 'active',
    })
    const { text } = await proposer.see(`${report}?which=executive-report`)
    assert.match(text, /What will it cost us, all told\? Two officers and a third of the dredging\./)
    assert.match(text, /Reasons for the recommendations .*Fewer homes are flooded\./)
    const cabinet = await proposer.see(report)
    assert.match(cabinet.text, /What is the nature of our involvement\? Active partner\./)
    assert.match(cabinet.text, /What do we offer\? Our depot\./)
    assert.match(cabinet.text, /and they of us\? A seat for each parish\./)
  })

  test('APP-7: every heading has words, or a post that confirms there is nothing to say', async () => {
    const proposer = await personWith(world, 'Pat Proposer')
    const { report } = await proposed(proposer)
    const before = await proposer.see(report)
    assert.match(before.text, /Draft: not submitted yet, \d+ headings still to be written/)
    const heading = `${report}/headings/accountable-member?which=cabinet-report`
    const empty = await proposer.fill(heading, {})
    assert.equal(empty.status, 422)
    assert.match(empty.text, /Write something, or tick that there is nothing to say/)
    const unnamed = await proposer.fill(heading, { none: 'yes' })
    assert.match(unnamed.text, /Name the post that confirms there is nothing to say/)
    const typed = { none: 'yes', none_confirmed_by: 'monitoring OFFICER' }
    const unknown = await proposer.fill(heading, typed)
    assert.equal(unknown.status, 422)
    assert.match(unknown.text, /No post in the directory is called that.*The post is right as I typed it/)
    assert.equal((await proposer.post(heading, { ...typed, none_as_typed: 'yes' })).status, 303)
    assert.match((await proposer.see(report)).text, /None, confirmed by the monitoring OFFICER/)
    await fillRole(world, 'monitoring-officer', 'Monitoring officer', [])
    const saved = await proposer.fill(heading, typed)
    assert.equal(saved.status, 303)
    assert.match((await proposer.see(report)).text, /None, confirmed by the Monitoring officer/)
    const purpose = `${report}/headings/purpose?which=cabinet-report`
    await proposer.fill(purpose, { body: 'To settle it.\n- first\n- second', none: '' })
    const written = await proposer.see(report)
    assert.match(written.text, /To settle it/)
    assert.match(written.body, /<li dir="auto">second<\/li>/)
    await proposer.post(purpose, { clear: 'yes' })
    assert.match((await proposer.see(report)).text, /To decide whether to enter Saltmere Flood Partnership/)
  })

  test('APP-7: what is exempt stands in an appendix of its own, not in the report nor in the history', async () => {
    const proposer = await personWith(world, 'Pat Proposer')
    const reader = await world.signIn('reader')
    const { report, path } = await proposed(proposer)
    const heading = `${report}/headings/legal?which=cabinet-report`
    const noReason = await proposer.fill(heading, { exempt_body: 'They owe us 7 million' })
    assert.match(noReason.text, /Choose why this part is exempt/)
    await proposer.fill(heading, { exempt_body: 'They owe us 7 million', exempt_paragraph: '3' })
    const page = await proposer.see(report)
    assert.match(
      page.text,
      /Agenda status Change agenda status Public with an exempt appendix \(paragraph 3\)/,
    )
    assert.match(page.text, /They owe us 7 million/)
    const open = await textOf(await proposer.see(`${report}.docx?which=cabinet-report`))
    assert.doesNotMatch(open, /7 million/)
    assert.match(open, /Part of this stands in the exempt appendix/)
    const closed = await proposer.see(`${report}.docx?which=cabinet-report&part=exempt`)
    assert.match(await textOf(closed), /They owe us 7 million/)
    assert.equal((await reader.see(report)).status, 404)
    const history = await proposer.see(`${path}/history`)
    assert.doesNotMatch(history.text, /7 million/)
  })

  test('APP-7: its figures stay those of the frozen proposal, and once decided its words stay too', async () => {
    const proposer = await personWith(world, 'Pat Proposer')
    const head = await personWith(world, 'Hal Head')
    await fillRole(world, 'head-of-service', 'Head of Places', [{ person: head }], { limit: null })
    const proposal = await proposed(proposer)
    const id = await submitAs(world, proposer, proposal)
    const row = await world.county.db
      .selectFrom('commitment')
      .select('id')
      .where('year', '=', '2028/29')
      .executeTakeFirstOrThrow()
    await changeAs(world, act =>
      act.on('involvement', proposal.entryId, 'x').update('commitment', row.id, { pence: 99_999_900 }),
    )
    const page = await proposer.see(proposal.report)
    assert.match(page.text, /Figures and answers are those of submission 1, sent by Pat Proposer on/)
    assert.match(page.text, /2028\/29 £8,000 Grant/)
    assert.doesNotMatch(page.text, /999,999/)
    await changeAs(world, act =>
      decide(
        act,
        world.county.id,
        id,
        { outcome: 'approved', reasons: '', interest: '', conditions: [] },
        { accountId: head.accountId, name: head.name, at: world.clock.now, address: 'http://x' },
      ),
    )
    const late = await proposer.see(`${proposal.report}/headings/purpose?which=cabinet-report`)
    assert.equal(late.status, 409)
    assert.match(late.text, /Its report stays as it was decided on/)
  })

  test('APP-7: the Word document has headings that are headings and tables that are tables', async () => {
    const proposer = await personWith(world, 'Pat Proposer')
    const { report } = await proposed(proposer)
    const file = await proposer.see(`${report}.docx?which=cabinet-report`)
    assert.match(
      String(file.response.headers['content-disposition']),
      /filename="WCC-0001-cabinet-report\.docx"/,
    )
    const { value } = await mammoth.convertToHtml({ buffer: file.response.rawPayload })
    assert.match(value, /<h1>(<[^>]+>)*Report to Cabinet<\/h1>/)
    assert.match(value, /<h2>(<[^>]+>)*Recommendations<\/h2><ol>/)
    assert.match(value, /<table>.*2028\/29.*£8,000.*<\/table>/s)
    assert.match(value, /<th>(<[^>]+>)*Amount<.*<td>(<[^>]+>)*£8,000</s)
  })

  test('APP-7: someone who writes under a heading after someone else sees both', async () => {
    const [one, two] = [await personWith(world, 'Pat Proposer'), await personWith(world, 'Sam Second')]
    const { report } = await proposed(one)
    const heading = `${report}/headings/purpose?which=cabinet-report`
    const opened = await two.see(heading)
    const held = (name: string) =>
      unescapeHtml(new RegExp(`name="${name}" value="([^"]*)"`).exec(opened.body)![1]!)
    await one.fill(heading, { body: 'First words' })
    const late = await two.post(heading, {
      version: held('version'),
      base: held('base'),
      body: 'Second words',
    })
    assert.equal(late.status, 409)
    assert.match(late.text, /Take theirs: First words/)
    assert.match(late.text, /Keep mine: Second words/)
  })
})

async function textOf({ response }: Answer): Promise<string> {
  return (await mammoth.extractRawText({ buffer: response.rawPayload })).value
}
