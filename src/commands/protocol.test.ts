import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { lineOf } from './problem.ts'
import { readyCommand } from './run.ts'

const head = `extends: common
id: saltmere
title: Saltmere's protocol
by: Saltmere
version: '1'
date: 2027-03-04
about: For the tests.
`
const fifthModel = `${head}significance:
  models:
    - id: saltmere-2026
      title: Saltmere's test
      from: 2026-04-01
      source: ours
      tests:
        - tier: significant
          need: 2
          of:
            - { id: money, says: £75,000 in all, if: { fact: money_total, at_least: 75000 } }
            - { id: days, says: 100 officer days, if: { fact: officer_days_a_year, at_least: 100 } }
            - { id: people, says: 5,000 people, if: { fact: people_affected, at_least: 5000 } }
      otherwise: light
`
const files: Record<string, string> = {
  'fifth.yaml': fifthModel
    .replace('says: £75,000 in all', "says: '£75,000 in all'")
    .replace('says: 5,000 people', "says: '5,000 people'"),
  'broken.yaml': `${head}requirements:\n  - id: legal-power\n    gate: advise\n`,
  'twice.yaml': `${head}requirements:\n  - id: legal-power\n    gate: advise\n  - id: exposure\n    gate: off\n`,
  'facts.yaml': 'kind: partnership\nmoney_a_year: 120000\nin_budget: yes\n',
  'facts.json': '{"kind":"partnership","money_a_year":120000,"in_budget":true}',
  'fifth-facts.yaml': 'money_total: 80000\npeople_affected: 6000\nofficer_days_a_year: 3\n',
  'wrong-facts.yaml': 'kind: partnership\nmoney_a_yaer: 5\nin_budget: perhaps\n',
  'contract.yaml':
    'single_body: no\ntalk_only: no\nservice_for_us: yes\nshared_agreeing: no\nshared_delivery: no\nmoney_a_year: 90000\n',
  'listed.yaml': 'answers: [yes]\nwaivers: none\n',
  'negative.yaml': 'money_a_year: -5\n',
  'pounds.yaml': 'money_a_year: £50,000\n',
  'boundless.yaml': 'money_total: .inf\n',
  'days.json': '{"officer_days_a_year": "twenty"}',
  'risk.json': '{"kind": "partnership",\n "inherent_risk": "huge"}',
  'wrong-answers.yaml':
    'answers:\n  setup.board: banana\n  setup.bord: yes\n  significance.priority: huge\n  case.in-budget: 7\n',
  'answers.yaml': 'answers:\n  setup.bord: yes\nwaivers:\n  sponsor: ""\n',
}

