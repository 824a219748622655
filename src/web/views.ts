import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import view from '@fastify/view'
import type { FastifyInstance } from 'fastify'
import nunjucks from 'nunjucks'
import { formatDate } from '#src/domain/dates.ts'
import { formatMoney } from '#src/domain/money.ts'
import { appointmentRoles, kinds, labelOf, levels, stages, tiers } from '#src/domain/words.ts'

const source = fileURLToPath(new URL('..', import.meta.url))
const require = createRequire(import.meta.url)
const govuk = dirname(dirname(require.resolve('govuk-frontend')))
const moj = join(source, '../node_modules/@ministryofjustice/frontend')
const autocomplete = dirname(require.resolve('accessible-autocomplete'))
const own = join(source, 'web/assets')

/** Pages, styles and scripts: Nunjucks over GOV.UK and MOJ components, served from memory. */
export async function views(app: FastifyInstance) {
  const styles = await joinStyles()
  const version = await versionOf(styles)
  await app.register(view, {
    engine: { nunjucks },
    // Nunjucks takes several folders; the plugin's types know of one.
    root: [source, govuk, moj] as unknown as string,
    viewExt: '',
    propertyName: 'view',
    defaultContext: { assets: `/assets/${version}` },
    options: { autoescape: true, onConfigure: configure },
  })
  // A page has letters beyond ASCII: as text it would be measured and written letter by letter, twice.
  app.addHook('onSend', async (_req, _reply, payload) =>
    typeof payload === 'string' && payload.length > 8192 ? Buffer.from(payload) : payload,
  )
  const cached = { 'cache-control': 'public, max-age=31536000, immutable' }
  app.get('/assets/:version/styles.css', { config: { needs: 'anyone' } }, (_, reply) =>
    reply.headers(cached).type('text/css').send(styles),
  )
  const folders = { govuk: join(govuk, 'govuk'), moj: join(moj, 'moj'), web: own, autocomplete }
  for (const [name, root] of Object.entries(folders)) {
    await app.register(fastifyStatic, {
      root,
      prefix: `/assets/:version/${name}/`,
      decorateReply: false,
      wildcard: true,
      immutable: true,
      maxAge: '365d',
      index: false,
      allowedPath: path => /\.(js|mjs|css|svg|png|ico|woff2?)$/.test(path),
    })
  }
}

function configure(env: nunjucks.Environment) {
  // Nunjucks' own tries its expression at every letter: half the time of a page of many fields went there.
  env.addFilter('trim', (text: unknown) => {
    const trimmed = String(text ?? '').trim()
    return text instanceof nunjucks.runtime.SafeString ? new nunjucks.runtime.SafeString(trimmed) : trimmed
  })
  env.addFilter('date', (value: unknown) => formatDay(value))
  env.addFilter('moment', (value: Date | string) => formatMoment(new Date(value)))
  env.addFilter('money', (pence: number | null) =>
    pence === null || pence === undefined ? '' : formatMoney(pence),
  )
  env.addFilter('number', (value: number) => grouped.format(value))
  for (const [name, list] of Object.entries({
    kind: kinds,
    stage: stages,
    tier: tiers,
    level: levels,
    appointmentRole: appointmentRoles,
  })) {
    env.addFilter(name, (value: string | null) => labelOf(list, value))
  }
}

/** A day in words, from a Date, an ISO day or a partial date; '' for nothing. */
export function formatDay(value: unknown): string {
  if (!value) return ''
  return formatDate(value instanceof Date ? londonDay(value) : String(value))
}

/** '4 March 2027 at 3:05pm', in London. */
export function formatMoment(at: Date): string {
  return `${formatDate(londonDay(at))} at ${timeInLondon
    .format(at)
    .replace(/\s?([ap])\.?m\.?/i, '$1m')
    .toLowerCase()}`
}

/** The ISO day it is in London. */
export function londonDay(at: Date): string {
  return dayInLondon.format(at)
}

// Making one costs fifty times what using it does, and a list formats a day for every row.
const dayInLondon = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' })
const timeInLondon = new Intl.DateTimeFormat('en-GB', {
  hour: 'numeric',
  minute: '2-digit',
  hour12: true,
  timeZone: 'Europe/London',
})
const grouped = new Intl.NumberFormat('en-GB')

// Browsers keep what they were sent for a year: its address changes with any of our own files.
async function versionOf(styles: string): Promise<string> {
  const hash = createHash('sha256').update(styles)
  for (const name of (await readdir(own)).sort()) hash.update(await readFile(join(own, name)))
  return hash.digest('hex').slice(0, 10)
}

// GDS Transport is licensed to GOV.UK alone: its name and its files leave the stylesheet.
async function joinStyles(): Promise<string> {
  const files = [
    join(govuk, 'govuk/govuk-frontend.min.css'),
    join(moj, 'moj/moj-frontend.min.css'),
    join(own, 'concordat.css'),
  ]
  const texts = await Promise.all(files.map(file => readFile(file, 'utf8')))
  return texts
    .join('\n')
    .replace(/@font-face\s*\{[^}]*\}/g, '')
    .replace(/["']?GDS Transport["']?\s*,\s*arial/gi, 'Arial, Helvetica')
    .replace(/\/\*# sourceMappingURL[^*]*\*\//g, '')
}
