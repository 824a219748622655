import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { writeCell } from '#src/partnerships/export/cells.ts'
import { fieldNamed, fields } from '#src/partnerships/fields.ts'
import { directoryOf, noNames } from './context.ts'
import { readCell } from './read.ts'

const directory = directoryOf({
  ...noNames,
  organisations: [
    { id: 'o1', name: 'Northshire Police' },
    { id: 'o2', name: 'Arts, Leisure and Heritage Trust', aliases: ['ALHT'] },
    { id: 'o3', name: 'Marsh and Vale' },
  ],
  people: ['Kit Vale'],
  posts: ['Monitoring Lead'],
  ownNames: ['Northshire County Council'],
})
const context = { directory, financialYear: '2026/27' }

/** What a cell gives, in words: 'value', 'settle: value', or both with asides. */
function outcome(name: string, text: string): string {
  const field = fieldNamed(name)!
  const { placed, settle, asides = [] } = readCell(field, text, context)
  const say = (value: typeof placed, of = field) =>
    value === null ? 'empty' : writeCell(of, value) || 'none'
  const parts = placed === undefined ? [] : [say(placed)]
  if (settle) parts.push(`settle: ${settle.proposed === undefined ? 'no idea' : say(settle.proposed)}`)
  for (const aside of asides) {
    const other = fieldNamed(aside.field)!
    parts.push(
      `${aside.field}: ${aside.settle ? 'settle: ' : ''}${say(aside.placed ?? aside.settle!.proposed!, other)}`,
    )
  }
  return parts.join(' | ')
}

