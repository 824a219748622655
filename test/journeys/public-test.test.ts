import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { loadSample } from '#seed/load/sample.ts'
import { axe } from './axe.ts'
import { sticksOut, useSite } from './browser.ts'
import { mouse } from './hands.ts'

describe('anyone, with the test of what is a partnership', () => {
  const site = useSite(database =>
    loadSample(database, { now: new Date(), password: 'a password of the tests' }),
  )

  for (const javaScriptEnabled of [true, false])
    test(`DEF-1: takes it without an account or a cookie, and goes back to change an answer, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
      const page = await site.visit({ javaScriptEnabled })
      const hands = mouse(page)
      const faults: string[] = []
      const look = async () => {
        if (javaScriptEnabled) faults.push(...(await axe(page)).map(fault => `${page.url()}: ${fault}`))
        for (const width of [375, 320])
          for (const element of await sticksOut(page, width))
            faults.push(`${page.url()} at ${width} px: ${element}`)
        await page.setViewportSize({ width: 1280, height: 900 })
      }
      const words = async () => (await page.locator('body').textContent()) ?? ''
      const heading = async () => ((await page.locator('h1').textContent()) ?? '').trim()
      const answer = async (said: string) => {
        await look()
        await page.getByLabel(said, { exact: true }).first().check()
        await hands.press('Continue')
      }
      await page.goto('/wendleshire/register')
      await hands.follow('Is it a partnership? Take the test')
      await look()
      await hands.follow('Start')
      await hands.press('Continue')
      await look()
      assert.match(await words(), /Choose an answer/)
      for (const said of ['No', 'Yes', 'No', 'Yes', 'No', 'No']) await answer(said)
      assert.equal(await heading(), 'This is a contract for services')
      await look()
      await page.goBack()
      assert.match(await heading(), /share in carrying it out/)
      await answer('Yes')
      assert.equal(await heading(), 'This is a contract with partnership elements')
      await page.getByRole('link', { name: /Change the answer to: Does one party/ }).click()
      await answer('No')
      assert.equal(await heading(), 'Take advice on this one')
      await page.goto(
        '/wendleshire/test?single-body=no&independent-bodies=yes&talk-only=no&service-for-us=no&shared-agreeing=yes&shared-delivery=yes&wellbeing=yes',
      )
      await look()
      await page.getByRole('group', { name: 'Does one of them lead?' }).getByLabel('Partly').check()
      await hands.press('Continue')
      assert.equal(await heading(), 'This is a partnership')
      assert.match(await words(), /Agree which organisation leads/)
      await look()
      assert.deepEqual(faults, [])
      assert.deepEqual(await page.context().cookies(), [])
      await page.context().close()
      assert.deepEqual(site.complaints, [])
    })
})
