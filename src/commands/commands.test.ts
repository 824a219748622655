import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { readConfig } from '#src/config.ts'
import { emptyDatabase, today, useWorld } from '#test/world.ts'
import { commands } from './all.ts'
import { lineOf } from './problem.ts'
import { readyCommand } from './run.ts'

const csv = `Name,Purpose,Lead organisation,Sponsor
Harbour Forum,To keep the harbour open,Saltmere Port Company,Vacant
Cliff Path Group,To mend the path,Wendle Rivers Trust,
`

describe('the command line', () => {
  const world = useWorld()
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'concordat-commands-'))
    await writeFile(join(folder, 'register.csv'), csv)
  })
  after(() => rm(folder, { recursive: true }))

  const run = async (...argv: string[]) => {
    const out: Buffer[] = []
    let err = ''
    try {
      const ready = await readyCommand(argv)
      if ('help' in ready) return { code: 0, out: ready.help, err }
      const code = await ready.run({
        database: world.database,
        config: readConfig({ PUBLIC_URL: 'https://partnerships.example.org' }),
        cwd: folder,
        now: () => today,
        out: async text => void out.push(Buffer.from(text)),
        err: text => {
          err += text
        },
        progress: () => {},
      })
      return { code, out: Buffer.concat(out).toString(), err }
    } catch (error) {
      return { code: 2, out: Buffer.concat(out).toString(), err: lineOf(error) }
    }
  }
  const everything = async () => {
    const db = world.database.maintenance()
    const counts = (['authority', 'account', 'event', 'import_batch', 'partnership'] as const).map(
      async table =>
        db
          .selectFrom(table)
          .select(eb => eb.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow(),
    )
    return JSON.stringify(await Promise.all(counts))
  }

  test('help lists every command, and every command explains itself', async () => {
    const { out } = await run('--help')
    for (const { name, does } of commands) {
      assert.ok(out.includes(`${name} `) && out.includes(does), name)
      const own = await run(...name.split(' '), '--help')
      assert.match(own.out, new RegExp(`^Usage: concordat ${name}`))
    }
    assert.equal((await run()).out, out)
  })

  test('an operator who lost the phone gets back in from the command line', async () => {
    const keeper = await world.signIn('keeper')
    const db = world.database.maintenance()
    await db.updateTable('account').set({ totp_secret: 'x', totp_confirmed_at: today }).execute()
    assert.match((await run('account', 'second-factor-off', keeper.email.toUpperCase())).out, /can sign in/)
    const account = await db
      .selectFrom('account')
      .select(['totp_secret', 'totp_confirmed_at'])
      .where('id', '=', keeper.accountId)
      .executeTakeFirstOrThrow()
    assert.deepEqual(account, { totp_secret: null, totp_confirmed_at: null })
    const nobody = await run('account', 'second-factor-off', 'nobody@example.org')
    assert.deepEqual([nobody.code, nobody.err], [2, 'No account has the address nobody@example.org.\n'])
  })

  test('a mistake is one line that names the mend, exit 2, and changes nothing', async () => {
    const before = await everything()
    const mistakes: [string[], RegExp][] = [
      [['frobnicate'], /no command ‘frobnicate’\. The commands are: import, export,/],
      [['authority', 'remove'], /no command ‘authority remove’/],
      [['verify', '--quick'], /Unknown option '--quick'\. Use it like this: concordat verify/],
      [['verify', '--checkpoint'], /argument missing\. Use it like this/],
      [['verify', '--checkpoint', 'nowhere'], /neither SEQ:HASH nor a file/],
      [['verify', '--checkpoint', 'register.csv'], /holds no line that verify printed/],
      [['backup'], /FILE is missing/],
      [['backup', 'a', 'b'], /‘b’ is one word too many/],
      [['backup', 'no/such/folder/x'], /cannot be written \(ENOENT\)/],
      [['restore', 'nowhere'], /cannot be opened/],
      [['restore', 'register.csv'], /in use/],
      [['sample'], /is here already/],
      [['authority', 'add', 'sign-in', 'Sign In Council'], /./],
      [['authority', 'add', 'wendleshire', 'Again'], /already/],
      [
        ['account', 'add', 'ann@example.org', 'Ann', '--role', 'king', '--authority', 'saltmere'],
        /no role ‘king’\. The roles are: reader,/,
      ],
      [
        ['account', 'add', 'ann@example.org', 'Ann', '--role', 'reader', '--authority', 'nope'],
        /no authority called nope/,
      ],
      [
        ['account', 'add', 'ann@example.org', 'Ann', '--operator', '--password-file', 'nope'],
        /cannot be opened/,
      ],
      [['import'], /FILE is missing/],
      [
        ['import', 'register.csv'],
        /Say whose register with --authority SLUG\. The authorities are: saltmere, wendleshire/,
      ],
      [['import', 'register.csv', '--authority', 'nope'], /no authority ‘nope’/],
      [['import', 'nope.csv', '--authority', 'saltmere'], /cannot be opened/],
      [
        ['import', 'register.csv', '--authority', 'saltmere', '--kind', 'club'],
        /no kind ‘club’\. The kinds are: partnership,/,
      ],
      [['import', 'register.csv', '--authority', 'saltmere', '--map', 'name'], /--map takes field=Heading/],
      [['import', 'register.csv', '--authority', 'saltmere', '--map', 'nope=Name'], /no field nope/],
      [['import', 'register.csv', '--authority', 'saltmere', '--map', 'name=Nope'], /no heading ‘Nope’/],
      [['import', 'register.csv', '--authority', 'saltmere', '--sheet', '9'], /no sheet ‘9’/],
      [['publish', '--all'], /Say whose register/],
      [['publish', '--authority', 'saltmere'], /Say --all/],
      [
        ['publish', '--authority', 'saltmere', '--all', '--withhold', 'shame'],
        /must be one of personal, comm/,
      ],
      [['export', '--authority', 'saltmere'], /--format must be one of csv, xlsx, json/],
      [['export', '--authority', 'saltmere', '--format', 'pdf'], /--format must be one of/],
      [['export', '--format', 'csv'], /Say whose register/],
      [
        ['export', '--authority', 'saltmere', '--format', 'csv', '--out', 'no/such/x.csv'],
        /cannot be written \(ENOENT\)/,
      ],
    ]
    for (const [argv, line] of mistakes) {
      const { code, out, err } = await run(...argv)
      assert.equal(code, 2, argv.join(' '))
      assert.match(err, line, argv.join(' '))
      assert.match(err, /^[^\n]+\n$/, `${argv.join(' ')} says more than a line: ${err}`)
      assert.equal(out, '', argv.join(' '))
    }
    assert.equal(await everything(), before)
  })

  test('APP-2: what began since the protocol is named, and goes in as not approved', async () => {
    await run('protocol', 'adopt', 'common', '--authority', 'saltmere')
    await writeFile(join(folder, 'new.csv'), 'Name,Status,Started\nHomes Board,In place,30 November 2026\n')
    const { out } = await run('import', 'new.csv', '--authority', 'saltmere', '--dry-run')
    assert.match(
      out,
      /^Row 2: Homes Board would be taken in as not approved\. It started after our protocol/m,
    )
  })

  test('REG-7: a file goes in, first tried dry, and the second time nothing changes', async () => {
    const before = await everything()
    const dry = await run('import', 'register.csv', '--authority', 'saltmere', '--dry-run')
    assert.match(dry.out, /2 rows\. 2 would be added.*\n.*Nothing was changed/s)
    assert.equal(await everything(), before)
    const first = JSON.parse((await run('import', 'register.csv', '--authority', 'saltmere', '--json')).out)
    assert.deepEqual(Object.keys(first).sort(), [
      'batch',
      'created',
      'dryRun',
      'duplicates',
      'file',
      'mapping',
      'rows',
      'sheet',
      'skipped',
      'toSettle',
      'tooNew',
      'unchanged',
      'updated',
    ])
    assert.deepEqual([first.rows, first.created, first.updated, first.unchanged], [2, 2, 0, 0])
    const second = JSON.parse((await run('import', 'register.csv', '--authority', 'saltmere', '--json')).out)
    assert.deepEqual([second.created, second.updated, second.unchanged], [0, 0, 2])
    const { out } = await run('export', '--authority', 'saltmere', '--format', 'csv')
    assert.match(out, /Harbour Forum/)
    assert.match((await run('import', '--fields')).out, /^lead_organisation +Lead organisation/m)
  })

  test('an export takes its name in the user’s folder, in each format', async () => {
    await run('import', 'register.csv', '--authority', 'saltmere')
    for (const format of ['csv', 'json', 'xlsx']) {
      const { code, out } = await run(
        'export',
        '--authority',
        'saltmere',
        '--format',
        format,
        '--out',
        `o.${format}`,
      )
      assert.deepEqual([code, out], [0, ''])
      const bytes = await readFile(join(folder, `o.${format}`))
      assert.ok(
        format === 'xlsx' ? bytes.subarray(0, 2).toString() === 'PK' : bytes.includes('Harbour Forum'),
        format,
      )
    }
    const again = JSON.parse((await run('import', 'o.xlsx', '--authority', 'saltmere', '--json')).out)
    assert.deepEqual([again.created, again.updated, again.unchanged], [0, 0, 2])
  })

  test('an authority and its first account are added, and the trail says by whom', async () => {
    assert.match(
      (await run('authority', 'add', 'marlbeck', 'Marlbeck Borough Council')).out,
      /partnerships\.example\.org\/marlbeck\/staff/,
    )
    const listed = JSON.parse((await run('authority', 'list', '--json')).out) as {
      slug: string
      entries: number
    }[]
    assert.deepEqual(
      listed.map(each => [each.slug, each.entries]),
      [
        ['marlbeck', 0],
        ['saltmere', 0],
        ['wendleshire', 0],
      ],
    )
    assert.match((await run('authority', 'list')).out, /^Slug +Name/)
    const invited = await run(
      'account',
      'add',
      'ann@marlbeck.example',
      'Ann Lee',
      '--authority',
      'marlbeck',
      '--role',
      'administrator',
    )
    assert.match(invited.out, /They choose a password here: https:\/\/partnerships\.example\.org\/\S+/)
    await writeFile(join(folder, 'password'), 'a long enough pass phrase\n')
    const operator = await run(
      'account',
      'add',
      'op@marlbeck.example',
      'Olive',
      '--operator',
      '--password-file',
      'password',
    )
    assert.equal(operator.out, 'op@marlbeck.example is added.\n')
    const event = await world.database
      .maintenance()
      .selectFrom('event')
      .selectAll()
      .where('action', '=', 'authority.add')
      .executeTakeFirstOrThrow()
    assert.deepEqual(event.payload!.actor, { kind: 'command', name: 'Command line' })
  })

  test('what verify prints is a checkpoint, and one that does not hold gives exit 1', async () => {
    await run('import', 'register.csv', '--authority', 'saltmere')
    const first = await run('verify')
    assert.equal(first.code, 0)
    assert.match(first.out, /^saltmere: \d+ events, head \d+:[0-9a-f]{64}$/m)
    await writeFile(join(folder, 'checkpoint'), first.out)
    assert.equal((await run('verify', '--checkpoint', 'checkpoint')).code, 0)
    const { chains } = JSON.parse((await run('verify', '--json')).out)
    const { head } = chains.find((chain: { name: string }) => chain.name === 'saltmere')
    assert.equal((await run('verify', '--checkpoint', `${head.seq}:${head.hash}`)).code, 0)
    const cut = await run('verify', '--checkpoint', `saltmere:${head.seq + 1}:${head.hash}`)
    assert.equal(cut.code, 1)
    assert.match(cut.err, /^The trail does not hold\. saltmere: the trail ends at event/)
  })

  test('a backup goes back into an emptied installation', async () => {
    await run('import', 'register.csv', '--authority', 'saltmere')
    const before = await everything()
    assert.equal((await run('backup', 'all.backup')).code, 0)
    await emptyDatabase(world.database)
    const { code, out } = await run('restore', 'all.backup')
    assert.equal(code, 0)
    assert.match(out, /rows are restored, each table complete/)
    assert.equal(await everything(), before)
    assert.match((await run('migrate')).out, /^The database is at \d{4}-/)
  })
})
