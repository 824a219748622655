import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { loadSample } from '#seed/load/sample.ts'
import { addAuthority } from '#src/accounts/add.ts'
import { clientOf } from '#test/client.ts'
import { crawl, routeOf, type Seen } from '#test/crawl.ts'
import { signInWith } from '#test/world.ts'
import { axe } from './axe.ts'
import { picture, type Site, sticksOut, useSite } from './browser.ts'

// A phone, and a desktop enlarged four times (WCAG 1.4.10).
const narrow = [375, 320]

describe('every page with data', () => {
  const site = useSite(database =>
    loadSample(database, { now: new Date(), password: 'a password of the tests' }),
  )
  judgePages(site, 'wendleshire', 'data')
})

describe('every page of an authority that has nothing yet', () => {
  const site = useSite(async database => {
    const by = { kind: 'command', accountId: null, name: 'Tests', capacity: 'Operator' } as const
    await addAuthority(database, { slug: 'newland', name: 'Newland Council' }, new Date(), by)
  })
  judgePages(site, 'newland', 'empty')
})

describe('every page before one has signed in', () => {
  const site = useSite(database =>
    loadSample(database, { now: new Date(), password: 'a password of the tests' }),
  )

  test('is readable by everyone, as it opens and with mistakes', async () => {
    const page = await site.visit()
    const faults: string[] = []
    for (const address of [
      '/start',
      '/sign-in',
      '/forgotten-password',
      '/forgotten-password/sent',
      '/no-such-page',
    ]) {
      await page.goto(address)
      faults.push(...(await axe(page)).map(fault => `${address}: ${fault}`))
      for (const width of narrow)
        for (const element of await sticksOut(page, width))
          faults.push(`${address} at ${width} px: ${element}`)
      if ((await submitEmpty(page)) === 422)
        faults.push(...(await axe(page)).map(fault => `${address} with mistakes: ${fault}`))
    }
    assert.deepEqual(faults, [])
    assert.deepEqual(site.complaints, [])
  })
})

describe('every page of the public register', () => {
  const site = useSite(database =>
    loadSample(database, { now: new Date(), password: 'a password of the tests' }),
  )

  test('REG-5, SCR-4: is readable by everyone, and on a narrow screen, with scripts and without', async t => {
    const seen = await crawl(site.app.routesDeclared, clientOf(site.app), '/', 2)
    const open = new Set(
      site.app.routesDeclared.filter(route => route.needs === 'public').map(route => route.url),
    )
    const addresses = seen
      .filter(
        ({ address, answer }) =>
          open.has(routeOf(site.app.routesDeclared, 'GET', address)?.url ?? '') &&
          String(answer.response.headers['content-type']).startsWith('text/html'),
      )
      .map(({ address }) => address)
    const nothing = ['/wendleshire/register?q=zzzz', '/wendleshire/register/WCC-9999', '/?q=zzzz']
    const faults: string[] = []
    for (const javaScriptEnabled of [true, false]) {
      const page = await site.visit({ javaScriptEnabled })
      for (const address of [...addresses, ...nothing]) {
        await page.goto(address)
        if (javaScriptEnabled)
          faults.push(...(await axe(page)).filter(fitting(address)).map(fault => `${address}: ${fault}`))
        for (const width of narrow)
          for (const element of await sticksOut(page, width))
            faults.push(`${address} at ${width} px: ${element} sticks out`)
        await page.setViewportSize({ width: 1280, height: 900 })
        if (process.env.PICTURES && javaScriptEnabled)
          await picture(page, `public${address.replace(/[^a-z0-9]+/gi, '-')}`)
      }
      assert.deepEqual(await page.context().cookies(), [])
      await page.context().close()
    }
    t.diagnostic(`${addresses.length} pages`)
    assert.deepEqual(faults, [])
    assert.deepEqual(site.complaints, [])
  })
})

// The table to embed stands under a heading of the page it is put into.
const fitting = (address: string) => (fault: string) =>
  !(address.endsWith('/register/table') && fault.startsWith('page-has-heading-one'))

