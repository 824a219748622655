import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { financialYearFrom, partialDate } from '#src/domain/dates.ts'
import { escapeCell, unescapeCell } from '#src/domain/spreadsheet.ts'
import { moneyForms, personKinds } from '#src/domain/words.ts'
import { type Field, fieldNamed, fields } from '#src/partnerships/fields.ts'
import { directoryOf, noNames } from '#src/partnerships/import/cells/context.ts'
import { titles } from '#src/partnerships/import/cells/holder-parts.ts'
import { readCell } from '#src/partnerships/import/cells/read.ts'
import type { Value } from '#src/partnerships/import/values.ts'
import { writeCell } from './cells.ts'

const context = { directory: directoryOf(noNames), financialYear: '2026/27' }

const shards = [
  ';',
  '; ',
  '"',
  '""',
  ',',
  ', ',
  ' and ',
  ' & ',
  '/',
  ' / ',
  '(',
  ')',
  ' (',
  '[',
  ']',
  '[note: ',
  '[post: ',
  ':',
  ': ',
  '\n',
  '\r\n',
  '\t',
  ' ',
  '  ',
  '\u00a0',
  "'",
  '’',
  '–',
  ' – ',
  ' - ',
  '=',
  '+',
  '@',
  '£',
  '1',
  '2026/27: ',
  '£5.00',
  'Cllr',
  'Cllr ',
  'Lee',
  'Ann Lee',
  'Council',
  'Police',
  'Head of Housing',
  'Chair',
  'Vacant',
  'TBC',
  'n/a',
  'nil',
  'no',
  'NEW',
  ' formerly ',
  '(statutory)',
  ' for ',
  '20 days',
  ', ',
  'as above',
  'the council',
  'Leader',
  'é',
  '😀',
  '•',
  '|',
]
const messy = fc
  .array(fc.oneof(fc.constantFrom(...shards), fc.string({ maxLength: 4 })), { minLength: 1, maxLength: 7 })
  .map(parts => parts.join(''))
const words = fc.constantFrom(
  'Safer Northshire',
  'Ann Lee',
  'Health and Wellbeing Board',
  'Age Concern (Weston)',
  'B',
)
const text = fc.oneof(messy, fc.string({ unit: 'grapheme', minLength: 1 }), words).filter(one => one !== '')
const year = fc.integer({ min: 1990, max: 2098 }).map(financialYearFrom)
const optional = <T>(name: string, value: fc.Arbitrary<T>) =>
  fc.option(value, { nil: undefined }).map(one => (one === undefined ? {} : { [name]: one }))
const joined = (...parts: fc.Arbitrary<object>[]) =>
  fc.tuple(...parts).map(all => Object.assign({}, ...all) as Value)
const listOf = (item: fc.Arbitrary<unknown>) =>
  fc.array(item, { minLength: 1, maxLength: 4 }) as fc.Arbitrary<Value>

const organisation = joined(fc.record({ name: text }, { noNullPrototype: true }), optional('note', text))
const person = joined(
  fc.record({ name: text }, { noNullPrototype: true }),
  optional('honorific', fc.oneof(fc.constantFrom(...titles), text)),
  optional('kind', fc.constantFrom(...personKinds.map(kind => kind.value))),
)
const about = [optional('note', text), optional('position', text), optional('substituteFor', text)]
const holder = fc.oneof(
  joined(fc.record({ person }, { noNullPrototype: true }), optional('post', text), ...about),
  joined(
    fc.record({ post: fc.oneof(text, fc.constant('Director of Housing')) }, { noNullPrototype: true }),
    ...about,
  ),
  joined(fc.constant({ vacant: true }), ...about),
)
const effort = joined(fc.record({ year, text: fc.oneof(text, fc.constant('')) }, { noNullPrototype: true }))
const withDays = joined(
  fc.record({ year, text }, { noNullPrototype: true }),
  optional(
    'days',
    fc.integer({ min: 0, max: 2000 }).map(n => n / 4),
  ),
)

