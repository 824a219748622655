import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { protocolOn } from '#src/adopted/protocol.ts'
import { readConfig } from '#src/config.ts'
import { today, useWorld } from '#test/world.ts'
import { readyCommand } from './run.ts'

const own = `extends: common
id: wendleshire
title: Wendleshire’s protocol
by: Wendleshire County Council
version: '2'
date: 2026-11-01
about: The common one, with the equality assessment made compulsory.
requirements:
  - id: equality
    gate: block
`

describe('adopting a protocol from the command line', () => {
  const world = useWorld()
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'concordat-adopt-'))
  })
  after(() => rm(folder, { recursive: true }))

  const run = async (...argv: string[]) => {
    let [out, err] = ['', '']
    const ready = await readyCommand(['protocol', 'adopt', ...argv])
    assert.ok('run' in ready)
    const code = await ready.run({
      database: world.database,
      config: readConfig({}),
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
  const inForce = async (day: string) => (await protocolOn(world.county.db, world.county.id, day)).title

  test('PRO-1: a pack that ships is adopted from a day, with its reference', async () => {
    const { code, out } = await run(
      ...['harborough', '--authority', 'wendleshire', '--from', '2027-04-01', '--reference', 'Council 112'],
    )
    assert.equal(code, 0)
    assert.equal(
      out,
      'Wendleshire County Council adopts ‘Harborough’s partnership policy’, version 1, from 1 April 2027.\n',
    )
    assert.equal(await inForce('2027-03-31'), 'The common partnership protocol')
    assert.equal(await inForce('2027-04-01'), 'Harborough’s partnership policy')
    const row = await world.county.db.selectFrom('protocol').selectAll().executeTakeFirstOrThrow()
    assert.deepEqual(
      [row.reference, row.adopted_by, row.account_id, row.file],
      ['Council 112', 'Command line', null, ''],
    )
  })

  test('PRO-1: a file is adopted from today and kept; one with a mistake changes nothing and exits with 2', async () => {
    await writeFile(join(folder, 'ours.yaml'), own)
    await writeFile(join(folder, 'broken.yaml'), own.replace('gate: block', 'gate: stop'))
    const bad = await run('broken.yaml', '--authority', 'wendleshire')
    assert.equal(bad.code, 2)
    assert.equal(bad.err, 'broken.yaml, line 10: ‘gate’ must be one of block, advise, off.\n')
    assert.equal((await world.county.db.selectFrom('protocol').select('id').execute()).length, 0)
    assert.equal((await run('ours.yaml', '--authority', 'wendleshire')).code, 0)
    assert.equal(await inForce('2026-11-23'), 'Wendleshire’s protocol')
    assert.equal(
      (await world.county.db.selectFrom('protocol').select('file').executeTakeFirstOrThrow()).file,
      own,
    )
  })

  test('PRO-1: each slip is one line that says how to mend it', async () => {
    const county = ['--authority', 'wendleshire']
    await assert.rejects(run('harborough'), /--authority SLUG.*wendleshire/)
    await assert.rejects(run('harboro', ...county), /cannot be opened\. The packs that ship are common/)
    await assert.rejects(
      run('common', ...county, '--from', 'soon'),
      /--from takes a day, such as 2027-04-01, not ‘soon’/,
    )
    await assert.rejects(run('common', ...county, '--from', '2026-11-22'), /The day must be today or later/)
    await assert.rejects(run(...county), /PACK\|FILE is missing/)
  })
})
