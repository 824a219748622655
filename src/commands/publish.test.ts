import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { readConfig } from '#src/config.ts'
import { today, useWorld } from '#test/world.ts'
import { readyCommand } from './run.ts'

describe('publishing from the command line', () => {
  const world = useWorld()
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'concordat-publish-'))
  })
  after(() => rm(folder, { recursive: true }))

  const run = async (...argv: string[]) => {
    let [out, err] = ['', '']
    const ready = await readyCommand(argv)
    if ('help' in ready) return { code: 0, out: ready.help, err }
    const code = await ready.run({
      database: world.database,
      config: readConfig({ PUBLIC_URL: 'https://partnerships.example.org' }),
      cwd: folder,
      now: () => today,
      out: async text => {
        out += String(text)
      },
      err: text => {
        err += text
      },
      progress: () => {},
    })
    return { code, out, err }
  }

  test('REG-5: a register is opened and published from the command line, and what waits is named', async () => {
    await writeFile(join(folder, 'risk.csv'), 'Name,Who manages risk\nQuay Club,Jane Doe\nHarbour Forum,\n')
    await run('import', 'risk.csv', '--authority', 'saltmere')
    const first = await run('publish', '--authority', 'saltmere', '--all')
    assert.match(
      first.out,
      /^The public register of .* is open: https:\/\/partnerships\.example\.org\/saltmere\/register\nPublished: 1\. Unchanged: 0\.\nWaiting for a decision: 1\..*\n {2}SBC-000\d: risk_manager\n$/,
    )
    const again = await run('publish', '--authority', 'saltmere', '--all', '--withhold', 'personal', '--json')
    assert.deepEqual(JSON.parse(again.out), {
      authority: 'saltmere',
      opened: false,
      published: 1,
      unchanged: 1,
      withdrawn: 0,
      waiting: [],
    })
    const copies = await world.database.public().selectFrom('public_copy').select('content').execute()
    assert.equal(copies.length, 2)
    assert.doesNotMatch(JSON.stringify(copies), /Jane Doe/)
    const verified = await run('verify')
    assert.match(verified.out, /^saltmere public log: 2 acts, 2 copies, head 2:[0-9a-f]{64}$/m)
    const { logs } = JSON.parse((await run('verify', '--json')).out)
    assert.deepEqual([logs[0].name, logs[0].acts, logs[0].broken], ['saltmere', 2, null])
    await world.database.maintenance().updateTable('public_copy').set({ name: 'Another' }).execute()
    const tampered = await run('verify')
    assert.equal(tampered.code, 1)
    assert.match(
      tampered.err,
      /^What is published does not hold\. saltmere’s public log: what lists show of number 1/,
    )
  })
})