const cells: [field: string, text: string, gives: string][] = [
  ['partners', 'Northshire Police', 'Northshire Police'],
  ['partners', 'northshire  POLICE; ALHT', 'northshire POLICE; ALHT'],
  [
    'partners',
    'Arts, Leisure & Heritage Trust and Northshire Police',
    '"Arts, Leisure & Heritage Trust"; Northshire Police',
  ],
  ['partners', 'The Marsh & Vale', '"The Marsh & Vale"'],
  ['partners', 'Weston, Ashby and Dunley District Council', '"Weston, Ashby and Dunley District Council"'],
  ['partners', 'Vale Fire and Rescue Service', '"Vale Fire and Rescue Service"'],
  ['partners', 'Acorns, Ltd', '"Acorns, Ltd"'],
  ['partners', 'Bread and Butter', 'settle: Bread; Butter'],
  [
    'partners',
    'Vale Trust (Ashby, Marsh and Weston branches)',
    'Vale Trust (Ashby, Marsh and Weston branches)',
  ],
  ['partners', 'Vale Council – Planning Committee (observer)', 'Vale Council (Planning Committee, observer)'],
  [
    'partners',
    'Vale Council: Cllr Ann Lee and Cllr Joe Fox',
    'Vale Council (Cllr Ann Lee and Cllr Joe Fox) | councillors: settle: Cllr Ann Lee; Cllr Joe Fox',
  ],
  ['partners', 'none', 'none'],
  ['partners', 'Various', 'Various'],
  ['partners', 'TBC', 'settle: empty'],
  ['partners', '• Vale CVS\n• Ashby Trust', 'Vale CVS; Ashby Trust'],
  ['lead_organisation', 'The Council', 'Northshire County Council'],
  ['lead_organisation', 'Vale CVS and Ashby Trust', 'settle: Vale CVS'],
  ['councillors', 'Cllr Ann Lee', 'Cllr Ann Lee'],
  ['councillors', 'Councillor Ann Lee (Leader) & Cllr. Joe Fox', 'Cllr Ann Lee (Leader); Cllr Joe Fox'],
  ['councillors', 'Cllrs Lee, Fox and Dunn', 'Cllr Lee; Cllr Fox; Cllr Dunn'],
  ['councillors', 'Ann Lee, Joe Fox', 'Ann Lee; Joe Fox'],
  ['councillors', 'Vacant', 'Vacant'],
  ['councillors', 'Cllr Ann Lee + vacancy', 'Cllr Ann Lee; Vacant'],
  ['councillors', '2 vacancies', 'Vacant; Vacant'],
  [
    'councillors',
    'Vale Trust: Cllr Ann Lee and Cllr Joe Fox',
    'Cllr Ann Lee (Vale Trust); Cllr Joe Fox (Vale Trust)',
  ],
  ['councillors', 'Cllr Ann Lee, Chair', 'Cllr Ann Lee (Chair)'],
  ['councillors', 'Leader of the Council', 'Leader of the Council'],
  ['sponsor', 'Ann Lee, Head of Housing', 'Ann Lee [post: Head of Housing]'],
  ['sponsor', 'Head of Housing - Ann Lee', 'settle: Head of Housing'],
  [
    'sponsor',
    'Head of Legal, Democratic and Electoral Services',
    '[post: Head of Legal, Democratic and Electoral Services]',
  ],
  ['sponsor', 'Head of Housing and Joe Fox', 'settle: Head of Housing'],
  ['sponsor', 'Monitoring Lead', '[post: Monitoring Lead]'],
  ['sponsor', 'Housing', 'settle: "Housing"'],
  ['sponsor', 'kit vale', '"kit vale"'],
  ['substitutes', 'Bo Ash for Ann Lee', 'Bo Ash for Ann Lee'],
  ['substitutes', 'Cllr Bo Ash (for Cllr Ann Lee)', 'Cllr Bo Ash for Ann Lee'],
  ['money', '£5,605 + VAT', '2026/27: £5,605.00 (+ VAT)'],
  ['money', 'c. £20k pa', '2026/27: £20,000.00 (about)'],
  ['money', 'c. £20k pa, paid by the districts', '2026/27: £20,000.00 (about, paid by the districts)'],
  ['money', '£1.2m', '2026/27: £1,200,000.00'],
  ['money', '(£500)', '2026/27: -£500.00'],
  ['money', '£500 (one-off)', '2026/27: £500.00 (one-off)'],
  ['money', '5605.00', '2026/27: £5,605.00'],
  ['money', 'nil', '2026/27: £0.00 (nil)'],
  ['money', '-', 'none'],
  ['money', 'n/a', 'none'],
  ['money', '£5k-£10k', 'settle: 2026/27: £10,000.00 (£5k-£10k)'],
  ['money', '£5,000 to £10,000', 'settle: 2026/27: £10,000.00 (£5,000 to £10,000)'],
  ['money', '2024/25: £1,000 grant; 2025/26: £900 grant', '2024/25: £1,000.00 grant; 2025/26: £900.00 grant'],
  ['money', '£300 from existing budgets', '2026/27: £300.00 existing (from existing budgets)'],
  ['money', '2024', 'settle: 2026/27: £2,024.00'],
  ['money', '€500', 'settle: 2026/27: £500.00 (€500)'],
  ['money', 'officer time only', 'none | officer_time: settle: 2026/27: officer time only'],
  ['money', 'use of meeting rooms', 'none | in_kind: settle: 2026/27: use of meeting rooms'],
  ['money', 'It depends on the grant', 'settle: empty'],
  ['officer_time', '20 days pa, policy officer', '2026/27: 20 days, 20 days pa, policy officer'],
  ['started_on', 'March 2014', '2014-03'],
  ['started_on', 'Sept 2014', '2014-09'],
  ['started_on', '1st April 2014', '2014-04-01'],
  ['started_on', 'Tuesday 1 April 2014', '2014-04-01'],
  ['started_on', 'Since 2014', '2014'],
  ['started_on', '1/4/14', '2014-04-01'],
  ['started_on', '01.04.2014', '2014-04-01'],
  ['started_on', '1/4/62', 'settle: 1962-04-01'],
  ['started_on', '31/2/2014', 'settle: empty'],
  ['started_on', '2014-15', 'settle: 2014-04'],
  ['started_on', 'Spring 2014', 'settle: 2014'],
  ['started_on', 'in the mists of time', 'settle: empty'],
  ['ended_on', 'ongoing', 'empty'],
  ['ended_on', 'no end date', 'empty'],
  ['ended_on', '2014-2017', 'settle: 2017'],
  ['councillor_seats', '1 + 1 deputy', '1 | substitutes: settle: Vacant'],
  ['councillor_seats', '2 members', '2'],
  ['councillor_seats', 'up to 4', 'settle: 4'],
  ['stage', 'Active', 'In place'],
  ['stage', 'Disbanded', 'Ended'],
  ['stage', 'Active – under review', 'settle: In place'],
  ['stage', 'purple', 'settle: no idea'],
  ['tier', 'Sig', 'Significant'],
  ['tier', 'High', 'Significant'],
  [
    'risk_register',
    'No – not needed because small',
    'No | risk_register_reason: settle: Not needed because small',
  ],
  ['risk_register', 'yes – under review', 'Yes | notes: settle: Risk register held: under review'],
  ['risk_register', '✓', 'Yes'],
  ['risk_register', 'x', 'settle: Yes'],
  ['risk_register', 'perhaps', 'settle: no idea'],
  ['name', 'Safer Vale (statutory)', 'Safer Vale | statutory_basis: Statutory'],
  ['name', 'Vale Group, formerly Vale Club', 'Vale Group | former_names: Vale Club'],
  ['name', 'Vale Group (ended 2019)', 'Vale Group | stage: Ended | ended_on: 2019'],
  ['name', 'Green Vale NEW', 'Green Vale | stage: settle: In place'],
  ['name', 'New Vale Trust', 'New Vale Trust'],
  ['name', 'Children’s Trust (Vale)', 'Children’s Trust (Vale)'],
  ['website', 'www.vale.example', 'https://www.vale.example'],
  ['website', 'on the intranet', 'settle: empty'],
  ['purpose', '#REF!', 'settle: empty'],
  ['purpose', ' one\u00a0 two \n\n\n three ', 'one two\n\nthree'],
  ['priorities', 'Safe and strong communities', '"Safe and strong communities"'],
]

