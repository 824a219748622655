import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { fileOf } from './built-in.ts'
import { readPack } from './read-pack.ts'

const common = readFileSync(fileOf('common'), 'utf8')

test('PRO-1: references that multiply without end are refused', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]']
  for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef'].map(pair => [...pair]))
    bomb.push(`${to}: &${to} [${Array(10).fill(`*${from}`).join(', ')}]`)
  const read = readPack(bomb.join('\n'))
  assert.match((read as { mistakes: { says: string }[] }).mistakes[0]!.says, /Excessive alias count/)
})

test('PRO-1: a file of nothing but keys is told in a moment, and a key given twice with its line', () => {
  const keys = Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`)
  const began = performance.now()
  assert.ok('mistakes' in readPack(keys.join('\n')))
  const took = performance.now() - began
  assert.ok(took < 3000, `${took} ms`)
  const twice = readPack('extends: common\nid: x\nid: y') as { mistakes: { line: number; says: string }[] }
  assert.equal(twice.mistakes[0]!.line, 3)
  assert.match(twice.mistakes[0]!.says, /Map keys must be unique/)
})

test('PRO-1: a file that is no pack at all is told in one line', () => {
  for (const text of ['', '- a\n- b', 'just words', 'extends: uncommon'])
    assert.equal((readPack(text) as { mistakes: unknown[] }).mistakes.length > 0, true, text)
  const read = readPack('extends: uncommon\nid: x')
  assert.match((read as { mistakes: { says: string }[] }).mistakes[0]!.says, /no built-in pack ‘uncommon’/)
})

test('PRO-1: whatever is done to a pack, it is read or told, and never breaks the reader', () => {
  const lines = common.split('\n')
  const place = fc.nat(lines.length - 1)
  const spoil = fc.constantFrom(
    (line: string) => `  ${line}`,
    (line: string) => line.replace(/:.*/, ':'),
    (line: string) => line.replace(/: .*/, ': [1, { a: b }]'),
    (line: string) => line.replace(/[a-z]+:/, 'other:'),
    (line: string) => line.replace(/yes|common|all/, '7'),
    (line: string) => `${line}\n${line}`,
    (line: string) => line.replace(/fact: \w+/, 'fact: constructor'),
    () => '&a *a',
    () => '',
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(place, spoil), { minLength: 1, maxLength: 3 }), spoiled => {
      const made = [...lines]
      for (const [at, how] of spoiled) made[at] = how(made[at]!)
      const read = readPack(made.join('\n'))
      if ('pack' in read) return
      assert.ok(read.mistakes.length > 0)
      for (const { line, says } of read.mistakes) {
        assert.ok(line >= 1 && line <= made.length + 3)
        assert.match(says, /^[^\n]+[.?]$/)
        assert.doesNotMatch(says, /undefined|\[object|Invalid input/)
      }
    }),
    { numRuns: 60 },
  )
})
