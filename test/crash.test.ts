import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { startSession } from '#src/accounts/session.ts'
import { migrate } from '#src/db/migrate.ts'
import { type Database, openEmbedded, openServer } from '#src/db/open.ts'
import { newId } from '#src/domain/id.ts'
import { verifyTrail } from '#src/trail/verify.ts'
import { type Postgres, startPostgres } from '../scripts/postgres.ts'
import { type Server, startServer } from './serve.ts'

const kills = 20
const writers = 4

// On the kind of database the tests run on: with DATABASE_URL a server of its own is killed as well.
describe('killed without warning while people save', () => {
  let folder: string
  let postgres: Postgres | undefined
  let cookie: string
  let authorityId: string
  const saved = new Set<string>()
  const asked = new Set<string>()
  const env = () => ({
    DATA_DIR: folder,
    SESSION_SECRET: 'x'.repeat(40),
    ...(postgres ? { DATABASE_URL: postgres.url, DATABASE_OWNER_URL: postgres.ownerUrl } : {}),
  })
  const open = async () => {
    const database = postgres ? openServer(postgres.url, postgres.ownerUrl) : await openEmbedded(folder)
    await migrate(database, postgres?.url)
    return database
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'concordat-crash-'))
    if (process.env.DATABASE_URL) postgres = await startPostgres()
    const database = await open()
    const { token, authority } = await addKeeper(database)
    cookie = `concordat_session=${token}`
    authorityId = authority
    await database.close()
  })
  after(async () => {
    await postgres?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  test(`${kills} kills lose nothing that was acknowledged, and the trail holds`, async t => {
    let unfinished = 0
    for (let round = 0; round < kills; round++) {
      const server = await startServer(env())
      unfinished += await saveUntilKilled(server, round)
    }
    t.diagnostic(`${saved.size} saves acknowledged, ${unfinished} cut off`)
    assert.ok(saved.size > kills, `only ${saved.size} saves were acknowledged`)
    assert.ok(unfinished >= kills, `only ${unfinished} saves were under way when the server was killed`)
    const database = await open()
    try {
      await checkAllThere(database)
    } finally {
      await database.close()
    }
  })

  /** Saves from several people at once, kills in the midst of it. @returns how many saves were cut off */
  async function saveUntilKilled(server: Server, round: number): Promise<number> {
    const page = `${server.address}/wendleshire/staff/people/new`
    const opened = await fetch(page, { headers: { cookie } })
    const csrf = /name="_csrf" value="([^"]+)"/.exec(await opened.text())![1]!
    const cookies = [cookie, ...opened.headers.getSetCookie().map(each => each.split(';')[0])].join('; ')
    const before = saved.size
    let [over, cutOff] = [false, 0]
    const writer = async (number: number) => {
      for (let i = 0; !over; i++) {
        const name = `Person ${round} ${number} ${i}`
        asked.add(name)
        const body = new URLSearchParams({ _csrf: csrf, form_id: newId(), name, kind: 'officer' })
        try {
          const answer = await fetch(page, {
            method: 'POST',
            headers: { cookie: cookies },
            body,
            redirect: 'manual',
          })
          if (answer.status === 303) saved.add(name)
          else if (!over) assert.fail(`a save answered ${answer.status}`)
        } catch (error) {
          if (!over) throw error
          cutOff++
        }
      }
    }
    const work = Promise.all(Array.from({ length: writers }, (_, number) => writer(number)))
    const enough = (async () => {
      while (saved.size < before + 5) await pause(5)
      await pause(Math.random() * 150)
    })()
    await Promise.race([enough, work])
    over = true
    server.process.kill('SIGKILL')
    // The database server is killed with it: neither may count on the other to finish.
    await Promise.all([postgres?.crash(), server.gone, work])
    return cutOff
  }

  async function checkAllThere(database: Database) {
    const db = database.maintenance()
    const people = await db
      .selectFrom('person')
      .select(['id', 'name'])
      .where('authority_id', '=', authorityId)
      .execute()
    const names = people.map(person => person.name)
    assert.deepEqual(
      [...saved].filter(name => !names.includes(name)),
      [],
      'acknowledged saves are gone',
    )
    assert.deepEqual(
      names.filter(name => !asked.has(name)),
      [],
      'rows nobody asked for',
    )
    assert.equal(new Set(names).size, names.length, 'rows written twice')
    const events = await db
      .selectFrom('event')
      .select('subject_id')
      .where('action', '=', 'person.add')
      .execute()
    assert.deepEqual(
      events.map(event => event.subject_id).sort(),
      people.map(person => person.id).sort(),
      'rows and events differ',
    )
    const { chains, broken } = await verifyTrail(database)
    assert.equal(broken, null)
    assert.equal(chains.find(chain => chain.name === 'wendleshire')!.events, events.length)
  }
})

async function addKeeper(database: Database) {
  const db = database.maintenance()
  const [authority, account] = [newId(), newId()]
  const now = new Date()
  await db
    .insertInto('authority')
    .values({
      id: authority,
      slug: 'wendleshire',
      name: 'Wendleshire',
      prefix: 'W',
      logo: null,
      logo_type: null,
      created_at: now,
    })
    .execute()
  await db
    .insertInto('account')
    .values({
      id: account,
      email: 'keeper@wendleshire.example',
      name: 'Keeper',
      password_hash: null,
      totp_secret: null,
      totp_confirmed_at: null,
      totp_last_step: null,
      deactivated_at: null,
      created_at: now,
    })
    .execute()
  await db
    .insertInto('role_grant')
    .values({
      authority_id: authority,
      id: newId(),
      account_id: account,
      role: 'keeper',
      directorate_id: null,
      involvement_id: null,
    })
    .execute()
  return { authority, token: await startSession(database.app(), account, now, true) }
}

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
