import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { loadSample } from '#seed/load/sample.ts'
import { axe } from './axe.ts'
import { sticksOut, useSite } from './browser.ts'
import { type Hands, keyboard, mouse } from './hands.ts'

const ways: { way: string; javaScriptEnabled: boolean; hands: (page: Page) => Hands }[] = [
  { way: 'with a keyboard and JavaScript', javaScriptEnabled: true, hands: keyboard },
  { way: 'with a mouse and without JavaScript', javaScriptEnabled: false, hands: mouse },
]

const name = 'Wendle Valley Good Neighbours'

for (const { way, javaScriptEnabled, hands: handsOf } of ways)
  describe(`a partnership is registered, ${way}`, () => {
    const site = useSite(database =>
      loadSample(database, { now: new Date(), password: 'a password of the tests' }),
    )

    test(`REG-2, REG-3, REG-4: begun, left, resumed, signed, returned, signed again, logged, ${way}`, async () => {
      const faults: string[] = []
      const judge = async (page: Page) => {
        if (!javaScriptEnabled) return
        const { pathname } = new URL(page.url())
        faults.push(...(await axe(page)).map(fault => `${pathname}: ${fault}`))
        for (const width of [375, 320])
          faults.push(...(await sticksOut(page, width)).map(each => `${pathname} at ${width} px: ${each}`))
        await page.setViewportSize({ width: 1280, height: 900 })
      }
      const filler = await site.visitAs('verity.clough@wendleshire.example', { javaScriptEnabled })
      const hands = handsOf(filler)
      await filler.goto('/wendleshire/staff')
      await hands.follow('Register a partnership')
      await judge(filler)
      await hands.write('What is the partnership called?', name)
      await hands.press('Start the form')
      await judge(filler)
      const form = new URL(filler.url()).pathname

      const save = async (task: string, work: () => Promise<void>) => {
        await hands.follow(task)
        await judge(filler)
        await work()
        await hands.press('Save and continue')
        await filler.waitForURL(url => url.pathname === form)
      }
      await save('About you', () => hands.write('Role in the partnership', 'Manager'))
      await save('Name and kind', async () => {})
      await filler.close()

      const again = await site.visitAs('verity.clough@wendleshire.example', { javaScriptEnabled })
      const resumed = handsOf(again)
      await again.goto('/wendleshire/staff/registrations')
      await judge(again)
      await resumed.follow(name)
      await judge(again)
      const go = async (task: string | RegExp, work: () => Promise<void>) => {
        await resumed.follow(task)
        await judge(again)
        await work()
        await resumed.press('Save and continue')
        await again.waitForURL(url => url.pathname === form)
      }
      await go('What it is for', () => resumed.write('What is it for?', 'Neighbours look in on each other'))
      await go('Our role in it', async () => {
        await again.getByRole('group', { name: 'Are we the lead member?' }).getByLabel('No').check()
        await again.getByRole('group', { name: 'Do we have a representative?' }).getByLabel('Yes').check()
      })
      await go('Councillors who represent us', () => resumed.write('How many councillors represent us?', '0'))
      await go('Officers who represent us', () => resumed.write('How many officers represent us?', '1'))
      await go('What it does for the corporate plan', () =>
        again.getByLabel('Living well for longer').check(),
      )
      await go(/^Partners$/, async () => {
        await resumed.write('Which organisation leads it?', 'Later Life Wendleshire')
        await again.keyboard.press('Escape')
      })
      for (const task of ['Money', 'Officer time', 'Help in kind']) await go(task, async () => {})
      await go('Risk', async () => {
        await again.getByRole('group', { name: 'risk register' }).getByLabel('Yes').check()
        await resumed.write('Who is responsible for managing its risks?', 'The manager')
      })
      await sign(resumed, judge)

      const office = await site.visitAs('imogen.sallow@wendleshire.example', { javaScriptEnabled })
      const keeper = handsOf(office)
      await office.goto('/wendleshire/staff/registrations')
      await keeper.follow(name)
      await judge(office)
      await keeper.follow('Return it with comments')
      await judge(office)
      await office.getByLabel('Comment on money').fill('Is there truly no money in it?')
      await keeper.press('Return it')

      await again.goto(form)
      await judge(again)
      assert.match((await again.locator('main').textContent()) ?? '', /Is there truly no money in it\?/)
      await go('Money', async () => {
        await resumed.press('Add an amount')
        await again.getByLabel('Financial year').selectOption('2026/27')
        await resumed.write('Amount in pounds', '500')
      })
      await sign(resumed, judge)

      await office.goto(`${form}/decision`)
      await judge(office)
      assert.match((await office.locator('table').textContent()) ?? '', /None given.*2026\/27, £500/s)
      await keeper.press('Log it on the register')
      assert.match(
        (await office.locator('main').textContent()) ?? '',
        /The form is logged: the entry is on the register/,
      )
      await keeper.follow('Correct and sign')
      await judge(office)
      assert.deepEqual(faults, [])
      assert.deepEqual(site.complaints, [])
    })
  })

async function sign(hands: Hands, judge: (page: Page) => Promise<void>) {
  await hands.follow('Check the answers, then sign')
  await judge(hands.page)
  await hands.write('Your name', 'Verity Clough')
  await hands.press('Sign and send it to the keeper')
  await hands.page.getByText('The form is signed and sent').waitFor()
  await judge(hands.page)
}
