import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readSheet } from 'read-excel-file/node'
import { adopt, give, later, oneModel, onRegister, set } from '#test/considered.ts'
import { addTestDirectorate, addTestEntry } from '#test/entries.ts'
import { useWorld } from '#test/world.ts'

const staff = '/wendleshire/staff'
const page = `${staff}/partnerships/WCC-0001/significance`

describe('The schedule of significant partnerships', () => {
  const world = useWorld()

  test('SIG-4: it lists each with why, what it costs, its risk, and when it was assessed and is due again', async () => {
    const keeper = await onRegister(world, { 'money-a-year': 60_000, risk: 'high' })
    const { text } = await keeper.see(`${staff}/significant`)
    assert.match(text, /1 significant partnership\. £60,000 of our money a year\. 1 of high risk\./)
    assert.match(
      text,
      /Wendle Valley Rangers WCC-0001\. £60,000 a year is over £50,000; the risk before any control is high: 2 of 5/,
    )
    assert.match(text, /£60,000 High Nobody named 23 November 2026 23 November 2027/)
  })

  test('SIG-4: what is not significant, has ended or is no partnership is not on it', async () => {
    for (const entry of [{ kind: 'contract' }, { stage: 'ended' }, {}] as const)
      await addTestEntry(world, entry)
    await set(world, { tier: 'significant' }, ['WCC-0001', 'WCC-0002'])
    const keeper = await world.signIn('keeper')
    assert.match(
      (await keeper.see(`${staff}/significant`)).text,
      /No partnership on the register is significant/,
    )
  })

  test('SIG-4: what the register alone says is on it, and says that nobody has assessed it', async () => {
    await addTestEntry(world)
    await set(world, { tier: 'significant' })
    const keeper = await world.signIn('keeper')
    const { text } = await keeper.see(`${staff}/significant`)
    assert.match(
      text,
      /Safer Wendleshire Partnership WCC-0001\. The register says so; nobody has assessed it here Not known Not assessed/,
    )
  })

  test('SIG-3: the lists ask to assess again what has moved, and say what', async () => {
    const keeper = await onRegister(world, { 'money-a-year': 60_000 })
    await give(world, 9_000_000)
    for (const list of ['significant', 'assessments'])
      assert.match(
        (await keeper.see(`${staff}/${list}`)).text,
        /Assess again Our own money a year: was £60,000 a year, is £90,000 a year/,
      )
  })

  test('SIG-3: a review that is overdue asks to assess again, whatever the tier', async () => {
    await onRegister(world, { 'money-a-year': 100 })
    const listed = async () => (await (await world.signIn('keeper')).see(`${staff}/assessments`)).text
    world.clock.now = new Date('2028-11-23T10:00:00Z')
    assert.doesNotMatch(await listed(), /Assess again/)
    world.clock.now = new Date('2028-11-24T10:00:00Z')
    assert.match(await listed(), /Light Assess again Its review was due on 23 November 2028/)
    await set(world, { stage: 'ended' })
    assert.doesNotMatch(await listed(), /Assess again/)
  })

  test('SIG-2: an overridden tier shows as such, with its reason', async () => {
    const keeper = await onRegister(world, { 'money-a-year': 12_000 })
    assert.match((await keeper.see(`${staff}/significant`)).text, /None/)
    later(world)
    await keeper.fill(`${page}/override`, { tier: 'significant', why: 'The river floods the town.' })
    assert.match((await keeper.see(`${staff}/significant`)).text, /Overridden The river floods the town\./)
    assert.match((await keeper.see(`${staff}/assessments`)).text, /Significant Overridden/)
  })

  test('SIG-3: a review is due by the cycle of the protocol it was assessed under, and overdue after it', async () => {
    const keeper = await onRegister(world, { 'money-a-year': 60_000 })
    await adopt(
      world,
      oneModel('later', {
        tests: [
          {
            tier: 'significant',
            need: 'any',
            of: [{ id: 'x', says: 'X', if: { fact: 'statutory', is: 'yes' } }],
          },
        ],
      }),
    )
    assert.doesNotMatch((await keeper.see(`${staff}/significant`)).text, /Overdue/)
    world.clock.now = new Date('2027-11-24T10:00:00Z')
    const again = await world.signIn('keeper')
    assert.match((await again.see(`${staff}/significant`)).text, /23 November 2027 Overdue/)
  })

  test('SIG-4: one directorate can be looked at, and who may see one alone sees that one', async () => {
    const [housing, roads] = [
      await addTestDirectorate(world, 'Housing'),
      await addTestDirectorate(world, 'Roads'),
    ]
    await addTestEntry(world, { name: 'Homes for all', directorate: housing })
    await addTestEntry(world, { name: 'Better buses', directorate: roads })
    await set(world, { tier: 'significant' })
    const reader = await world.signIn('reader')
    assert.match((await reader.see(`${staff}/significant`)).text, /Better buses .*Homes for all/)
    const one = await reader.see(`${staff}/significant?directorate=${housing}`)
    assert.match(one.text, /Homes for all/)
    assert.doesNotMatch(one.text, /Better buses/)
    const held = await world.signIn('reader', 'county', { directorateId: roads })
    assert.doesNotMatch((await held.see(`${staff}/significant`)).text, /Homes for all/)
    assert.doesNotMatch((await held.see(`${staff}/significant.csv`)).body, /Homes for all/)
  })

  test('SIG-4: a long one is read page by page, and counted and taken away whole', async () => {
    for (let n = 0; n < 52; n++)
      await addTestEntry(world, { name: `Partnership ${String(n).padStart(2, '0')}` })
    await set(world, { tier: 'significant' })
    const keeper = await world.signIn('keeper')
    const first = await keeper.see(`${staff}/significant`)
    assert.match(first.text, /1 to 50 of 52 significant partnerships/)
    assert.doesNotMatch(first.text, /Partnership 50/)
    assert.match(first.body, /href="\?page=2"/)
    const second = await keeper.see(`${staff}/significant?page=2`)
    assert.match(second.text, /51 to 52 of 52 significant partnerships.*Partnership 50.*Partnership 51/)
    assert.equal((await keeper.see(`${staff}/significant.csv`)).body.trim().split('\r\n').length, 53)
  })

  test('SIG-4: it can be taken away as CSV and as a workbook, with cells that are safe to open', async () => {
    await addTestEntry(world, { name: '=HYPERLINK("http://evil.example")' })
    await set(world, { tier: 'significant' })
    const keeper = await world.signIn('keeper')
    const csv = await keeper.see(`${staff}/significant.csv`)
    assert.match(
      String(csv.response.headers['content-disposition']),
      /wendleshire-significant-partnerships-2026-11-23\.csv/,
    )
    assert.match(csv.body, /^\ufeffReference,Name,Directorate,Status,Why it is significant/)
    assert.match(csv.body, /WCC-0001,"'=HYPERLINK/)
    const book = await keeper.see(`${staff}/significant.xlsx`)
    const rows = await readSheet(book.response.rawPayload)
    assert.deepEqual(rows[0]!.slice(0, 2), ['Reference', 'Name'])
    assert.equal(rows[1]![1], `'=HYPERLINK("http://evil.example")`)
  })
})

/** A partnership that was assessed with these answers and is on the register. */
