import type { Page } from 'playwright-core'
import type { Hands } from './hands.ts'

/** Looks at a page as it stands: axe, and what sticks out of a phone. */
export type Judge = (page: Page) => Promise<void>
/** Answers by set.question: the value of a choice, or words. The others are answered in the way that lets it go on. */
export type Given = Record<string, string>

const staff = '/wendleshire/staff'

/** What makes a partnership light. */
export const light: Given = {
  'significance.risk': 'low',
  'significance.reputation': 'low',
  'significance.length': '2',
}
/** What makes one significant: a high risk, and a partner's own procedures. */
export const significant: Given = {
  'significance.length': '5',
  'significance.service': 'suffers',
  'significance.risk': 'high',
  'setup.partner-procedures': 'yes',
  'setup.form': 'binding',
}

/** How each page over the register is filled in. */
export const pagesOf = (name: string, pounds: string, budgeted: 'Yes' | 'No') => ({
  partnership: async (hands: Hands) => {
    await hands.write('What is it for?', `${name} helps people to get about`)
    await hands.write(/Which organisation will lead it/, 'Later Life Wendleshire')
    await hands.tick('Living well for longer')
  },
  resources: async (hands: Hands) => {
    await hands.press('Add an amount')
    await hands.choose('Financial year', '2026/27')
    await hands.write('Amount in pounds', pounds)
    await hands.choose(/budget/, budgeted)
  },
})

/** Takes the test of what an arrangement is, question by question, up to its outcome. */
export async function takeTest(
  hands: Hands,
  about: { name: string; directorate: string },
  answers: Record<string, 'Yes' | 'No'>,
  judge: Judge,
): Promise<void> {
  const { page } = hands
  await page.goto(staff)
  await hands.follow('Proposals')
  await judge(page)
  await hands.follow('Propose a partnership')
  await judge(page)
  await hands.write('What is it called?', about.name)
  await hands.choose(/Which directorate/, about.directorate)
  await hands.press('Continue')
  if (await page.getByRole('heading', { name: 'Is it one of these?' }).count())
    await hands.follow('None of these: start the test')
  for (let questions = 0; questions < 12; questions++) {
    const heading = ((await page.locator('h1').textContent()) ?? '').trim()
    if (/^(This is|Take advice)/.test(heading)) return
    const skip = page.getByRole('link', { name: 'Skip these' })
    if (await skip.count()) await skip.click()
    else {
      if (questions === 0) await judge(page)
      const known = Object.entries(answers).find(([words]) => heading.includes(words))
      await hands.tick(known?.[1] ?? 'Yes')
      await hands.press('Continue')
    }
  }
  throw new Error(`The test came to no outcome: ${page.url()}`)
}

/** What tells a partnership in the test. */
export const partnership = {
  'organisation of its own': 'No',
  'only talk': 'No',
  'on our behalf': 'No',
} as const

/**
 * Answers the pages of questions from the one that is open, each as it comes, until another kind of page opens.
 * @returns the pages that were filled in
 */
export async function answerPages(page: Page, given: Given, judge: Judge): Promise<string[]> {
  const filled: string[] = []
  for (let times = 0; times < 30 && inQuestions(page); times++) {
    const name = new URL(page.url()).pathname.split('/').at(-1)!
    if (!filled.includes(name)) {
      await judge(page)
      filled.push(name)
    }
    await answerPage(page, name, given)
    await save(page)
  }
  return filled
}

/** Fills in whatever the task list of a proposal still waits for. @returns the pages that were filled in */
export async function finishTasks(
  hands: Hands,
  base: string,
  given: Given,
  fill: Record<string, (hands: Hands) => Promise<void>>,
  judge: Judge,
): Promise<string[]> {
  const { page } = hands
  const filled: string[] = []
  for (let times = 0; times < 16; times++) {
    await page.goto(base)
    const open = page
      .locator('.govuk-task-list__item')
      .filter({ hasText: /Not started|In progress/ })
      .locator('a:not([href$="/check"])')
    if ((await open.count()) === 0) return filled
    await open.first().click()
    await page.locator('h1').waitFor()
    if (inQuestions(page)) filled.push(...(await answerPages(page, given, judge)))
    else {
      const name = new URL(page.url()).pathname.split('/').at(-1)!
      await judge(page)
      await fill[name]?.(hands)
      filled.push(name)
      await save(page)
    }
  }
  throw new Error(`The tasks of ${base} do not come to an end: ${filled.join(', ')}`)
}

/** Saves a page of a form. @throws Error with what the service does not accept */
export async function save(page: Page): Promise<void> {
  const answered = page.waitForEvent('domcontentloaded')
  await page.getByRole('button', { name: 'Save and continue' }).first().click()
  await answered
  const mistakes = page.locator('.govuk-error-summary')
  if (await mistakes.count()) throw new Error(`${page.url()}: ${await mistakes.textContent()}`)
}

