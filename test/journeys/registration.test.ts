import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { loadSample } from '#seed/load/sample.ts'
import { axe } from './axe.ts'
import { sticksOut, useSite } from './browser.ts'
import { type Hands, keyboard, mouse } from './hands.ts'

const ways: { way: string; javaScriptEnabled: boolean; hands: (page: Page) => Hands }[] = [
  { way: 'with a mouse', javaScriptEnabled: true, hands: mouse },
  { way: 'without JavaScript', javaScriptEnabled: false, hands: mouse },
  { way: 'with the keyboard alone', javaScriptEnabled: true, hands: keyboard },
]
const phone = { viewport: { width: 375, height: 800 }, isMobile: true, hasTouch: true }
const name = 'Wendle Canal Towpath Alliance'

describe('a partnership is registered, published and corrected', () => {
  const site = useSite(database =>
    loadSample(database, { now: new Date(), password: 'a password of the tests' }),
  )

  for (const [round, { way, javaScriptEnabled, hands: handsOf }] of ways.entries())
    test(`REG-2, REG-3, REG-4, REG-5: from the first question to the public’s phone, ${way}`, async () => {
      const faults: string[] = []
      const judge: Judge = async page => {
        if (round > 0) return
        const at = new URL(page.url()).pathname
        faults.push(...(await axe(page)).map(fault => `${at}: ${fault}`))
        const { width } = page.viewportSize()!
        for (const narrow of [375, 320])
          faults.push(...(await sticksOut(page, narrow)).map(element => `${at} at ${narrow} px: ${element}`))
        await page.setViewportSize({ width, height: 900 })
      }
      const called = `${name} ${['One', 'Two', 'Three'][round]}`
      const officer = handsOf(await site.visitAs('verity.clough@wendleshire.example', { javaScriptEnabled }))
      const keeper = handsOf(await site.visitAs('imogen.sallow@wendleshire.example', { javaScriptEnabled }))
      const citizen = await site.visit({ ...phone, javaScriptEnabled })

      await begin(officer, called, judge)
      await resume(officer, called)
      await finish(officer, judge)
      await sign(officer, judge)

      await returnIt(keeper, called, judge)
      await correct(officer, called, judge)
      await log(keeper, called, judge)
      const address = await publish(keeper, called, judge)

      await readOnPhone(citizen, called, judge)
      await correctLater(officer, address)
      await publishAgain(keeper, called, judge)
      await seeTheChange(citizen)
      await judge(citizen)

      assert.deepEqual(faults, [])
      assert.deepEqual(site.complaints, [])
      for (const { page } of [officer, keeper, { page: citizen }]) await page.context().close()
    })
})

type Judge = (page: Page) => Promise<void>

async function begin(hands: Hands, called: string, judge: Judge) {
  const { page } = hands
  await page.goto('/wendleshire/staff')
  await hands.follow('Register a partnership')
  await judge(page)
  await hands.write('What is the partnership called?', called)
  await hands.write('When did it start?', 'March 2019')
  await hands.press('Start the form')
  // The keyboard comes to what the service found alike before it can go on.
  if (await page.getByRole('heading', { name: 'Is it one of these?' }).count())
    await hands.press('None of these: start the form')
  await seeHeading(page, called)
  await hands.follow('About you')
  await hands.write('Role in the partnership', 'Manager')
  await hands.press('Save and continue')
  await hands.follow('Name and kind')
  await hands.tick(/^\s*Partnership\s*$/)
  await hands.press('Save and continue')
  await hands.follow('What it is for')
  await hands.write('What is it for?', 'Keeps the towpath safe to walk')
  await hands.press('Save and finish later')
  await judge(page)
}

async function resume(hands: Hands, called: string) {
  const { page } = hands
  await page.goto('/wendleshire/staff')
  await hands.follow(/you began|not signed yet/)
  await hands.follow(called)
  await seeHeading(page, called)
  await seeText(page, '2 of 13 pages are done')
}

async function finish(hands: Hands, judge: Judge) {
  const { page } = hands
  const next = async (task: string) => {
    await hands.press('Save and continue')
    await hands.follow(new RegExp(`^${task}$`))
    await seeHeading(page, task)
  }
  await hands.follow('What it is for')
  assert.equal(await page.getByLabel('What is it for?').inputValue(), 'Keeps the towpath safe to walk')
  await next('Our role in it')
  await judge(page)
  await hands.tick('Yes', 'Are we the lead member?')
  await hands.tick('No', 'Do we have a representative?')
  await hands.choose('Which directorate answers for it?', 'Adults and Public Health')
  await next('Councillors who represent us')
  await hands.write('How many councillors represent us?', '0')
  await next('Officers who represent us')
  await hands.write('How many officers represent us?', '0')
  await next('What it does for the corporate plan')
  await hands.tick('Safe and confident communities')
  await next('Partners')
  await judge(page)
  await hands.write('Which organisation leads it?', 'Wendleshire Police')
  await next('Money')
  await hands.press('Add an amount')
  await judge(page)
  await hands.choose('Financial year', '2026/27')
  await hands.write('Amount in pounds', '12,500')
  await next('Officer time')
  await next('Help in kind')
  await next('Risk')
  await hands.tick('Yes', 'Does the partnership have a risk register?')
  await hands.write('Who is responsible for managing its risks?', 'The chair')
  await next('Who answers for it')
  await judge(page)
  await hands.press('Save and continue')
}

