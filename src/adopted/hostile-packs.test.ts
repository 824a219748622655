import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { fileOf } from './built-in.ts'
import { readPack, readPackFile } from './read-pack.ts'

const common = readFileSync(fileOf('common'), 'utf8')

test('PRO-1: references that multiply without end are refused', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]']
  for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef'].map(pair => [...pair]))
    bomb.push(`${to}: &${to} [${Array(10).fill(`*${from}`).join(', ')}]`)
  const read = readPack(bomb.join('\n'))
  assert.match(
    (read as { mistakes: { says: string }[] }).mistakes[0]!.says,
    /references .* multiply without end\. Write the values out/,
  )
})

test('PRO-1: a file of nothing but keys is told in a moment, and a key given twice with its line', () => {
  const keys = Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`)
  const began = performance.now()
  assert.ok('mistakes' in readPack(keys.join('\n')))
  const took = performance.now() - began
  assert.ok(took < 3000, `${took} ms`)
  const twice = readPack('extends: common\nid: x\nid: y') as { mistakes: { line: number; says: string }[] }
  assert.equal(twice.mistakes[0]!.line, 3)
  assert.match(twice.mistakes[0]!.says, /^‘id’ is given twice in one group of lines\. Keep one of them\.$/)
})

test('PRO-1: a file that is no pack at all is told in one line', () => {
  for (const text of ['', '- a\n- b', 'just words', 'extends: uncommon'])
    assert.equal((readPack(text) as { mistakes: unknown[] }).mistakes.length > 0, true, text)
  const read = readPack('extends: uncommon\nid: x')
  assert.match((read as { mistakes: { says: string }[] }).mistakes[0]!.says, /no built-in pack ‘uncommon’/)
})

const whole = "extends: common\nid: mine\ntitle: Ours\nby: Us\nversion: '1'\ndate: 2027-03-04\nabout: Ours.\n"
const utf8 = (text: string) => new TextEncoder().encode(text)
const wrongFiles: [name: string, bytes: Uint8Array, line: number, says: RegExp][] = [
  ['is empty', utf8(''), 1, /^The file is empty\. Begin with extends: common\.$/],
  ['holds remarks alone', utf8('# nothing\n'), 1, /^The file is empty/],
  ['is a page of the web', utf8('<!DOCTYPE html><p>Not found</p>'), 1, /^This is no protocol\. Begin with/],
  [
    'has five million characters',
    utf8(`title: ${'x'.repeat(5_000_000)}`),
    1,
    /^The file is too large: 500 kB at most/,
  ],
  [
    'is saved as Latin-1',
    Buffer.from(`${whole}# caf\u00e9`, 'latin1'),
    8,
    /^This is not saved as UTF-8.* Save the file again as UTF-8\.$/,
  ],
  ['is saved as UTF-16', Buffer.from(`\ufeff${whole}`, 'utf16le'), 1, /^This is not saved as UTF-8/],
  ['is no text', new Uint8Array([105, 100, 58, 32, 0, 1]), 1, /^There is a character that stands in no text/],
  [
    'escapes what is no text',
    utf8(`${whole}terms:\n  plan: "a\\0b"\n`),
    9,
    /^There is a character that stands in no text/,
  ],
  [
    'is indented with a tab',
    utf8(`${whole}terms:\n\tplan: P\n`),
    9,
    /^There is a tab before the words\. Indent with spaces/,
  ],
  ['gives a key twice', utf8(`${whole}terms:\n  plan: A\n  plan: B\n`), 10, /^‘plan’ is given twice/],
  ['is JSON without a comma', utf8('{"extends": "common",\n "id": "x"\n "title": "y"}'), 3, /Mend this line/],
  ['holds two documents', utf8(`${whole}---\nid: x\n`), 8, /^A line of --- begins a second document/],
  ['refers to nothing', utf8(`${whole}terms: *t\n`), 8, /^A reference \(\*name\) names nothing/],
  ['is nested without end', utf8('['.repeat(20_000)), 1, /^The brackets are nested too deep/],
  [
    'extends itself',
    utf8(whole.replace('common', 'mine')),
    1,
    /^A pack cannot extend itself\. Write extends: common\.$/,
  ],
  [
    'takes the id of what it extends',
    utf8(whole.replace('mine', 'common')),
    1,
    /^‘common’ is the id of the pack it extends/,
  ],
  [
    'extends what does not ship',
    utf8(whole.replace('common', 'comon')),
    1,
    /^There is no built-in pack ‘comon’/,
  ],
  ['extends a list', utf8(whole.replace('common', '[common]')), 1, /^‘extends’ names one pack/],
]

for (const [name, bytes, line, says] of wrongFiles)
  test(`PRO-1: a file that ${name} is told in one line with its mend`, () => {
    const read = readPackFile(bytes)
    assert.ok('mistakes' in read)
    const [mistake, ...more] = read.mistakes
    assert.match(mistake!.says, says)
    assert.equal(mistake!.line, line)
    assert.deepEqual(more, [])
  })

test('PRO-1: line breaks of any kind, a mark of UTF-8 and JSON make no difference', () => {
  for (const text of [
    whole,
    whole.replaceAll('\n', '\r\n'),
    whole.replaceAll('\n', '\r'),
    `\ufeff${whole}`,
    JSON.stringify({
      extends: 'common',
      id: 'mine',
      title: 'Ours',
      by: 'Us',
      version: '1',
      date: '2027-03-04',
      about: 'Ours.',
    }),
  ]) {
    const read = readPackFile(utf8(text))
    assert.ok('pack' in read, text.slice(0, 40))
    assert.equal(read.pack.title, 'Ours')
    assert.doesNotMatch(read.text, /[\r\ufeff]/)
  }
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