describe('the protocol commands, without a database', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'concordat-protocol-'))
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  })
  after(() => rm(folder, { recursive: true }))

  const run = async (...argv: string[]) => {
    let out = ''
    let err = ''
    try {
      const ready = await readyCommand(['protocol', ...argv])
      assert.ok('alone' in ready && ready.alone)
      const code = await ready.run({
        cwd: folder,
        now: () => new Date('2027-03-04T10:00:00Z'),
        out: async text => {
          out += text
        },
        err: text => {
          err += text
        },
        progress: () => {},
      })
      return { code, out, err }
    } catch (error) {
      return { code: 2, out, err: lineOf(error) }
    }
  }
  const tried = async (pack: string, facts: string) => {
    const { code, out, err } = await run('try', pack, '--facts', facts, '--json')
    assert.deepEqual([code, err], [0, ''])
    return JSON.parse(out)
  }

  test('PRO-1: check passes a sound pack and tells each mistake of another in a line, with its line and its mend', async () => {
    assert.deepEqual(await run('check', 'fifth.yaml'), {
      code: 0,
      out: "fifth.yaml: ‘Saltmere's protocol’, version 1, is sound: 193 questions, 26 requirements.\n",
      err: '',
    })
    const broken = await run('check', 'broken.yaml')
    assert.deepEqual([broken.code, broken.out], [2, ''])
    assert.match(
      broken.err,
      /^broken\.yaml, line 10: ‘legal-power’ is inherited with gate block, .+ make it stricter\.\n$/,
    )
    assert.match(
      (await run('check', 'twice.yaml')).err,
      /^twice\.yaml, line 10: .+\ntwice\.yaml, line 12: .+\n$/,
    )
  })

  test('PRO-1: try prints kind, tier, working, questions, route and requirements, and nothing else', async () => {
    const made = await tried('common', 'facts.yaml')
    assert.deepEqual(Object.keys(made), ['kind', 'tier', 'working', 'questions', 'route', 'requirements'])
    assert.deepEqual([made.kind, made.tier], ['partnership', 'significant'])
    assert.deepEqual(made.working[0], {
      tier: 'significant',
      criterion: '£50,000 or more a year of our own resource',
      met: true,
      because: '£120,000 a year is over £50,000',
    })
    assert.ok(made.questions.asked > 50 && made.questions.asked <= made.questions.of)
    assert.deepEqual(made.route.at(-1), {
      need: 'any',
      deciders: [
        {
          committee: 'Cabinet',
          because: 'One of the two approves a significant partnership',
        },
        {
          post: 'Chief executive',
          because: 'One of the two approves a significant partnership',
        },
      ],
    })
    for (const requirement of made.requirements)
      assert.deepEqual(Object.keys(requirement), ['id', 'clause', 'state', 'because'])
    assert.deepEqual(await tried('common', 'facts.json'), made)
  })

  test('SIG-1: a model of one’s own, in YAML alone, passes try', async () => {
    const made = await tried('fifth.yaml', 'fifth-facts.yaml')
    assert.deepEqual(
      [made.kind, made.tier, made.working.map((each: { met: boolean }) => each.met)],
      [null, 'significant', [true, false, true]],
    )
    assert.equal(made.working[0].because, '£80,000 in all is over £75,000')
  })

  test('DEF-3: a contract has no tier, no route and no requirements', async () => {
    const { kind, tier, questions, route, requirements } = await tried('common', 'contract.yaml')
    assert.deepEqual([kind, tier, questions.asked, route, requirements], ['contract', null, 0, [], []])
  })

  test('PRO-1: try without --json is for people', async () => {
    const { out } = await run('try', 'harborough', '--facts', 'facts.yaml')
    assert.match(out, /^Kind: partnership\nTier: significant\n {2}✓ significant: £50,000/)
    assert.match(out, /\n {5}Management Board: It looks at the checklist/)
  })

  test('PRO-1: each wrong fact is told in one line that names it and its mend, from YAML and JSON alike', async () => {
    for (const [file, says] of [
      [
        'negative.yaml',
        'line 1: The fact ‘money_a_year’ cannot be -5: write pounds as a plain number, such as 50000, 0 or more.',
      ],
      [
        'pounds.yaml',
        'line 1: The fact ‘money_a_year’ cannot be "£50,000": write pounds as a plain number, such as 50000, 0 or more.',
      ],
      [
        'boundless.yaml',
        'line 1: The fact ‘money_total’ cannot be Infinity: write pounds as a plain number, such as 50000, 0 or more.',
      ],
      [
        'days.json',
        'line 1: The fact ‘officer_days_a_year’ cannot be "twenty": write a number of officer days a year, 0 or more.',
      ],
      ['risk.json', 'line 2: The fact ‘inherent_risk’ cannot be "huge": write one of low, medium, high.'],
    ] as const) {
      const told = await run('try', 'common', '--facts', file, '--json')
      assert.deepEqual(told, { code: 2, out: '', err: `${file}, ${says}\n` })
    }
    const { code, err } = await run('try', 'common', '--facts', 'wrong-answers.yaml')
    assert.equal(code, 2)
    assert.deepEqual(
      err
        .trim()
        .split('\n')
        .map(line => line.replace(/^wrong-answers.yaml, /, '')),
      [
        'line 2: The answer to ‘setup.board’ cannot be "banana": write yes or no.',
        'line 3: This pack has no question ‘setup.bord’. Did you mean ‘setup.board’?',
        'line 4: The answer to ‘significance.priority’ cannot be "huge": write one of none, supports, fundamental.',
        'line 5: The answer to ‘case.in-budget’ cannot be 7: write yes or no.',
      ],
    )
  })

  test('PRO-1: a mistake in facts, or a file that is not there, is told with its mend', async () => {
    const wrong = await run('try', 'common', '--facts', 'wrong-facts.yaml')
    assert.deepEqual([wrong.code, wrong.out], [2, ''])
    assert.equal(
      wrong.err,
      'wrong-facts.yaml, line 2: There is no fact ‘money_a_yaer’. Did you mean ‘money_a_year’?\n' +
        'wrong-facts.yaml, line 3: The fact ‘in_budget’ cannot be "perhaps": write yes or no.\n',
    )
    assert.match(
      (await run('try', 'common', '--facts', 'answers.yaml')).err,
      /line 2: .+‘setup\.bord’.+\n.+line 4: A waiver of ‘sponsor’/,
    )
    assert.match(
      (await run('try', 'comon', '--facts', 'facts.yaml')).err,
      /^The file comon cannot be opened\. The packs that ship are common,/,
    )
    assert.match(
      (await run('try', 'common', '--facts', 'none.yaml')).err,
      /^The file none\.yaml cannot be opened/,
    )
    assert.match((await run('try', 'common')).err, /^--facts is missing/)
    assert.match(
      (await run('try', 'common', '--facts', 'listed.yaml')).err,
      /line 1: ‘answers’ is a group.+\n.+line 2: ‘waivers’ is a group/,
    )
    assert.match((await run('check')).err, /^FILE is missing/)
    assert.match((await run('try', 'broken.yaml', '--facts', 'facts.yaml')).err, /^broken\.yaml, line 10:/)
  })
})