function judgePages(site: Site, slug: string, state: string) {
  test('is readable by everyone, and on a narrow screen', async t => {
    const page = await administratorAt(site, slug)
    const addresses = await addressesOf(site, page, slug)
    const faults: string[] = []
    for (const address of addresses) {
      await page.goto(address)
      faults.push(...(await axe(page)).map(fault => `${address}: ${fault}`))
      for (const width of narrow)
        for (const element of await sticksOut(page, width))
          faults.push(`${address} at ${width} px: ${element} sticks out`)
      await page.setViewportSize({ width: 1280, height: 900 })
      if (process.env.PICTURES) await picture(page, `${state}${address.replace(/[^a-z0-9]+/gi, '-')}`)
    }
    t.diagnostic(`${addresses.length} pages`)
    assert.deepEqual(faults, [])
    assert.deepEqual(site.complaints, [])
    await page.context().close()
  })

  test('is readable when a form is sent back with its mistakes', async t => {
    const page = await administratorAt(site, slug)
    const faults: string[] = []
    let bad = 0
    for (const address of await addressesOf(site, page, slug)) {
      await page.goto(address)
      const status = await submitEmpty(page)
      if (status !== 422) continue
      bad++
      if (!(await page.title()).startsWith('Error:')) faults.push(`${address}: the title does not say Error`)
      faults.push(...(await axe(page)).map(fault => `${address} with mistakes: ${fault}`))
      for (const href of await leadsNowhere(page)) faults.push(`${address}: a message leads to ${href}`)
    }
    t.diagnostic(`${bad} forms with mistakes`)
    assert.deepEqual(faults, [])
    await page.context().close()
  })
}

async function administratorAt(site: Site, slug: string): Promise<Page> {
  const { id } = await site.database
    .maintenance()
    .selectFrom('authority')
    .select('id')
    .where('slug', '=', slug)
    .executeTakeFirstOrThrow()
  const clock = { now: new Date() }
  const { email } = await signInWith({ app: site.app, database: site.database, clock }, [
    { authorityId: id, role: 'administrator' },
  ])
  return site.visitAs(email)
}

// One address of each page there is, found as a person would find it.
async function addressesOf(site: Site, page: Page, slug: string): Promise<string[]> {
  const cookies = Object.fromEntries((await page.context().cookies()).map(({ name, value }) => [name, value]))
  const seen = await crawl(site.app.routesDeclared, clientOf(site.app, cookies), `/${slug}/staff`, 1)
  return seen
    .filter(
      ({ answer }) =>
        answer.status === 200 && String(answer.response.headers['content-type']).startsWith('text/html'),
    )
    .map(({ address }) => address)
    .concat(sectionsOf(seen))
}

// The forms of an entry's sections are one route and eight pages.
function sectionsOf(seen: Seen[]): string[] {
  const links = seen.flatMap(page => page.links).filter(link => /\/edit\/[a-z-]+$/.test(link))
  const entry = links[0]?.replace(/[a-z-]+$/, '')
  return [...new Set(links.filter(link => link.startsWith(entry ?? '-') && link !== links[0]))]
}

// Empties the page's own form, ticks nothing, and sends it. Forms that ask for nothing are left alone: they do things.
async function submitEmpty(page: Page): Promise<number | undefined> {
  const ready = await page.evaluate(`(() => {
    const form = document.querySelector('main form[method=post]')
    if (!form) return false
    const fields = [...form.elements].filter(e => e.name && e.type !== 'hidden' && e.type !== 'submit')
    for (const field of fields) {
      if (field.type === 'checkbox' || field.type === 'radio') field.checked = false
      else if (field.tagName === 'SELECT') field.selectedIndex = 0
      else field.value = ''
    }
    return fields.length > 0
  })()`)
  if (!ready) return
  const answered = page.waitForResponse(response => response.request().method() === 'POST')
  const arrived = page.waitForEvent('load')
  await page.evaluate(`document.querySelector('main form[method=post]').submit()`)
  const response = await answered
  await arrived
  return response.status()
}

const leadsNowhere = (page: Page) =>
  page.evaluate(`[...document.querySelectorAll('.govuk-error-summary a')]
    .map(link => link.getAttribute('href'))
    .filter(href => !href.startsWith('#') || !document.getElementById(href.slice(1)))`) as Promise<string[]>