/** Decides on a proposal that waits for whoever is signed in. */
export async function decideOn(
  hands: Hands,
  name: string,
  verdict: { outcome: string; reasons?: string; condition?: { what: string; owner: string; due: string } },
  judge: Judge,
): Promise<void> {
  const { page } = hands
  await page.goto(`${staff}/decisions`)
  await judge(page)
  await hands.follow(name)
  await judge(page)
  await hands.follow('Read the brief')
  await judge(page)
  await hands.follow('Decide')
  await hands.tick('I have no interest to declare')
  await hands.tick(new RegExp(`^\\s*${verdict.outcome}\\s*$`))
  await judge(page)
  const { condition, reasons } = verdict
  if (condition) {
    await hands.write('What has to be done', condition.what)
    await hands.write('Who does it', condition.owner)
    await hands.write('By when', condition.due)
  }
  if (reasons) await hands.write('Reasons', reasons)
  await hands.press('Record my decision')
  await see(page, /recorded|decided|kept|saved/i)
}

/** Enters what a committee decided, with the last day of its call-in. */
export async function recordFor(
  hands: Hands,
  called: string,
  { on, minute, callInEnds }: { on: string; minute: string; callInEnds: string },
  judge: Judge,
): Promise<void> {
  const { page } = hands
  await page.goto(`${staff}/decisions`)
  await page
    .getByRole('row', { name: called })
    .getByRole('link', { name: /^Enter what/ })
    .click()
  await judge(page)
  await hands.tick('It approved')
  await writeDay(page, 'decided_on', on)
  await hands.write('Minute reference', minute)
  await hands.tick('Yes', 'Was it a key decision?')
  await page.locator('[name="call_in"][value="until"]').check()
  await writeDay(page, 'call_in_ends_on', callInEnds)
  await hands.press('Record the decision')
  await see(page, /call-in|called in/i)
  await judge(page)
}

/** Waits until these words stand on the page. */
export async function see(page: Page, text: string | RegExp): Promise<void> {
  await page.locator('main').getByText(text).first().waitFor()
}

/** The sentences of a record's history, the newest first. */
export async function readTrail(page: Page, record: string): Promise<string> {
  await page.goto(`${record}/history`)
  await page.locator('h1').waitFor()
  return ((await page.locator('main').textContent()) ?? '').replaceAll(/\s+/g, ' ')
}

const inQuestions = (page: Page) => /\/questions\//.test(new URL(page.url()).pathname)

const holdsBack =
  /legal-bar|partner-procedures|standing-orders|commitments-clash|functions-delegated|powers-needed|personal-information|accountable-body|statutory/
const mild: Record<string, string> = {
  'significance.service': 'improves',
  'significance.priority': 'supports',
  'setup.form': 'memorandum',
  'case.level': 'active',
}

async function answerPage(page: Page, name: string, given: Given) {
  const done = new Set<string>()
  for (;;) {
    const questions = await page
      .locator('.app-question:visible')
      .evaluateAll(list => list.map(each => (each as unknown as { id: string }).id.slice(2)))
    const fresh = questions.filter(id => !done.has(id))
    if (fresh.length === 0) return
    for (const id of fresh) {
      done.add(id)
      const set = ['significance', 'case', 'evaluation', 'exposure', 'setup'].find(each =>
        name.startsWith(each),
      )
      await answerOne(page, id, `${set}.${id}`, given)
    }
  }
}

async function answerOne(page: Page, id: string, ref: string, given: Given) {
  const box = (part: string) => page.locator(`[name="${part}.${id}"]`)
  const answers = box('answer')
  // What the register would answer and holds nothing of: nobody represents us yet.
  if ((await answers.count()) === 0 && (await box('skip').count()) > 0) {
    const question = page.locator(`[id="q.${id}"]`)
    if (!(await box('skip').isVisible())) await question.getByText('This is not relevant here').click()
    await box('skip').fill('Nobody yet')
  }
  if ((await answers.count()) > 0) {
    const type = await answers.first().getAttribute('type')
    if (type === 'radio' || type === 'checkbox') {
      const values = await answers.evaluateAll(list =>
        list.map(each => (each as unknown as { value: string }).value),
      )
      const usual = values.includes('yes') ? (holdsBack.test(ref) ? 'no' : 'yes') : values[0]!
      const wanted = given[ref] ?? mild[ref] ?? usual
      await page.locator(`[name="answer.${id}"][value="${wanted}"]`).check()
    } else {
      const mode = await answers.first().getAttribute('inputmode')
      await answers.first().fill(given[ref] ?? (mode ? '0' : 'As it stands in the service plan'))
    }
  }
  const beside = { note: 'As we found it', owner: 'Leopold Strand', evidence: 'In the file' }
  for (const [part, words] of Object.entries(beside))
    if ((await box(part).count()) > 0 && (await box(part).isVisible()) && !(await box(part).inputValue()))
      await box(part).fill(given[`${ref} ${part}`] ?? words)
}

async function writeDay(page: Page, name: string, day: string) {
  const [year, month, date] = day.split('-').map(Number)
  for (const [part, value] of Object.entries({ day: date, month, year }))
    await page.locator(`[name="${name}-${part}"]`).fill(String(value))
}