const valuesOf: Record<Field['type'], (field: Field) => fc.Arbitrary<Value>> = {
  text: () => text,
  'long-text': () => text,
  link: () => fc.oneof(fc.webUrl(), text),
  'yes-no': () => fc.boolean(),
  number: () =>
    fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })).map(n => n + 0 || 0),
  choice: field => fc.constantFrom(...field.choices!.map(choice => choice.value)),
  'partial-date': () =>
    fc
      .tuple(
        fc.integer({ min: 1000, max: 2200 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 28 }),
      )
      .chain(([y, m, d]) => fc.constantFrom(partialDate(y)!, partialDate(y, m)!, partialDate(y, m, d)!)),
  names: () => listOf(text),
  organisation: () => organisation,
  organisations: () => listOf(organisation),
  holder: () => holder,
  holders: () => listOf(holder),
  priorities: () => listOf(fc.record({ title: text }, { noNullPrototype: true })),
  money: () =>
    listOf(
      joined(
        fc.record({ year, pence: fc.integer({ min: -1e12, max: 1e12 }).map(n => n || 0) }),
        optional('form', fc.constantFrom(...moneyForms.map(form => form.value))),
        optional('budgeted', fc.boolean()),
        optional('note', text),
      ),
    ),
  effort: () => listOf(withDays),
  'in-kind': () => listOf(effort),
}

const odd: Field = {
  ...fieldNamed('theme')!,
  name: 'own_grade',
  type: 'choice',
  store: 'custom',
  choices: [
    { value: 'A+', label: 'A (more)' },
    { value: 'A-', label: 'A more' },
    { value: 'none', label: 'None' },
  ],
}

for (const field of [...fields, odd]) {
  test(`REG-7: whatever ‘${field.heading}’ holds is exported and read back exactly`, () => {
    fc.assert(
      fc.property(valuesOf[field.type](field), value => {
        const cell = unescapeCell(escapeCell(writeCell(field, value)))
        const { placed, settle, asides } = readCell(field, cell, context)
        assert.deepEqual(
          { placed, settle, asides },
          { placed: value, settle: undefined, asides: undefined },
          cell,
        )
      }),
      { numRuns: 300 },
    )
  })
}

test('REG-7: nothing is exported as an empty cell', () => {
  for (const field of fields) assert.equal(writeCell(field, undefined), '')
  assert.equal(writeCell(fieldNamed('money')!, []), '')
})

test('REG-7: exported cells are plain where they can be', () => {
  const write = (name: string, value: Value) => writeCell(fieldNamed(name)!, value)
  assert.equal(
    write('partners', [{ name: 'Northshire Police' }, { name: 'Weston CVS', note: 'from 2024' }]),
    'Northshire Police; Weston CVS (from 2024)',
  )
  assert.equal(write('partners', [{ name: 'Arts and Minds' }]), '"Arts and Minds"')
  assert.equal(
    write('councillors', [
      { person: { name: 'Ann Lee', honorific: 'Cllr', kind: 'councillor' }, note: 'Leader' },
    ]),
    'Cllr Ann Lee (Leader)',
  )
  assert.equal(write('sponsor', { post: 'Head of Housing' }), 'Head of Housing')
  assert.equal(
    write('sponsor', { person: { name: 'Ann Lee' }, post: 'Head of Housing' }),
    'Ann Lee [post: Head of Housing]',
  )
  assert.equal(
    write('substitutes', [{ person: { name: 'Ben Ash' }, substituteFor: 'Ann Lee' }]),
    'Ben Ash for Ann Lee',
  )
  assert.equal(
    write('money', [{ year: '2026/27', pence: 560500, form: 'grant', budgeted: true, note: 'plus VAT' }]),
    '2026/27: £5,605.00 grant, budgeted (plus VAT)',
  )
  assert.equal(
    write('officer_time', [{ year: '2026/27', text: 'Policy officer', days: 20 }]),
    '2026/27: 20 days, Policy officer',
  )
  assert.equal(write('stage', 'in-place'), 'In place')
})

test('REG-7: no exported cell runs as a formula, and the apostrophe goes again on import', () => {
  fc.assert(
    fc.property(fc.oneof(messy, fc.string()), cell => {
      const escaped = escapeCell(cell)
      assert.doesNotMatch(escaped, /^[=+\-@\t\r]/)
      assert.equal(unescapeCell(escaped), cell)
    }),
    { numRuns: 2000 },
  )
})