for (const [field, text, gives] of cells) {
  test(`REG-7: ${field} ‘${text.replaceAll('\n', '⏎')}’ gives ${gives.replaceAll('\n', '⏎')}`, () => {
    assert.equal(outcome(field, text), gives)
  })
}

test('REG-7: ‘as above’ takes the value of the row above, and proposes what was only proposed there', () => {
  const partners = fieldNamed('partners')!
  const value = [{ name: 'Vale CVS' }]
  for (const text of ['as above', 'Ditto', '"', '〃']) {
    assert.deepEqual(readCell(partners, text, { ...context, above: { placed: value } }).placed, value)
    assert.deepEqual(
      readCell(partners, text, { ...context, above: { proposed: value } }).settle?.proposed,
      value,
    )
  }
})

test('REG-7: no cell is dropped: whatever it says is placed or to settle', () => {
  const word = fc.constantFrom(
    'Cllr',
    'Ann',
    'and',
    '&',
    ',',
    ';',
    '(',
    ')',
    '[',
    '"',
    '£',
    '5k',
    '-',
    '2014',
    '/',
    'March',
    ':',
    'for',
    'TBC',
    '\n',
    '•',
    'n/a',
    'Council',
    'Head of',
  )
  const text = fc.oneof(
    fc.array(word, { maxLength: 10 }).map(words => words.join(' ')),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.constantFrom(...fields), text, (field, cell) => {
      const { placed, settle } = readCell(field, cell, context)
      const blank = cell.replace(/[\s\u00a0\u200b\ufeff]/g, '') === ''
      assert.equal(placed !== undefined || settle !== undefined, !blank, `${field.name}: ${cell}`)
    }),
    { numRuns: 3000 },
  )
})

test('REG-7: a cell of twenty thousand characters holds nobody up', () => {
  for (const bit of [
    'a ',
    'a,',
    'a and ',
    '(',
    ')',
    '"',
    '[note: ',
    ' - ',
    'Cllr A B, ',
    '£5 ',
    '1/1/14 ',
    '12',
    ': ',
    'A & B Council ',
    '\n',
    ' \t',
    'Health and ',
    '; ',
  ]) {
    const text = bit.repeat(20_000 / bit.length)
    for (const field of fields) {
      const started = performance.now()
      readCell(field, text, context)
      const taken = performance.now() - started
      // A runaway pattern takes hours; a busy machine takes seconds.
      assert.ok(taken < 20_000, `${field.name} of ‘${bit}’ took ${Math.round(taken)} ms`)
    }
  }
})
