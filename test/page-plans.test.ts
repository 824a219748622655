import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { buildApp } from '#src/app.ts'
import { readConfig } from '#src/config.ts'
import { settleDue } from '#src/decide/due.ts'
import { fillAll } from '../bench/fill.ts'
import { type Noted, noting, scansOf } from './explain.ts'
import { emptyDatabase, signInWith, testDatabase, today } from './world.ts'

// What grows with the register. The rest, such as posts and directorates, does not.
const growing = new Set(
  `involvement partnership membership commitment appointment event register_entry person organisation assessment proposal
  answer advice approval approval_seat decision action waiver`.split(/\s+/),
)

const lists = [
  ...[
    '',
    '/partnerships',
    '/partnerships?gap=no_start&gap=too_new',
    '/assessments',
    '/assessments?outcome=not',
    '/assessments?outcome=again',
    '/proposals',
    '/proposals?state=approved',
  ],
  ...[
    '/proposals?state=out-of-date',
    '/decisions',
    '/advice',
    '/actions',
    '/actions?whose=all',
    '/significant',
  ],
  ...['/exceptions', '/registrations', '/assessments/new', '/partnerships/MC-0041/proposal/commitments'],
]
const settings = [
  '/protocol',
  ...['protocol', 'deciders', 'committees', 'delegation', 'reports'].map(each => `/settings/${each}`),
]
// Of one that is approved, a draft, and one that is being decided.
const [approved, draft, submitted] = [8, 121, 123].map(n => `/partnerships/MC-${String(n).padStart(4, '0')}`)
const ofOne = [
  ...['', '/assessment', '/significance', '/waivers', '/history', '/approval'].map(
    page => `${approved}${page}`,
  ),
  ...['/proposal', '/proposal/check', '/questions/case', '/advice/new'].map(page => `${draft}${page}`),
  ...['/approval', '/approval/brief', '/report'].map(page => `${submitted}${page}`),
]

describe('the pages of a register of fifteen hundred entries beside smaller ones', () => {
  let app: FastifyInstance
  let noted: Noted[]
  let slugs: string[]
  let cookies: string[]
  let keeperId: string
  before(async () => {
    const real = await testDatabase()
    await emptyDatabase(real)
    const filled = await fillAll(real, [1500, 150, ...Array(18).fill(50)])
    const watched = noting(real)
    noted = watched.noted
    app = await buildApp({
      config: readConfig({ LOG_LEVEL: 'error', SESSION_SECRET: 'x'.repeat(40) }),
      database: watched.database,
      now: () => today,
      setupToken: 'set-up-token-of-the-tests',
    })
    slugs = filled.slugs
    keeperId = filled.accountId
    const world = { app, database: real, clock: { now: today } }
    const authorityId = '01990000-0000-7000-8000-000000000003'
    const directorateId = '01990000-d001-7000-8003-000000000003'
    const others = [
      await signInWith(world, [{ authorityId, role: 'contributor', directorateId }]),
      await signInWith(world, [{ authorityId, role: 'administrator' }]),
    ]
    cookies = [filled.cookie, ...others.map(each => `concordat_session=${each.cookies.concordat_session}`)]
  })
  after(() => app.close())

  type Who = 'keeper' | 'contributor' | 'administrator'
  async function statementsOf(slug: string, page: string, who: Who) {
    const cookie = cookies[['keeper', 'contributor', 'administrator'].indexOf(who)]!
    noted.length = 0
    const answer = await app.inject({ url: `/${slug}/staff${page}`, headers: { cookie } })
    assert.equal(answer.statusCode, 200, page)
    return [...noted]
  }

  for (const page of ofOne)
    test(`REG-5: ${page || 'the entry'} reads no table of its authority through`, async () => {
      const scans = await scansOf(await statementsOf(slugs[0]!, page, 'keeper'))
      assert.ok(scans.some(each => each.table === 'involvement'))
      const through = scans.filter(({ table, rows }) => growing.has(table) && rows > 250)
      assert.deepEqual(through, [])
    })

  const read: [page: string, who: Who][] = [
    ...lists.flatMap((page): [string, Who][] => [
      [page, 'keeper'],
      [page, 'contributor'],
    ]),
    ...settings.map((page): [string, Who] => [page, 'administrator']),
  ]
  for (const [page, who] of read.filter(
    ([page, who]) => who !== 'contributor' || !/exceptions|commitments/.test(page),
  ))
    test(`REG-5: ${page || 'Home'} is read through indexes by a ${who}`, async () => {
      const scans = await scansOf(await statementsOf(slugs[2]!, page, who))
      assert.deepEqual(
        scans.filter(({ table, how }) => growing.has(table) && how === 'Seq'),
        [],
      )
    })

  for (const page of lists)
    test(`REG-5: ${page || 'Home'} asks no more of the database for more rows`, async () => {
      const beginnings: string[][] = []
      for (const slug of [slugs[2]!, slugs[1]!]) {
        // What is asked but once, such as the protocol, was asked before.
        await statementsOf(slug, page, 'keeper')
        const asked = await statementsOf(slug, page, 'keeper')
        beginnings.push(asked.map(each => each.query.sql.trim().slice(0, 60)))
      }
      assert.deepEqual(beginnings[1], beginnings[0])
    })

  test('PEO-6: What someone is asked about is the same for a list and for one entry', async () => {
    const db = (await testDatabase()).app({
      authority: '01990000-0000-7000-8000-000000000002',
      account: keeperId,
    })
    const { rows } = await sql<{ one: boolean; listed: boolean; n: number }>`
      select is_asked(i.id) as one, i.id = any((select asked_about())::uuid[]) as listed, count(*)::int as n
      from involvement i group by 1, 2 order by 1`.execute(db)
    assert.deepEqual(
      rows.map(({ one, listed }) => [one, listed]),
      [
        [false, false],
        [true, true],
      ],
    )
  })

  test('APP-1: The hourly round finds what is due through indexes', async () => {
    const { database, noted } = noting(await testDatabase())
    await settleDue(database, today, 'http://localhost:3000')
    const scans = await scansOf(noted.slice(0, 1))
    assert.deepEqual(
      scans.filter(({ table, how }) => growing.has(table) && how === 'Seq'),
      [],
    )
  })
})
