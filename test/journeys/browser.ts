import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { after, before } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { startSession } from '#src/accounts/session.ts'
import { buildApp } from '#src/app.ts'
import { readConfig } from '#src/config.ts'
import type { Database } from '#src/db/open.ts'
import { emptyDatabase, testDatabase } from '#test/world.ts'
import { startChromium } from './chromium.ts'

/** The service on a port of its own, and a browser to visit it with. */
export type Site = {
  address: string
  setupToken: string
  /** What the service takes for the time. A journey over weeks moves it on, and signs its people in again. */
  now: () => Date
  app: FastifyInstance
  database: Database
  /** A fresh browser profile at this site; what goes wrong inside its pages is kept for `complaints`. */
  visit(options?: BrowserContextOptions): Promise<Page>
  /** A profile in which this account is signed in already. */
  visitAs(email: string, options?: BrowserContextOptions): Promise<Page>
  /** Errors that pages raised or wrote to the console: blocked scripts, missing files, broken code. */
  complaints: string[]
}

/** Starts service and browser for the journeys of a `describe`, over an emptied database; closes both after. */
export function useSite(prepare: (database: Database) => Promise<unknown> = async () => {}): Site {
  const site = { complaints: [] as string[], setupToken: 'set-up-token-of-the-journeys' } as Site
  site.now = () => new Date()
  let browser: Browser
  before(async () => {
    site.database = await testDatabase()
    await emptyDatabase(site.database)
    await prepare(site.database)
    const config = readConfig({ LOG_LEVEL: 'error', SESSION_SECRET: 'x'.repeat(40) })
    const now = () => site.now()
    site.app = await buildApp({ config, database: site.database, now, setupToken: site.setupToken })
    await site.app.listen({ port: 0, host: '127.0.0.1' })
    site.address = `http://127.0.0.1:${(site.app.server.address() as AddressInfo).port}`
    browser = await startChromium()
  })
  site.visit = async (options = {}) => {
    const context = await browser.newContext({
      baseURL: site.address,
      viewport: { width: 1280, height: 900 },
      ...options,
    })
    context.setDefaultTimeout(30_000)
    return listen(context, site.complaints)
  }
  site.visitAs = async (email, options) => {
    const page = await site.visit(options)
    const account = await site.database
      .maintenance()
      .selectFrom('account')
      .select('id')
      .where('email', '=', email)
      .executeTakeFirstOrThrow()
    const token = await startSession(site.database.app(), account.id, site.now(), true)
    await page.context().addCookies([{ name: 'concordat_session', value: token, url: site.address }])
    return page
  }
  after(async () => {
    await browser?.close()
    await site.app?.close()
  })
  return site
}

async function listen(context: BrowserContext, complaints: string[]): Promise<Page> {
  const page = await context.newPage()
  page.on('pageerror', error => complaints.push(`${page.url()}: ${error.message}`))
  page.on('console', message => {
    // Chromium writes every answer of 400 and more to the console; the journeys judge those themselves.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
      complaints.push(`${page.url()}: ${message.text()}`)
  })
  return page
}

/** Pictures of the page as it stands, on a desktop and on a phone, for people to look at in test-output/. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = fileURLToPath(new URL('../../test-output', import.meta.url))
  await mkdir(folder, { recursive: true })
  for (const width of [1280, 375]) {
    await page.setViewportSize({ width, height: 900 })
    await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true })
  }
  await page.setViewportSize({ width: 1280, height: 900 })
}

/** What sticks out sideways at this width, so that the page would have to be scrolled two ways. */
export async function sticksOut(page: Page, width: number): Promise<string[]> {
  await page.setViewportSize({ width, height: 900 })
  return page.evaluate(`(() => {
    const root = document.documentElement
    if (root.scrollWidth <= root.clientWidth) return []
    return [...document.querySelectorAll('body *')]
      .filter(element => element.getBoundingClientRect().right > root.clientWidth + 1)
      .slice(-3)
      .map(element => element.outerHTML.slice(0, 120))
  })()`)
}

/** Fails with a list when the page's own scripts complained. */
export function assertQuiet(site: Site): void {
  assert.deepEqual(site.complaints, [])
}