async function sign(hands: Hands, judge: Judge) {
  const { page } = hands
  if (!page.url().endsWith('/check')) await hands.follow('Check the answers, then sign')
  await seeText(page, '£12,500')
  await judge(page)
  await hands.write('Your name', 'Verity Clough')
  await hands.press('Sign and send it to the keeper')
  await seeText(page, 'With the keeper')
  await judge(page)
}

async function toForm(hands: Hands, called: string) {
  await hands.page.goto('/wendleshire/staff/registrations')
  await hands.follow(called)
}

async function returnIt(hands: Hands, called: string, judge: Judge) {
  const { page } = hands
  await toForm(hands, called)
  if (!page.url().endsWith('/decision')) await hands.follow('Check this form')
  await judge(page)
  await hands.follow('Return it with comments')
  await judge(page)
  await hands.write('Comment on money', 'Is this for one year alone?')
  await hands.press('Return it')
  await page.locator('h1').waitFor()
}

async function correct(hands: Hands, called: string, judge: Judge) {
  const { page } = hands
  await toForm(hands, called)
  await seeText(page, 'Is this for one year alone?')
  await judge(page)
  await hands.follow('Money')
  await seeText(page, 'Is this for one year alone?')
  await hands.write('Amount in pounds', '9,000')
  await hands.press('Save and continue')
  if (!page.url().endsWith('/check')) await toForm(hands, called)
  await sign9000(hands)
}

async function sign9000(hands: Hands) {
  const { page } = hands
  if (!page.url().endsWith('/check')) await hands.follow('Check the answers, then sign')
  await seeText(page, '£9,000')
  await hands.write('Your name', 'Verity Clough')
  await hands.press('Sign and send it to the keeper')
  await seeText(page, 'With the keeper')
}

async function log(hands: Hands, called: string, judge: Judge) {
  const { page } = hands
  await toForm(hands, called)
  if (!page.url().endsWith('/decision')) await hands.follow('Check this form')
  await seeText(page, 'What changed since it was returned')
  await seeText(page, '£9,000')
  await judge(page)
  await hands.press('Log it on the register')
  await seeHeading(page, called)
}

async function publish(hands: Hands, called: string, judge: Judge): Promise<string> {
  const { page } = hands
  await page.goto('/wendleshire/staff/publish')
  await hands.write('Name or reference', called)
  await hands.press('Search')
  await hands.follow(called)
  await judge(page)
  await seeText(page, 'What the public will see')
  const entry = new URL(page.url()).pathname.replace(/\/publish$/, '')
  await hands.press('Publish')
  await seeText(page, 'Decide about')
  await judge(page)
  await hands.tick('Withhold: commercial', 'Who manages risk')
  await hands.press('Publish')
  await seeText(page, 'The public sees exactly what stands here')
  return entry
}

async function readOnPhone(page: Page, called: string, judge: Judge) {
  await page.goto('/')
  await page.getByRole('link', { name: 'Wendleshire County Council' }).click()
  await page.getByLabel('Search the register').fill(called)
  await page.getByRole('button', { name: 'Search' }).first().click()
  await page.getByRole('link', { name: called }).click()
  await seeHeading(page, called)
  await seeText(page, 'Keeps the towpath safe to walk')
  await seeText(page, '£9,000')
  await seeText(page, 'commercial')
  assert.doesNotMatch((await page.textContent('main')) ?? '', /The chair/)
  await judge(page)
  assert.deepEqual(await page.context().cookies(), [], 'the public gets no cookies')
}

async function correctLater(hands: Hands, entry: string) {
  const { page } = hands
  await page.goto(`${entry}/form`)
  await hands.press('Something has changed: correct it')
  await hands.follow('What it is for')
  await hands.write('What is it for?', 'Keeps the towpath safe to walk and to ride')
  await hands.press('Save and continue')
  await page.goto(`${entry}/form/check`)
  await hands.write('Your name', 'Verity Clough')
  await hands.press('Sign and confirm')
  await seeText(page, 'safe to walk and to ride')
}

async function publishAgain(hands: Hands, called: string, judge: Judge) {
  const { page } = hands
  await page.goto('/wendleshire/staff/publish')
  await hands.write('Name or reference', called)
  await hands.press('Search')
  await page.locator('td').getByText('Changed since').waitFor()
  await hands.follow(called)
  await seeText(page, 'What would change for the public')
  await judge(page)
  await hands.press('Publish')
  await seeText(page, 'The public sees exactly what stands here')
}

async function seeTheChange(page: Page) {
  // Every process looks at what was published once a second.
  await page.waitForTimeout(1100)
  await page.reload()
  await seeText(page, 'safe to walk and to ride')
  await seeText(page, 'What changed and when')
  await page
    .getByText(/change.*: .*(Purpose|What it is for)/)
    .first()
    .waitFor()
}

async function seeHeading(page: Page, heading: string) {
  await page.getByRole('heading', { level: 1, name: heading }).waitFor()
}

async function seeText(page: Page, text: string) {
  await page.locator('main').getByText(text).first().waitFor()
}
