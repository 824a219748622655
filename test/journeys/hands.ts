import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'

/** How someone works a page: the same steps with a mouse and with the keys alone. */
export type Hands = {
  page: Page
  follow(link: string | RegExp): Promise<void>
  press(button: string | RegExp): Promise<void>
  write(label: string | RegExp, text: string): Promise<void>
  /** Ticks a box or chooses one of a group; the group's question tells it from others with the same answers. */
  tick(label: string | RegExp, question?: string): Promise<void>
  /** Chooses from a drop-down list. */
  choose(label: string | RegExp, option: string): Promise<void>
  attach(
    label: string | RegExp,
    file: string | { name: string; mimeType: string; buffer: Buffer },
  ): Promise<void>
}

const main = (page: Page) => page.locator('body')
const among = (page: Page, question?: string) =>
  question ? page.getByRole('group', { name: question }) : main(page)

/** With a mouse, or a finger. Works without scripts as well. */
export function mouse(page: Page): Hands {
  return {
    page,
    follow: link => main(page).getByRole('link', { name: link }).first().click(),
    press: button => main(page).getByRole('button', { name: button }).first().click(),
    write: (label, text) => main(page).getByLabel(label).first().fill(text),
    tick: (label, question) => among(page, question).getByLabel(label).first().check(),
    async choose(label, option) {
      await main(page).getByLabel(label).first().selectOption({ label: option })
    },
    attach: (label, file) => main(page).getByLabel(label).first().setInputFiles(file),
  }
}

/** With Tab, arrows, Enter and Space alone: what cannot be reached that way fails the journey. */
export function keyboard(page: Page): Hands {
  const reach = async (target: Locator) => {
    await target.waitFor()
    for (let presses = 0; presses < 400; presses++) {
      if (await target.evaluate(element => element === element.ownerDocument.activeElement)) return
      await page.keyboard.press('Tab')
    }
    assert.fail(`${target} on ${page.url()} cannot be reached with Tab`)
  }
  const go = async (target: Locator, key: string) => {
    await reach(target)
    const left = page.waitForEvent('domcontentloaded')
    await page.keyboard.press(key)
    await left
  }
  return {
    page,
    follow: link => go(main(page).getByRole('link', { name: link }).first(), 'Enter'),
    press: button => go(main(page).getByRole('button', { name: button }).first(), 'Enter'),
    async write(label, text) {
      await reach(main(page).getByLabel(label).first())
      await page.keyboard.press('ControlOrMeta+A')
      await page.keyboard.press('Delete')
      await page.keyboard.insertText(text)
    },
    async tick(label, question) {
      const choice = among(page, question).getByLabel(label).first()
      if ((await choice.getAttribute('type')) === 'checkbox') {
        await reach(choice)
        await page.keyboard.press('Space')
        return assert.ok(await choice.isChecked(), `${label} cannot be ticked with Space`)
      }
      // Tab reaches a group of radios once; the arrows move within it.
      const group = await choice.getAttribute('name')
      await reach(page.locator(`input[name="${group}"]`).first())
      await page.keyboard.press('Space')
      for (let presses = 0; presses < 20 && !(await choice.isChecked()); presses++)
        await page.keyboard.press('ArrowDown')
      assert.ok(await choice.isChecked(), `${label} cannot be chosen with the arrows`)
    },
    async choose(label, option) {
      const list = main(page).getByLabel(label).first()
      await reach(list)
      await page.keyboard.type(option)
      assert.equal(
        await list.evaluate(element =>
          (element as unknown as { selectedOptions: { text: string }[] }).selectedOptions[0]?.text.trim(),
        ),
        option,
      )
    },
    async attach(label, file) {
      // Under load the headless browser now and then opens no window at the first press; people press again.
      for (const patience of [5_000, 5_000, 15_000]) {
        const chooser = page.waitForEvent('filechooser', { timeout: patience }).catch(() => null)
        await reach(main(page).getByLabel(label).first())
        await page.keyboard.press('Space')
        const opened = await chooser
        if (opened) return opened.setFiles(file)
      }
      assert.fail(`${label} on ${page.url()} opens no window to choose a file`)
    },
  }
}
