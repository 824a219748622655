import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { concordat, type Server, startServer } from './serve.ts'
import { emptyDatabase, testDatabase } from './world.ts'

const onServer = process.env.DATABASE_URL !== undefined
const run = promisify(execFile)

describe('the processes', () => {
  let folder: string
  let env: Record<string, string>
  let server: Server

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'concordat-processes-'))
    const { DATABASE_URL = '', DATABASE_OWNER_URL = '' } = process.env
    env = { DATA_DIR: join(folder, 'data'), DATABASE_URL, DATABASE_OWNER_URL }
    if (onServer) await emptyDatabase(await testDatabase())
    server = await startServer(env)
  })
  after(async () => {
    server.process.kill('SIGKILL')
    if (onServer) await emptyDatabase(await testDatabase())
    await rm(folder, { recursive: true, force: true })
  })

  test('the service starts, says where, offers to be set up, and is alive and ready', async () => {
    for (const path of ['/health/live', '/health/ready'])
      assert.equal((await fetch(server.address + path)).status, 200)
    for (let waits = 0; !server.setUpLink && waits < 500; waits++)
      await new Promise(resolve => setTimeout(resolve, 20))
    assert.ok(server.setUpLink, 'it offers no link to set up with')
    assert.match(server.setUpLink, /\/setup\?token=\S{20,}/)
    assert.equal((await fetch(server.setUpLink)).status, 200)
  })

  test('commands work beside the running service, from the user’s own folder', async () => {
    const added = await concordat(['authority', 'add', 'saltmere', 'Saltmere'], env)
    assert.deepEqual([added.code, added.err], [0, ''])
    await writeFile(join(folder, 'register.csv'), 'Name,Purpose\nHarbour Forum,To keep it open\n')
    const taken = await concordat(
      ['import', 'register.csv', '--authority', 'saltmere', '--json'],
      env,
      folder,
    )
    assert.equal(JSON.parse(taken.out).created, 1)
    const file = await concordat(
      ['export', '--authority', 'saltmere', '--format', 'json', '--out', 'o.json'],
      env,
      folder,
    )
    assert.equal(file.code, 0)
    assert.match(await readFile(join(folder, 'o.json'), 'utf8'), /Harbour Forum/)
    const wrong = await concordat(['import', 'nope.csv', '--authority', 'saltmere'], env, folder)
    assert.deepEqual([wrong.code, wrong.out], [2, ''])
    assert.match(wrong.err, /^The file .*nope\.csv cannot be opened\.\n$/)
  })

  test('what stands in the way of a start is said in one line, exit 2', async () => {
    const port = new URL(server.address).port
    const elsewhere = onServer ? env : { ...env, DATA_DIR: join(folder, 'other') }
    await writeFile(join(folder, 'file'), '')
    const inTheWay: [Record<string, string>, RegExp][] = [
      [
        { ...elsewhere, PORT: port },
        /^The port is in use\. Stop what uses it, or set PORT to another\. \(\S+:\d+\)$/,
      ],
      [{ ...env, PORT: 'many' }, /^PORT must be a port number from 0 to 65535$/],
      [{ ...env, LOG_LEVEL: 'loud' }, /^LOG_LEVEL must be one of/],
      [
        { ...env, DATABASE_URL: 'postgres://web:x@127.0.0.1:1/none' },
        /^The database cannot be reached \(ECONNREFUSED\)/,
      ],
    ]
    if (!onServer)
      inTheWay.push(
        [env, /^Another Concordat is running on \S+ Stop it first, or give this one its own DATA_DIR\.$/],
        [
          { ...env, DATA_DIR: join(folder, 'file', 'data') },
          /^The data folder \S+ cannot be written \(ENOTDIR\)/,
        ],
      )
    for (const [wrong, line] of inTheWay) {
      const failed = await startServer(wrong).then(
        () => assert.fail(`it started with ${JSON.stringify(wrong)}`),
        (error: Error) => error.message,
      )
      const [, code, said] = /^The server ended with (\d+): ([\s\S]*)\n$/.exec(failed)!
      assert.equal(code, '2', failed)
      assert.match(said!, line)
    }
  })

  test('an older Node is told apart before anything else runs', async () => {
    const pretend =
      "Object.defineProperty(process.versions, 'node', { value: '20.18.1' }); require('./bin/check-node.cjs')"
    const failed = await run(process.execPath, ['-e', pretend]).catch(error => error)
    assert.equal(failed.code, 2)
    assert.match(failed.stderr, /^Concordat needs Node 24 or newer, and this is [^\n]+\n$/)
  })

  test('told to stop, the service finishes the request it has, closes the database and ends', async () => {
    const answer = new Promise<string>((resolve, reject) => {
      const { hostname, port } = new URL(server.address)
      const socket = connect(Number(port), hostname)
      let text = ''
      socket.on('data', some => {
        text += some
      })
      socket.once('end', () => resolve(text)).once('error', reject)
      socket.write(
        'POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\nemail=',
      )
      setTimeout(() => server.process.kill('SIGTERM'), 200)
      setTimeout(() => socket.write('a@b'), 600)
    })
    assert.match(await answer, /^HTTP\/1\.1 403 /)
    assert.equal(await server.gone, 0)
    const alone = await concordat(['verify'], env)
    assert.equal(alone.code, 0, alone.err)
    assert.match(alone.out, /^saltmere: \d+ events, head/m)
  })
})
