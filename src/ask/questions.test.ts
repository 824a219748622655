import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addAskedProposal, answerQuestions } from '#test/asked.ts'
import { type Client, unescapeHtml } from '#test/client.ts'
import { addTestEntry } from '#test/entries.ts'
import { changeAs } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

describe('questions of a proposal', () => {
  const world = useWorld()

  test('ENT-1: a page is saved as far as it is answered, and leads to the next', async () => {
    const { path } = await addAskedProposal(world)
    const keeper = await world.signIn('keeper')
    const page = `${path}/questions/case`
    const opened = await keeper.see(page)
    assert.match(opened.text, /Why is a partnership needed\?/)
    assert.match(opened.text, /0 of 6 questions answered/)
    const saved = await keeper.fill(page, {
      'answer.need': ['value', 'funding'],
      'note.need': 'The grant\r\nis for joint bids.',
      'answer.benefits': '',
    })
    assert.equal(saved.status, 303)
    assert.equal(saved.location, `${path}/questions/evaluation`)
    assert.deepEqual(await answers(), [
      ['case.need', ['funding', 'value'], 'The grant\nis for joint bids.', ''],
    ])
    assert.match((await keeper.see(page)).text, /1 of 6 questions answered/)
    const later = await keeper.fill(page, { 'answer.need': ['value'], 'note.need': '', later: 'yes' })
    assert.equal(later.location, `${path}/proposal?done=saved`)
    assert.match((await keeper.see(page)).text, /Still needed: note/)
  })

  test('every kind of answer is read, and wrong input names the question and its mend', async () => {
    const { path } = await addAskedProposal(world)
    const keeper = await world.signIn('keeper')
    const page = `${path}/questions/significance`
    const wrong = await keeper.fill(page, {
      'answer.money-a-year': 'lots',
      'answer.officer-days': 'ten',
      'answer.reliance': 'huge',
      'answer.lead': 'perhaps',
      'answer.pooled': '-5',
    })
    assert.equal(wrong.status, 422)
    for (const message of [
      /‘How much of our own money will it take in the dearest year\?’ must be an amount in pounds, such as 50000/,
      /‘How many days of officers’ time will it take in a year\?’ must be a number of officer days a year, such as 12/,
      /‘How hard would it be to do without the partners\?’: choose from the list/,
      /‘Will we lead it\?’: choose yes or no/,
      /‘How large is the pot that partners pay into, in a year\?’ must be an amount/,
    ])
      assert.match(wrong.text, message)
    assert.match(wrong.body, /value="lots"/, 'what was typed stands')
    assert.match(wrong.body, /href="#answer.money-a-year"/)
    assert.deepEqual(await answers(), [])
    const right = await keeper.fill(page, {
      'answer.money-a-year': '£1,250.50',
      'answer.officer-days': '1,200',
      'answer.reliance': 'high',
    })
    assert.equal(right.status, 303)
    const held = (await answers()).map(([ref, value]) => [ref, value])
    assert.deepEqual(held, [
      ['significance.money-a-year', 1250.5],
      ['significance.officer-days', 1200],
      ['significance.reliance', 'high'],
    ])
  })

  test('an answer that brings new questions brings the page again, and says so', async () => {
    const { path } = await addAskedProposal(world)
    const keeper = await world.signIn('keeper')
    const page = `${path}/questions/significance`
    const saved = await keeper.fill(page, { 'answer.money-a-year': '900' })
    assert.match(saved.location!, /questions\/significance\?more=\d+#q\.money-total$/)
    assert.match((await keeper.see(saved.location!.split('#')[0]!)).text, /Because of your answers there/)
  })

  test('a question that hangs on a choice stands under it, and is kept though it no longer counts', async () => {
    const { path, proposal, id } = await addAskedProposal(world, {
      answers: { 'significance.statutory': 'yes' },
    })
    const keeper = await world.signIn('keeper')
    const page = `${path}/questions/setup-how-it-is-made-up`
    assert.match((await keeper.see(page)).text, /Will there be a board\? Yes How does the board decide\?/)
    await keeper.fill(page, { 'answer.board': 'yes', 'answer.voting': 'By consent' })
    await keeper.fill(page, { 'answer.board': 'no', 'answer.voting': 'By consent' })
    assert.deepEqual(
      (await answers())
        .map(([ref, value]) => [ref, value])
        .filter(([ref]) => String(ref).startsWith('setup')),
      [
        ['setup.board', 'no'],
        ['setup.voting', 'By consent'],
      ],
    )
    await answerQuestions(world, id, proposal, { 'setup.quorum': 'Five' })
    const read = await (await world.signIn('auditor')).see(page)
    assert.equal(read.status, 404, 'an auditor reads the register, not what is only considered')
  })

  test('SIG-2: what is not relevant says why, counts as answered and keeps the answer it had', async () => {
    const { path } = await addAskedProposal(world, { answers: { 'significance.statutory': 'yes' } })
    const keeper = await world.signIn('keeper')
    const page = `${path}/questions/setup-how-it-is-made-up`
    await keeper.fill(page, { 'answer.quorum': 'Five', 'skip.quorum': 'two of us meet' })
    const row = (await answers()).find(([ref]) => ref === 'setup.quorum')
    assert.deepEqual(row, ['setup.quorum', 'Five', '', 'two of us meet'])
    assert.match((await keeper.see(page)).text, /1 of 13 questions answered/)
  })

  test('the same form sent twice saves once', async () => {
    const { path } = await addAskedProposal(world)
    const keeper = await world.signIn('keeper')
    const page = `${path}/questions/exposure`
    const form = { form_id: '00000000-0000-4000-8000-000000000001' }
    const first = await keeper.fill(page, { ...form, 'answer.manager': 'Ann Lee' })
    const second = await keeper.post(page, { ...form, 'answer.manager': 'Somebody else' })
    assert.deepEqual([second.status, second.location], [first.status, first.location])
    assert.deepEqual(
      (await answers()).map(([, value]) => value),
      ['Ann Lee'],
    )
  })

  test('of two who answer one question the second sees both answers and says which counts', async () => {
    const { path } = await addAskedProposal(world)
    const [keeper, administrator] = [await world.signIn('keeper'), await world.signIn('administrator')]
    const page = `${path}/questions/exposure`
    const opened = await formOf(administrator, page)
    await keeper.fill(page, { 'answer.manager': 'Ann Lee', 'answer.accepted': 'yes' })
    const clash = await administrator.post(page, {
      ...opened,
      'answer.manager': 'Ben Ash',
    })
    assert.equal(clash.status, 409)
    assert.match(clash.text, /Keeper of the Tests answered this while you were writing/)
    assert.match(clash.text, /They wrote: Ann Lee You wrote: Ben Ash/)
    assert.doesNotMatch(clash.text, /They wrote: Yes/, 'what only the first answered is no matter of dispute')
    const again = { ...hiddenIn(clash.body) }
    const unsaid = await administrator.post(page, {
      ...again,
      'answer.accepted': 'yes',
      'answer.manager': 'Ben Ash',
    })
    assert.equal(unsaid.status, 422)
    assert.match(unsaid.text, /Choose which answer to ‘Who manages its risks once it runs\?’ counts/)
    assert.match(unsaid.text, /They wrote: Ann Lee You wrote: Ben Ash/)
    const mine = { ...again, 'answer.accepted': 'yes', 'answer.manager': 'Ben Ash', 'keep.manager': 'yours' }
    assert.equal((await administrator.post(page, mine)).status, 303)
    assert.deepEqual(
      (await answers()).map(([ref, value]) => [ref, value]),
      [
        ['exposure.accepted', 'yes'],
        ['exposure.manager', 'Ben Ash'],
      ],
    )
  })

  test('an answer that is a field of the register is written there, and one the register works out is read from it', async () => {
    const { path, id } = await addAskedProposal(world)
    const keeper = await world.signIn('keeper')
    await keeper.fill(`${path}/questions/case`, { 'answer.level': 'lead' })
    const row = () =>
      world.county.db.selectFrom('involvement').select('level').where('id', '=', id).executeTakeFirstOrThrow()
    assert.equal((await row()).level, 'lead')
    assert.deepEqual(await answers(), [])
    await changeAs(world, act =>
      act.on('involvement', id, 'x').insert('commitment', {
        involvement_id: id,
        year: '2027/28',
        type: 'money',
        pence: 7_500_000,
        form: null,
        budgeted: false,
        days: null,
        note: '',
      }),
    )
    const page = await keeper.see(`${path}/questions/significance`)
    assert.match(page.text, /dearest year\? .*£75,000 a year From the register. Change this/)
    assert.match(
      page.text,
      /This calls in an approval: Section 151 officer, because £75,000 a year is over £50,000/,
    )
    const go = await keeper.fill(`${path}/questions/significance`, { go: 'proposal/resources' })
    assert.equal(go.location, `${path}/proposal/resources`)
    const budget = await keeper.see(`${path}/questions/case-whether-we-can`)
    assert.match(budget.text, /Is all the money within approved budgets\? No From the register/)
    assert.match(budget.text, /Money outside approved budgets must be approved before we enter/)
  })

  test('in an extension the register stays as it is until it is agreed', async () => {
    const { path, id } = await addAskedProposal(world, {
      for: await addTestEntry(world),
      purpose: 'extend',
    })
    const keeper = await world.signIn('keeper')
    await keeper.fill(`${path}/questions/case`, { 'answer.level': 'accountable-body' })
    const { level } = await world.county.db
      .selectFrom('involvement')
      .select('level')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    assert.equal(level, null)
    assert.deepEqual(
      (await answers()).map(([ref, value]) => [ref, value]),
      [['case.level', 'accountable-body']],
    )
  })

  test('once it is submitted the answers are read, and what was typed meanwhile is not lost without a word', async () => {
    const { path, proposal, id } = await addAskedProposal(world)
    const keeper = await world.signIn('keeper')
    const page = `${path}/questions/exposure`
    const opened = await formOf(keeper, page)
    await changeAs(world, act =>
      act.on('involvement', id, 'x').update('proposal', proposal, { state: 'submitted' }),
    )
    const late = await keeper.post(page, { ...opened, 'answer.manager': 'Ann Lee' })
    assert.equal(late.status, 409)
    assert.match(late.text, /What you typed is not saved.*Who manages its risks once it runs\? Ann Lee/)
    const read = await keeper.see(page)
    assert.match(read.text, /The proposal is submitted/)
    assert.doesNotMatch(read.body, /name="answer.manager"/)
  })

  test('only whoever may propose answers, and what is only considered is hidden from readers', async () => {
    const { path } = await addAskedProposal(world)
    const logged = await addAskedProposal(world, { for: await addTestEntry(world) })
    const reader = await world.signIn('reader')
    assert.equal((await reader.see(`${path}/questions/case`)).status, 404)
    assert.equal((await reader.see(`${logged.path}/questions/case`)).status, 200)
    const refused = await reader.post(`${logged.path}/questions/case`, {
      'answer.benefits': 'x',
    })
    assert.equal(refused.status, 403)
    const own = await world.signIn('contributor', 'county', { involvementId: logged.id })
    assert.equal((await own.see(`${path}/questions/case`)).status, 404)
    assert.equal((await own.fill(`${logged.path}/questions/case`, { 'answer.benefits': 'x' })).status, 303)
  })

  test('an address of a page that is divided otherwise by now leads to where its set stands', async () => {
    const { path } = await addAskedProposal(world)
    const keeper = await world.signIn('keeper')
    assert.equal((await keeper.see(`${path}/questions/setup-general`)).location, `${path}/questions/setup`)
    assert.equal((await keeper.see(`${path}/questions/nonsense`)).status, 404)
    assert.equal((await keeper.see(`${path}/questions/definition`)).status, 404)
    const sent = await keeper.post(`${path}/questions/setup-general`, {
      'answer.legal-power': 'yes',
    })
    assert.equal(sent.status, 303)
    assert.equal((await answers()).length, 1)
  })

  async function answers() {
    const rows = await world.county.db
      .selectFrom('answer')
      .select(['question', 'value', 'note', 'not_relevant'])
      .orderBy('question')
      .execute()
    return rows.map(row => [row.question, row.value, row.note, row.not_relevant])
  }

  async function formOf(client: Client, page: string) {
    return hiddenIn((await client.see(page)).body)
  }
})

// The hidden boxes of the page's form, as a browser would send them.
function hiddenIn(html: string): Record<string, string> {
  const main = html.slice(html.indexOf('<main'))
  return Object.fromEntries(
    [...main.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(match => [
      match[1]!,
      unescapeHtml(match[2]!),
    ]),
  )
}
