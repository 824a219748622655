import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { settleDue } from '#src/decide/due.ts'
import { takeSample } from '#test/sample.ts'
import { today } from '#test/world.ts'
import { axe } from './axe.ts'
import { sticksOut, useSite } from './browser.ts'
import { finishForm, logIt } from './form-hands.ts'
import { type Hands, mouse } from './hands.ts'
import {
  answerPages,
  decideOn,
  finishTasks,
  type Given,
  light,
  pagesOf,
  partnership,
  readTrail,
  recordFor,
  save,
  see,
  significant,
  takeTest,
} from './proposal-hands.ts'

const staff = '/wendleshire/staff'
const directorate = 'Adults and Public Health'

describe('an arrangement goes through the protocol', () => {
  const site = useSite(takeSample)
  site.now = () => clock
  let clock = today
  const faults: string[] = []
  const judged = new Set<string>()

  // Each page of a kind is looked at once.
  const judge = async (page: Page) => {
    const at = new URL(page.url()).pathname.replaceAll(/\/(WCC-\d+|[0-9a-f-]{36})/g, '/…')
    if (judged.has(at)) return
    judged.add(at)
    faults.push(...(await axe(page)).map(fault => `${at}: ${fault}`))
    faults.push(...(await sticksOut(page, 375)).map(element => `${at} at 375 px: ${element}`))
    await page.setViewportSize({ width: 1280, height: 900 })
  }
  const as = async (name: string): Promise<Hands> =>
    mouse(await site.visitAs(`${name.toLowerCase().replace(' ', '.')}@wendleshire.example`))
  const leave = async (...people: Hands[]) => {
    for (const { page } of people) await page.context().close()
    assert.deepEqual(faults.splice(0), [])
    assert.deepEqual(site.complaints, [])
  }

  test('DEF-1, DEF-4: a contract turns out not to be a partnership, and is listed as one', async () => {
    const officer = await as('Verity Clough')
    const { page } = officer
    const name = 'Laundry for Care Homes'
    await takeTest(
      officer,
      { name, directorate },
      { 'organisation of its own': 'No', 'only talk': 'No', 'agree together': 'No', 'share in': 'No' },
      judge,
    )
    await see(page, 'This is a contract for services')
    await judge(page)
    await officer.press('Keep this result')
    await see(page, 'This is a contract for services')
    await judge(page)
    const record = recordOf(page)
    await page.goto(`${staff}/assessments`)
    await see(page, name)
    await judge(page)
    await page.goto(`${staff}/proposals`)
    assert.doesNotMatch((await page.locator('main').textContent()) ?? '', new RegExp(name))
    assert.match(await readTrail(page, record), /Verity Clough.*contract/)
    await leave(officer)
  })

  test('SIG-3, APP-1: a light one goes from the outcome of its test to the register with one approval, and under ten pages to fill in', async () => {
    const [officer, head, keeper] = [
      await as('Verity Clough'),
      await as('Yusuf Calloway'),
      await as('Imogen Sallow'),
    ]
    const { page } = officer
    const name = 'Hollin Cross Walking Group'
    await takeTest(officer, { name, directorate }, partnership, judge)
    await see(page, 'This is a partnership')
    await judge(page)
    await officer.press('Keep this and see how significant it is')
    const filled = await propose(officer, name, light, '1200', 'Yes')
    const record = recordOf(page)
    await submit(officer, record)
    await decideOn(head, name, { outcome: 'Approve' }, judge)

    await page.goto(`${record}/approval`)
    await see(page, 'Approved')
    await officer.follow('Register it')
    await officer.press(/form/)
    filled.push(...(await finishForm(officer, judge)))
    assert.ok(filled.length < 10, `${filled.length} pages had something to fill in: ${filled.join(', ')}`)

    await logIt(keeper, name, judge)
    const trail = await readTrail(keeper.page, record)
    for (const said of [/submitted/, /Yusuf Calloway.*(approved|decid)/, /Imogen Sallow.*(logged|register)/])
      assert.match(trail, said)
    await leave(officer, head, keeper)
  })

  test('APP-2 to APP-6: a significant one with unbudgeted money and a partner’s own procedures is approved, changed and renewed', async () => {
    let officer = await as('Verity Clough')
    const name = 'Wendle Valley Stroke Recovery Partnership'
    await takeTest(officer, { name, directorate }, partnership, judge)
    await officer.press('Keep this and see how significant it is')
    await propose(officer, name, significant, '95000', 'No')
    const record = recordOf(officer.page)
    await submit(officer, record)
    await officer.page.goto(`${record}/agreement`)
    await see(officer.page, 'Still needed before negotiations conclude')
    await conclude(officer)
    await see(officer.page, 'The approvals have to be there first')
    await judge(officer.page)

    const early = await as('Henrietta Lowe')
    await early.page.goto(`${staff}/decisions`)
    assert.doesNotMatch(
      (await early.page.locator('main').textContent()) ?? '',
      new RegExp(name),
      'it is not her turn yet',
    )
    await approveAll(name)

    clock = new Date('2026-11-25T10:00:00Z')
    officer = await as('Verity Clough')
    await officer.page.goto(`${record}/approval`)
    await see(officer.page, /[Cc]all-in/)
    clock = new Date('2026-12-03T10:00:00Z')
    await settleDue(site.database, clock, site.address)
    officer = await as('Verity Clough')
    await officer.page.goto(`${record}/approval`)
    await see(officer.page, /conditions? open/i)
    await judge(officer.page)

    // More money than was approved: what was decided no longer covers it.
    await officer.follow('Register it')
    await officer.press(/form/)
    await officer.follow('Money')
    await officer.write('Amount in pounds', '130,000')
    await officer.press('Save and continue')
    await officer.page.goto(`${record}/approval`)
    await see(officer.page, /was £95,000 a year, is £130,000 a year/)
    await judge(officer.page)
    await officer.follow('Ask for renewal')
    await judge(officer.page)
    await officer.press('Take the proposal up again')
    await submit(officer, record)
    await approveAll(name)
    clock = new Date('2026-12-14T10:00:00Z')
    await settleDue(site.database, clock, site.address)
    officer = await as('Verity Clough')
    await officer.page.goto(`${record}/approval`)
    await see(officer.page, /Approved/)
    await officer.page.goto(`${record}/agreement`)
    await conclude(officer)
    await see(officer.page, 'Your changes are saved')
    const trail = await readTrail(officer.page, record)
    for (const said of [
      /Morwenna Tapp \(Head of Legal Services\) approved the proposal/,
      /Callum Birkett \(Monitoring Officer\) approved the proposal/,
      /Henrietta Lowe \(Section 151 Officer\) approved the proposal with conditions 23 November.*?Set the condition “Name the trust’s lead for money”, for Verity Clough by 31 January 2027/,
      /Isaac Thornbury \(Recorder for Cabinet\) recorded that Cabinet approved the proposal 23 November/,
      /Concordat saw the call-in period end 3 December/,
      /Verity Clough \(contributor\) took the proposal up again, to have it approved anew 3 December/,
      /Isaac Thornbury \(Recorder for Cabinet\) recorded that Cabinet approved the proposal 3 December/,
      /Concordat saw the call-in period end 14 December/,
      /recorded that negotiations concluded 14 December/,
    ])
      assert.match(trail, said)
    await leave(officer, early)
    clock = today

    async function conclude(hands: Hands) {
      await hands.write('When did negotiations conclude?', clock.toISOString().slice(0, 10))
      await hands.press(/Save|Record/)
      await hands.page.locator('h1').waitFor()
    }

    async function approveAll(called: string) {
      const lawyer = await as('Morwenna Tapp')
      const monitoring = await as('Callum Birkett')
      await decideOn(monitoring, called, { outcome: 'Approve' }, judge)
      await decideOn(lawyer, called, { outcome: 'Approve' }, judge)
      const finance = await as('Henrietta Lowe')
      const condition = {
        what: 'Name the trust’s lead for money',
        owner: 'Verity Clough',
        due: '31 January 2027',
      }
      await decideOn(finance, called, { outcome: 'Approve with conditions', condition }, judge)
      const clerk = await as('Isaac Thornbury')
      const on = clock.toISOString().slice(0, 10)
      const callInEnds = new Date(clock.getTime() + 7 * 86_400_000).toISOString().slice(0, 10)
      await recordFor(clerk, called, { on, minute: 'CAB 91', callInEnds }, judge)
      await leave(lawyer, monitoring, finance, clerk)
    }
  })

  test('APP-6: one that is declined stays on record, with who refused it and why', async () => {
    const finance = await as('Henrietta Lowe')
    const name = 'Shared Coroner and Mortuary Service'
    await decideOn(
      finance,
      name,
      { outcome: 'Decline', reasons: 'The costs after 2028 are not known.' },
      judge,
    )
    const officer = await as('Peregrine Holt')
    await officer.page.goto(`${staff}/proposals?state=declined`)
    await see(officer.page, name)
    await officer.follow(name)
    await see(officer.page, /[Dd]eclined/)
    const record = recordOf(officer.page)
    await officer.page.goto(`${record}/approval`)
    await see(officer.page, 'The costs after 2028 are not known.')
    await judge(officer.page)
    assert.match(
      await readTrail(officer.page, record),
      /Henrietta Lowe \(Section 151 Officer\) declined the proposal .*The costs after 2028 are not known\./,
    )
    await leave(finance, officer)
  })

  test('APP-1: a deputy decides during an absence, and the record says so', async () => {
    const officer = await as('Verity Clough')
    await officer.page.goto(`${staff}/proposals`)
    await officer.follow('Brackwater Memory Café')
    const record = recordOf(officer.page)
    await submit(officer, record)
    const deputy = await as('Jocasta Merriman')
    await decideOn(
      deputy,
      'Brackwater Memory Café',
      { outcome: 'Approve', reasons: 'A good use of a Tuesday.' },
      judge,
    )
    await officer.page.goto(`${record}/approval`)
    await see(officer.page, /Deputy for the Head of Integrated Commissioning/)
    await judge(officer.page)
    assert.match(
      await readTrail(officer.page, record),
      /Jocasta Merriman \(Deputy for the Head of Integrated Commissioning\) approved the proposal .*Reasons: A good use of a Tuesday\..*Under the scheme of delegation: /,
    )
    await leave(officer, deputy)
  })

  async function propose(hands: Hands, name: string, given: Given, pounds: string, budgeted: 'Yes' | 'No') {
    const { page } = hands
    await page.locator('h1').waitFor()
    const record = recordOf(page)
    if (!page.url().includes('/questions/')) await page.goto(`${record}/questions/significance`)
    const filled = await answerPages(page, { ...given, 'significance.money-a-year': pounds }, judge)
    await see(page, 'What lies ahead')
    await judge(page)
    await hands.press('Continue')
    await page.locator('h1').waitFor()
    await judge(page)
    // Nobody has to say who sits on it, but then the form asks.
    await page.goto(`${record}/proposal/people`)
    await judge(page)
    await hands.write('How many councillors will represent us?', '0')
    await hands.write('How many officers will represent us?', '0')
    await page.getByRole('radio', { name: 'No', exact: true }).last().check()
    await hands.write('Why not?', 'The risk is too small for one')
    await hands.write('Who will manage its risks?', 'Verity Clough')
    await save(page)
    filled.push(
      'people',
      ...(await finishTasks(hands, `${record}/proposal`, given, pagesOf(name, pounds, budgeted), judge)),
    )
    return filled
  }

  async function submit(hands: Hands, record: string) {
    const { page } = hands
    await page.goto(`${record}/proposal/check`)
    await judge(page)
    await hands.press('Submit the proposal')
    await page.waitForURL(url => !url.pathname.endsWith('/check'))
    await judge(page)
  }
})

function recordOf(page: Page): string {
  return /^\/wendleshire\/staff\/partnerships\/[^/]+/.exec(new URL(page.url()).pathname)![0]
}
