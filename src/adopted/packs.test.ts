import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import { fields } from '#src/partnerships/fields.ts'
import { factsIn } from '#src/protocol/conditions.ts'
import { facts } from '#src/protocol/fact-list.ts'
import { packSchema } from '#src/protocol/open-pack.ts'
import { conditionsIn, walk } from '#src/protocol/walk.ts'
import { builtIn, fileOf, openBuiltIn } from './built-in.ts'
import { readFactsFile } from './read-facts.ts'
import { readPack } from './read-pack.ts'

const packs = builtIn.map(name => ({ name, ...openBuiltIn(name) }))

test('PRO-2: four packs ship, each sound, with the documents its clauses cite', () => {
  assert.deepEqual(
    packs.map(({ name, pack }) => [name, pack.extends]),
    [
      ['common', undefined],
      ['northampton', 'common'],
      ['northamptonshire', 'common'],
      ['harborough', 'common'],
    ],
  )
})

test('PRO-1: no placeholder is left in what people read', () => {
  for (const { name, pack } of packs)
    walk(pack, (path, value) => {
      if (typeof value === 'string') assert.doesNotMatch(value, /[{}]/, `${name}: ${path.join('/')}`)
    })
})

test('PRO-1: what people read has one kind of apostrophe', () => {
  for (const { name, pack } of packs)
    walk(pack, (path, value) => {
      if (typeof value === 'string')
        assert.doesNotMatch(value, /\p{L}'(\p{L}|\s|$)/u, `${name}: ${path.join('/')}`)
    })
})

test('PRO-1: terms are put in: what Northampton calls Cabinet is the Executive in Harborough', () => {
  const titles = (name: (typeof builtIn)[number]) => openBuiltIn(name).pack.roles.map(({ title }) => title)
  assert.ok(titles('northampton').includes('Cabinet'))
  assert.ok(titles('harborough').includes('Executive') && !titles('harborough').includes('Cabinet'))
})

test('PRO-1: every fact is used by a rule or asked by a question of a pack that ships', () => {
  const used = new Set(
    packs.flatMap(({ pack }) => [
      ...conditionsIn(pack).flatMap(({ condition }) => factsIn(condition)),
      ...pack.material.map(({ id }) => id),
      ...pack.sets.flatMap(set => set.questions.flatMap(({ fact }) => fact ?? [])),
    ]),
  )
  // The cycle of reviews reads these two.
  for (const name of ['months_since_review', 'last_review_weak']) used.add(name)
  assert.deepEqual(
    facts.map(({ name }) => name).filter(name => !used.has(name)),
    [],
  )
})

test('PRO-1: a question that names a field of the register names one there is', () => {
  const known = new Set(fields.map(({ name }) => name))
  const named = packs.flatMap(({ pack }) =>
    pack.sets.flatMap(set => set.questions.flatMap(({ field }) => field ?? [])),
  )
  assert.ok(named.length > 20)
  assert.deepEqual(
    named.filter(name => !known.has(name)),
    [],
  )
})

test('PRO-1: the published schema accepts the packs that ship, describes every key, and refuses an unknown one', () => {
  const valid = new Ajv2020({ strict: false, validateFormats: false }).compile(packSchema())
  for (const { name } of packs) {
    const raw = parse(readFileSync(fileOf(name), 'utf8')) as object
    assert.ok(valid(raw), `${name}: ${JSON.stringify(valid.errors)}`)
    assert.ok(!valid({ ...raw, tiers: [] }))
  }
  assert.equal(packSchema().$id, 'urn:concordat:pack-schema:1')
  for (const { name } of packs)
    assert.match(
      readFileSync(fileOf(name), 'utf8'),
      /^# yaml-language-server: \$schema=\.\/pack\.schema\.json\n/,
    )
  const undescribed: string[] = []
  walk(packSchema(), (path, value) => {
    if (path.at(-2) !== 'properties') return
    const { description, $ref } = value as { description?: string; $ref?: string }
    if (!description && !$ref) undescribed.push(path.join('/'))
  })
  assert.deepEqual(undescribed, [])
})

test('PRO-1: the worked example in the guide is sound, and so are its facts', () => {
  const guide = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8')
  const blocks = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map(match => match[1]!)
  const [example = '', shapes = '', given = ''] = blocks
  assert.equal(blocks.length, 3)
  const read = readPack(example)
  assert.ok('pack' in read, JSON.stringify(read))
  assert.deepEqual(
    read.pack.route.map(({ id }) => id),
    ['law', 'finance', 'service', 'ward-panel', 'decision', 'cabinet'],
  )
  const four = readPack(`${example.slice(0, example.indexOf('terms:'))}${shapes}`)
  assert.ok('pack' in four, JSON.stringify(four))
  const said = four.pack.significance.models.slice(1).map(model => model.tests?.[0]?.need ?? 'score')
  assert.deepEqual(said, ['any', 3, 'all', 'score'])
  const file = readFactsFile(given, read.pack)
  assert.ok('facts' in file, JSON.stringify(file))
  assert.deepEqual(file.answers['setup.board'], { value: 'yes' })
})
