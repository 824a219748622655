import type { Hands } from './hands.ts'
import { finishTasks, type Judge, see } from './proposal-hands.ts'

/** Fills in what is left of the registration form and signs it. @returns the pages that had something to fill in */
export async function finishForm(hands: Hands, judge: Judge): Promise<string[]> {
  const { page } = hands
  await page.locator('h1').waitFor()
  const base = new URL(page.url()).pathname
  const fill = {
    you: (hand: Hands) => hand.write('Role in the partnership', 'Manager'),
    risk: async (hand: Hands) => {
      await hand.tick('Yes', 'Does the partnership have a risk register?')
      await hand.write('Who is responsible for managing its risks?', 'The chair')
    },
  }
  const filled = await finishTasks(hands, base, {}, fill, judge)
  await page.goto(`${base}/check`)
  await judge(page)
  await hands.write('Your name', 'Verity Clough')
  await hands.press('Sign and send it to the keeper')
  await see(page, 'With the keeper')
  return [...filled, 'sign']
}

/** Checks a form that was sent, as its keeper, and logs it. */
export async function logIt(keeper: Hands, name: string, judge: Judge): Promise<void> {
  const { page } = keeper
  await page.goto('/wendleshire/staff/registrations')
  await keeper.follow(name)
  if (!page.url().endsWith('/decision')) await keeper.follow('Check this form')
  await judge(page)
  await keeper.press('Log it on the register')
  await page.getByRole('heading', { level: 1, name }).waitFor()
  await judge(page)
}
