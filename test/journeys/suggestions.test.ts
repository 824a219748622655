import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { loadSample } from '#seed/load/sample.ts'
import { axe } from './axe.ts'
import { sticksOut, useSite } from './browser.ts'

const register = '/wendleshire/staff/partnerships'

describe('names suggested while one types', () => {
  const site = useSite(database =>
    loadSample(database, { now: new Date(), password: 'a password of the tests' }),
  )
  const keeper = async (options = {}) => site.visitAs(await emailOf('keeper'), options)
  const emailOf = async (role: 'keeper') => {
    const { email } = await site.database
      .maintenance()
      .selectFrom('role_grant')
      .innerJoin('account', 'account.id', 'role_grant.account_id')
      .innerJoin('authority', 'authority.id', 'role_grant.authority_id')
      .select('email')
      .where('role', '=', role)
      .where('slug', '=', 'wendleshire')
      .executeTakeFirstOrThrow()
    return email
  }

  test('A body is chosen with the keys alone, and everyone can read the open list', async () => {
    const page = await keeper()
    await page.goto(`${register}/WCC-0001/edit/bodies`)
    const box = await suggesting(page, '#lead')
    assert.equal(await box.getAttribute('aria-describedby'), 'lead-hint lead__assistiveHint')
    await box.focus()
    assert.equal(await page.locator('.app-suggest__menu--visible').count(), 0, 'opened without being asked')
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type('wendle riv')
    const offered = page.locator('#lead__listbox [role=option]')
    await offered.first().waitFor()
    assert.deepEqual(
      (await offered.allTextContents()).map(text => text.replace(/ New: .*/, '')),
      ['Wendle Rivers Trust', 'Add ‘wendle riv’ as a new body'],
    )
    await page.getByText('2 suggestions are available.').waitFor({ state: 'attached' })
    assert.deepEqual(await axe(page), [])
    for (const width of [375, 320]) assert.deepEqual(await sticksOut(page, width), [])
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.keyboard.press('ArrowDown')
    assert.deepEqual(await axe(page), [])
    await page.keyboard.press('Enter')
    assert.equal(await box.inputValue(), 'Wendle Rivers Trust')
    await page.keyboard.type(' ')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Tab')
    assert.equal(await page.evaluate('document.activeElement.id'), 'accountable')
    await page.locator('button[type=submit]').filter({ hasText: 'Save' }).last().click()
    await page.getByText('Your changes are saved').waitFor()
    assert.match((await page.locator('main').textContent()) ?? '', /Wendle Rivers Trust/)
    await page.context().close()
  })

  test('In a filter, Enter searches for what is typed', async () => {
    const page = await keeper()
    await page.goto(register)
    const box = await suggesting(page, '#partner')
    await box.pressSequentially('police')
    await page.locator('#partner__listbox [role=option]').first().waitFor()
    assert.doesNotMatch((await page.locator('#partner__listbox').textContent()) ?? '', /Add ‘/)
    await page.keyboard.press('Enter')
    await page.waitForURL(/[?&]partner=police/)
    await page.context().close()
  })

  test('Where no answer comes, the box is a plain one and says nothing', async () => {
    const page = await keeper()
    await page.route('**/suggest/**', route => route.abort())
    await page.goto(`${register}/WCC-0001/edit/bodies`)
    const box = await suggesting(page, '#accountable')
    await box.fill('Wendleshire Police')
    await page.waitForTimeout(600)
    assert.equal(await page.locator('.app-suggest__menu--visible').count(), 0)
    await box.press('Enter')
    await page.getByText('Your changes are saved').waitFor()
    await page.context().close()
    // The browser itself writes down that the request was stopped.
    site.complaints.splice(
      0,
      site.complaints.length,
      ...site.complaints.filter(each => !/ERR_FAILED/.test(each)),
    )
  })

  test('Without scripts the same boxes are plain ones', async () => {
    const page = await keeper({ javaScriptEnabled: false })
    await page.goto(register)
    assert.equal(await page.locator('[role=combobox], datalist').count(), 0)
    await page.locator('#partner').fill('police')
    await page.locator('#partner').press('Enter')
    await page.waitForURL(/[?&]partner=police/)
    await page.context().close()
  })

  test('Entries called alike are shown while one is named, and lead to them', async () => {
    const page = await keeper()
    await page.goto(`${register}/new`)
    await page.getByLabel('What is it called?').pressSequentially('Wendleshire Safeguarding Childrens Board')
    const found = page.getByRole('link', { name: /^WCC-0001 Wendleshire Safeguarding Children Partnership/ })
    await found.waitFor()
    assert.match((await page.locator('.app-alike [role=status]').textContent()) ?? '', /names? like this/)
    assert.deepEqual(await axe(page), [])
    assert.deepEqual(await sticksOut(page, 320), [])
    await page.getByLabel('What is it called?').fill('Zzz')
    await found.waitFor({ state: 'detached' })
    await page.context().close()
  })

  test('None of it breaks the policy on scripts and styles', () => {
    assert.deepEqual(site.complaints, [])
  })
})

async function suggesting(page: Page, id: string) {
  await page.locator(id).evaluate(box => box.scrollIntoView())
  const box = page.locator(`${id}[role=combobox]`)
  await box.waitFor()
  return box
}
