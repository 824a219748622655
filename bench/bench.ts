import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '#src/config.ts'
import { startDatabase } from '#src/db/start.ts'
import { type Postgres, startPostgres } from '../scripts/postgres.ts'
import { csrfOf } from './csrf.ts'
import { type Filled, fill } from './fill.ts'
import { load, send } from './load.ts'
import { measureImport } from './measure-import.ts'
import { measureExport, measures } from './measures.ts'
import { printMachine, printTable, type Result } from './report.ts'
import { type Served, serve } from './serve.ts'
import { type Usage, usageOf } from './usage.ts'

/**
 * npm run bench -- [--quick] [--embedded] [--size N] [--only NAME] [--seconds N]: fills registers on a PostgreSQL server of its
 * own and on the embedded database, and measures the service beside bare handlers of the same queries.
 */
const { values: given } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    embedded: { type: 'boolean', default: false },
    size: { type: 'string' },
    only: { type: 'string' },
    seconds: { type: 'string' },
  },
})
const { quick, only } = given
const seconds = Number(given.seconds ?? (quick ? 3 : 10))

type Run = { kind: 'server' | 'embedded'; authorities: number; partnerships: number }
const all: Run[] = [
  { kind: 'server', authorities: 1, partnerships: 300 },
  { kind: 'server', authorities: 1, partnerships: 10_000 },
  { kind: 'server', authorities: 300, partnerships: 100_000 },
  { kind: 'embedded', authorities: 1, partnerships: 300 },
  { kind: 'embedded', authorities: 1, partnerships: 10_000 },
]
const size = Number(given.size ?? 10_000)
const kind = given.embedded ? 'embedded' : 'server'
const narrowed = quick || kind === 'embedded' || given.size !== undefined
const runs = narrowed ? all.filter(run => run.kind === kind && run.partnerships === size) : all

// As `npm start` does it, with the same flags.
const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const asStarted: string[] = scripts.start.split(' ').slice(1)

printMachine()
for (const run of runs) await measureRun(run)

async function measureRun({ kind, authorities, partnerships }: Run) {
  const folder = mkdtempSync(join(tmpdir(), 'concordat-bench-'))
  const postgres = kind === 'server' ? await startPostgres() : undefined
  const env = environmentOf(folder, postgres)
  const database = await startDatabase(readConfig(env))
  const filled = await fill(database, authorities, partnerships)
  await database.close()
  const bareFolder = `${folder}-bare`
  // The embedded database serves one process: the bare handlers have a copy.
  if (!postgres) cpSync(folder, bareFolder, { recursive: true })

  // The first start keeps what Node compiles; those that follow are what an installation lives with.
  const first = await serve(asStarted, env, '/health/ready')
  await first.stop()
  const service = await serve(asStarted, env, '/health/ready')
  const idle = usageOf(service.pid)
  writeFileSync(join(folder, 'shells.json'), JSON.stringify(await shellsOf(service, filled)))
  const bare = await serve(
    ['bench/bare.ts'],
    { ...environmentOf(bareFolder, postgres), SHELLS: join(folder, 'shells.json') },
    '/constant',
  )
  try {
    const results = await measureAll(filled, service, bare, postgres)
    const peak = usageOf(service.pid)?.peak
    if (!quick && (!only || only === 'import')) results.push(await measureImport(service.base, filled, env))
    printTable(
      `${partnerships.toLocaleString('en-GB')} partnerships, ${authorities === 1 ? 'one authority' : `${authorities} authorities`}, ${kind === 'server' ? 'PostgreSQL server' : 'embedded database'}`,
      results,
      {
        firstIn: first.startedIn,
        startedIn: service.startedIn,
        idle: idle?.now,
        peak,
      },
    )
  } finally {
    await bare.stop()
    await service.stop()
    await postgres?.stop()
    for (const each of [folder, bareFolder]) rmSync(each, { recursive: true, force: true })
  }
}

function environmentOf(folder: string, postgres: Postgres | undefined): Record<string, string> {
  const common = { DATA_DIR: folder, SESSION_SECRET: 'bench '.repeat(8) }
  return postgres ? { ...common, DATABASE_URL: postgres.url, DATABASE_OWNER_URL: postgres.ownerUrl } : common
}

/** The service and its bare neighbour in turns, row by row, so that a busy machine is busy for both. */
async function measureAll(filled: Filled, service: Served, bare: Served, postgres: Postgres | undefined) {
  const csrf = await csrfOf(
    service.base,
    filled.cookie,
    `/${filled.slugs[0]}/staff/partnerships/MC-0001/edit/own`,
  )
  const results: Result[] = []
  for (const measure of measures(filled, csrf)) {
    if (only && measure.name !== only) continue
    const sides = [
      ['Concordat', service, measure.ours],
      ['bare', bare, measure.bare],
    ] as const
    for (const [who, at, next] of sides) {
      if (!next) continue
      const expect = measure.expect ?? 200
      await load(at.base, next, { until: seconds * 200, expect })
      const before = [usageOf(at.pid), postgres ? usageOf(postgres.pid, true) : null]
      const measured = await load(at.base, next, { until: seconds * 1000, expect })
      const after = [usageOf(at.pid), postgres ? usageOf(postgres.pid, true) : null]
      const [cpu, databaseCpu] = [0, 1].map(i => between(before[i], after[i], measured.requests))
      results.push({ name: measure.name, who, ...measured, cpu, databaseCpu, peak: after[0]?.peak })
    }
  }
  if (!only || only === 'export')
    results.push(...(await measureExport(filled, service.base, postgres && bare.base)))
  return results
}

function between(before: Usage | null | undefined, after: Usage | null | undefined, requests: number) {
  return before && after ? ((after.cpu - before.cpu) * 1000) / requests : undefined
}

// The service's own pages, cut where the bare handlers put what they write.
async function shellsOf(service: Served, { slugs, cookie }: Filled) {
  const cut = async (path: string, from: RegExp, to: string) => {
    const { status, body } = await send(service.base, { path, headers: { cookie } })
    const html = body.toString()
    const start = from.exec(html)
    if (status !== 200 || !start) throw new Error(`${path} answered ${status}`)
    return { before: html.slice(0, start.index + start[0].length), after: html.slice(html.lastIndexOf(to)) }
  }
  const list = `/${slugs[0]}/staff/partnerships`
  return {
    list: await cut(`${list}?status=in-place`, /<tbody[^>]*>/, '</tbody>'),
    entry: await cut(`${list}/MC-0001`, /<main[^>]*>/, '</main>'),
    publicList: await cut(`/${slugs[0]}/register?stage=in-place`, /<tbody[^>]*>/, '</tbody>'),
    publicEntry: await cut(`/${slugs[0]}/register/MC-0001`, /<main[^>]*>/, '</main>'),
    constant: (await send(service.base, { path: `/${slugs[0]}/register?stage=in-place` })).body.toString(),
  }
}
