import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { Refused } from '#src/errors.ts'

/** A PostgreSQL server of our own that is gone after `stop`, with the two logins that Concordat is run with. */
export type Postgres = {
  url: string
  ownerUrl: string
  pid: number
  /** Kills the server without a chance to tidy up, and starts it again on the same port. */
  crash(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts a throwaway server in a temporary folder, with an empty database and no role a superuser but its own.
 * @param settings what differs from PostgreSQL's own, such as { fsync: 'off' }
 * @throws Refused where no PostgreSQL server is installed
 */
export async function startPostgres(settings: Record<string, string> = {}): Promise<Postgres> {
  const bin = serverPrograms()
  const login = unprivileged()
  const folder = mkdtempSync(join(tmpdir(), 'concordat-postgres-'))
  const password = randomBytes(12).toString('hex')
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, password)
  if (login) for (const path of [folder, passwordFile]) chownSync(path, login.uid, login.gid)
  const cluster = join(folder, 'cluster')
  const asLogin = { ...login, cwd: folder, env: { PATH: process.env.PATH, LANG: 'C.UTF-8' } }
  try {
    execFileSync(
      join(bin, 'initdb'),
      [
        '-D',
        cluster,
        '-U',
        'postgres',
        '-E',
        'UTF8',
        '-A',
        'scram-sha-256',
        `--pwfile=${passwordFile}`,
        '-N',
      ],
      { ...asLogin, stdio: ['ignore', 'ignore', 'inherit'] },
    )
    const port = await freePort()
    const given = {
      listen_addresses: '127.0.0.1',
      port: String(port),
      unix_socket_directories: '',
      ...settings,
    }
    const args = Object.entries(given).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const start = () => {
      const process = spawn(join(bin, 'postgres'), ['-D', cluster, ...args], { ...asLogin, stdio: 'ignore' })
      return { process, ended: new Promise<void>(resolve => process.once('exit', () => resolve())) }
    }
    let server = start()
    const crash = async () => {
      server.process.kill('SIGKILL')
      await server.ended
      // The server's other processes notice within moments; until they are gone a new one gives up at once.
      for (let attempt = 0; attempt < 50; attempt++) {
        server = start()
        const gone = await Promise.race([
          server.ended.then(() => true),
          answers(address('postgres', 'postgres')),
        ])
        if (gone !== true) return
      }
      throw new Error('The server that was killed does not start again')
    }
    const stop = async () => {
      server.process.kill('SIGINT')
      await server.ended
      rmSync(folder, { recursive: true, force: true })
    }
    process.once('exit', () => {
      server.process.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    })
    const address = (user: string, database = 'concordat') =>
      `postgres://${user}:${password}@127.0.0.1:${port}/${database}`
    await prepare(address('postgres', 'postgres'), password)
    return {
      url: address('web'),
      ownerUrl: address('owner'),
      get pid() {
        return server.process.pid!
      },
      crash,
      stop,
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

async function prepare(url: string, password: string) {
  const client = await patiently(url)
  await client.query(`create role owner login createrole password '${password}'`)
  await client.query(`create role web login password '${password}'`)
  await client.query('create database concordat owner owner')
  await client.end()
}

async function answers(url: string): Promise<false> {
  const client = await patiently(url)
  await client.end()
  return false
}

async function patiently(url: string) {
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      return client
    } catch (error) {
      await client.end().catch(() => {})
      if (attempt === 100) throw error
      await new Promise(resolve => setTimeout(resolve, 100))
    }
  }
}

function serverPrograms(): string {
  const known = '/usr/lib/postgresql'
  const packaged = existsSync(known)
    ? readdirSync(known)
        .sort((a, b) => Number(b) - Number(a))
        .map(version => join(known, version, 'bin'))
    : []
  const folders = [process.env.POSTGRES_BIN ?? '', ...packaged, ...(process.env.PATH ?? '').split(':')]
  const found = folders.find(folder => folder && existsSync(join(folder, 'initdb')))
  if (found) return found
  throw new Refused(
    'No PostgreSQL server is installed here. On Debian: apt-get install postgresql. Elsewhere name the folder of its programs in POSTGRES_BIN.',
  )
}

// PostgreSQL refuses to run as root: use the login its package makes, or nobody.
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const idOf = (flag: string, user: string) => Number(execFileSync('id', [flag, user], { stdio: 'pipe' }))
  for (const user of ['postgres', 'nobody']) {
    try {
      return { uid: idOf('-u', user), gid: idOf('-g', user) }
    } catch {}
  }
  throw new Error('PostgreSQL cannot run as root, and there is no other login to run it as.')
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
