import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { workbook } from '#seed/registers/saltmere-partnerships.ts'
import { axe } from './axe.ts'
import { sticksOut, useSite } from './browser.ts'
import { type Hands, keyboard, mouse } from './hands.ts'

const ways: { way: string; javaScriptEnabled: boolean; hands: (page: Page) => Hands }[] = [
  { way: 'with a mouse', javaScriptEnabled: true, hands: mouse },
  { way: 'without JavaScript', javaScriptEnabled: false, hands: mouse },
  { way: 'with the keyboard alone', javaScriptEnabled: true, hands: keyboard },
]

for (const { way, javaScriptEnabled, hands: handsOf } of ways)
  describe(`an authority retires its spreadsheet, ${way}`, () => {
    const site = useSite()
    const faults: string[] = []
    // Pages that a crawl does not come to, because they stand in the midst of something: judged once, on the way.
    const judge: Judge = async page => {
      if (way !== 'with a mouse') return
      const name = new URL(page.url()).pathname
      faults.push(...(await axe(page)).map(fault => `${name}: ${fault}`))
      for (const width of [375, 320])
        faults.push(...(await sticksOut(page, width)).map(element => `${name} at ${width} px: ${element}`))
      await page.setViewportSize({ width: 1280, height: 900 })
    }

    test(`REG-1, REG-7: set up, take in, settle, edit, look back and take out, ${way}`, async () => {
      const page = await site.visit({ javaScriptEnabled })
      const hands = handsOf(page)

      await page.goto(`/setup?token=${site.setupToken}`)
      await setUp(hands, judge)

      await takeIn(hands, workbook, judge)
      await seeHeading(page, 'The file is taken in')
      await settle(hands, judge)

      const entry = await openEntry(hands, 'Saltmere Bay Coastal Change Partnership')
      const other = await site.visitAs('mungo.startin@saltmere.example', { javaScriptEnabled })
      await editWithConflict(hands, handsOf(other), entry, judge)
      await lookBack(hands, entry)

      const file = await takeOut(hands)
      await lookThrough(hands, file, async () => {})
      await judge(page)
      assert.match(
        (await page.locator('main').textContent()) ?? '',
        /No changes: the register holds everything/,
      )

      assert.deepEqual(faults, [])
      assert.deepEqual(site.complaints, [])
      await other.context().close()
      await page.context().close()
    })
  })

type Judge = (page: Page) => Promise<void>

async function setUp(hands: Hands, judge: Judge) {
  const { page } = hands
  await judge(page)
  await hands.write('Name of the authority', 'Saltmere District Council')
  await hands.write('Its address', 'saltmere')
  await hands.write('Letters before every reference', 'SDC')
  await hands.write('Your name', 'Mungo Startin')
  await hands.write('Your e-mail address', 'mungo.startin@saltmere.example')
  await hands.write(/^\s*Password/, 'harbour wall lantern tide')
  await hands.press('Set up and go on')
  await page.locator('.app-secret').waitFor()
  await judge(page)
  const secret = ((await page.locator('.app-secret').textContent()) ?? '').replace(/\s/g, '')
  await hands.write('Code from the app', new TOTP({ secret: Secret.fromBase32(secret) }).generate())
  await hands.press('Turn it on')
  await page.waitForURL(url => !url.pathname.includes('second-factor'))
  await page.goto('/saltmere/staff')
}

type File = string | { name: string; mimeType: string; buffer: Buffer }

async function takeIn(hands: Hands, file: File, judge: Judge) {
  await lookThrough(hands, file, judge)
  await judge(hands.page)
  await hands.press('Take it in')
  await waitForWork(hands.page, 'The file is taken in')
  await judge(hands.page)
}

async function lookThrough(hands: Hands, file: File, judge: Judge) {
  const { page } = hands
  await hands.follow('Import')
  await hands.follow('Bring in a spreadsheet')
  await hands.attach('Choose a file', file)
  await hands.press('Continue')
  await waitForWork(page, 'Which rows are your register?')
  await judge(page)
  await hands.press('Continue')
  await waitForWork(page, 'What is in each column?')
  await judge(page)
  await hands.press('Show me what will happen')
  await waitForWork(page, 'What will happen')
}

// A page of work in progress looks again by itself every two seconds, with scripts or without.
async function waitForWork(page: Page, heading: string) {
  await page.getByRole('heading', { level: 1, name: heading }).waitFor({ timeout: 60_000 })
}

async function settle(hands: Hands, judge: Judge) {
  const { page } = hands
  await hands.follow('Settle what could not be read')
  await page.locator('.app-card').first().waitFor()
  await judge(page)
  const before = await countToSettle(page)
  assert.ok(before > 0, 'the messy register leaves something to settle')
  await hands.press(/^Accept for/)
  await page.locator('h1').waitFor()
  const after = await countToSettle(page)
  assert.ok(after < before, `${before} things to settle, then ${after}`)
  await hands.press(/^Keep as a note/)
  await page.locator('h1').waitFor()
  assert.ok((await countToSettle(page)) < after)
}

const countToSettle = async (page: Page) =>
  Number(/^[\d,]+/.exec((await page.locator('h1').textContent()) ?? '')?.[0] ?? 0)

async function openEntry(hands: Hands, name: string): Promise<string> {
  await hands.follow('Register')
  await hands.follow(name)
  await seeHeading(hands.page, name)
  return new URL(hands.page.url()).pathname
}

async function editWithConflict(mine: Hands, theirs: Hands, entry: string, judge: Judge) {
  await mine.follow(/^Change what it is for/)
  await theirs.page.goto(entry)
  await theirs.follow(/^Change what it is for/)
  await theirs.write('Purpose', 'To manage the shore together')
  await theirs.press(/^Save/)
  await seeText(theirs.page, 'To manage the shore together')

  await mine.write('Purpose', 'To plan for erosion')
  await mine.write('Area', 'Saltmere Bay')
  await mine.press(/^Save/)
  await seeText(mine.page, 'Nothing you typed is lost')
  await seeText(mine.page, 'To manage the shore together')
  await judge(mine.page)
  await mine.tick('Yours')
  await mine.press('Save what I chose')
  await seeText(mine.page, 'To plan for erosion')
  await seeText(mine.page, 'Saltmere Bay')
}

async function lookBack(hands: Hands, entry: string) {
  await hands.page.goto(entry)
  await hands.follow('History')
  for (const words of ['To manage the shore together', 'To plan for erosion', 'Mungo Startin'])
    await seeText(hands.page, words)
}

async function takeOut(hands: Hands) {
  const { page } = hands
  await hands.follow('Register')
  const download = page.waitForEvent('download')
  // A download opens no page, so that the keyboard does not wait for one.
  await Promise.race([hands.follow('Excel'), download])
  const path = await (await download).path()
  return {
    name: 'register.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: await readFile(path),
  }
}

async function seeHeading(page: Page, heading: string) {
  await page.getByRole('heading', { level: 1, name: heading }).waitFor()
}

async function seeText(page: Page, text: string) {
  await page.locator('main').getByText(text).first().waitFor()
}
