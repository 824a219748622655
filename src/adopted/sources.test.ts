import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Pack } from '#src/protocol/pack.ts'
import { clauseOf } from '#src/protocol/questions.ts'
import { openBuiltIn } from './built-in.ts'

const { pack } = openBuiltIn('northampton')

/** Each item of the source, as it is numbered there, and the question that asks it. */
const arrangements: Record<string, string> = {
  '1': 'performance-officer',
  '2': 'performance-reporting',
  '3': 'evidence-base',
  '4': 'annual-objectives-review',
  '5': 'clear-outcomes',
  '6': 'embedded-actions',
  '7': 'action-plans-refreshed',
  '8': 'risk-register',
  '9': 'information-shared',
  '10': 'data-quality',
  '11': 'formats',
  '12': 'performance-mechanisms',
  '13': 'findings-owned',
  '14': 'accountability',
  '15': 'poor-performance',
  '16': 'added-value',
}

const setUpPoints: Record<string, string> = {
  'General, 1': 'legal-power',
  'General, 2': 'legal-bar',
  'Written Agreement, 1': 'form',
  'Main components, 1': 'status-clear',
  'Main components, 2': 'terms-of-reference',
  'Main components, 3': 'working-together',
  'Main components, 4': 'responsibilities',
  'Other factors, powers': 'powers',
  'Constitution, our representation': 'our-representation',
  'Constitution, officers': 'officers',
  'Constitution, members': 'members',
  'Constitution, substitutes': 'substitutes',
  'Constitution, other partners': 'others-representation',
  'Constitution, decisions': 'decisions',
  'Constitution, board': 'board',
  'Constitution, voting': 'voting',
  'Constitution, membership': 'chair-secretary',
  'Constitution, membership review': 'membership-review',
  'Constitution, time limits': 'membership-limit',
  'Constitution, meetings': 'meetings',
  'Constitution, quorum': 'quorum',
  'Constitution, minutes': 'minutes',
  'Other factors, finance': 'finance',
  'Other factors, risk': 'risk',
  'Other factors, review': 'work-review',
  'Other factors, disputes': 'disputes',
  'Other factors, planned exit': 'planned-exit',
  'Other factors, unplanned exit': 'unplanned-exit',
  'Other factors, liabilities of the partnership': 'partnership-liabilities',
  'Other factors, liabilities of the Council': 'our-liabilities',
  'Other factors, complaints': 'complaints',
  'Other factors, information sharing': 'personal-information',
  'Other factors, equalities': 'equalities',
  'Other factors, variation': 'variation',
  'Delegated Powers, 1': 'powers-needed',
  'Delegated Powers, 2': 'powers-held',
}

const evaluation: Record<string, string> = {
  'legal issues': 'legal',
  insurance: 'insurance',
  'the constitution': 'constitution',
  'own processes': 'processes',
  'applicable protocols': 'protocols',
  'financial regulations': 'financial-regulations',
  procurement: 'procurement',
  'benefits against costs': 'benefits-against-costs',
  'risks and rewards to communities': 'communities',
  'with partners, of what the council contributes': 'our-contribution',
}

const registration: Record<string, [question: string, field?: string]> = {
  'Section 1, name': ['completed-by'],
  'Section 1, title': ['completed-title'],
  'Section 1, directorate': ['completed-directorate'],
  'Section 1, extension': ['completed-extension'],
  'Section 1, role': ['completed-role'],
  'Section 2, name': ['name', 'name'],
  'Section 2, role, lead member': ['lead-member', 'lead_member'],
  'Section 2, role, representative': ['representative', 'representative'],
  'Section 2, role, other': ['role-other', 'role_other'],
  'Section 2, representatives, councillors, how many': ['councillors-number', 'councillor_seats'],
  'Section 2, representatives, councillors, who': ['councillors', 'councillors'],
  'Section 2, representatives, officers, how many': ['officers-number', 'officer_seats'],
  'Section 2, representatives, officers, who': ['officers', 'officers'],
  'Section 2, contribution': ['plan', 'priorities'],
  'Section 2, other partners': ['partners', 'partners'],
  'Section 2, leading organisation': ['lead-organisation', 'lead_organisation'],
  'Section 2, resources, financial, how much': ['money', 'money'],
  'Section 2, resources, financial, form': ['money-form', 'money'],
  'Section 2, resources, officer, who': ['officer-who', 'officer_time'],
  'Section 2, resources, officer, time': ['officer-time', 'officer_time'],
  'Section 2, resources, other': ['in-kind', 'in_kind'],
  'Section 3, risk register': ['risk-register', 'risk_register'],
  'Section 3, reason': ['risk-register-reason', 'risk_register_reason'],
  'Section 3, who manages risk': ['risk-manager', 'risk_manager'],
  'Section 3, signed': ['signed'],
  'Section 3, date': ['dated'],
}

test('GOV-1: each of the sixteen arrangements is asked, can be partly met, and shows evidence and owner', () => {
  const asked = questionsOf(pack, 'arrangements')
  assert.deepEqual(
    asked.map(({ id }) => id),
    Object.values(arrangements),
  )
  for (const [item, id] of Object.entries(arrangements)) {
    const question = asked.find(each => each.id === id)!
    assert.ok(cites(question.clause, `Northampton protocol / Putting arrangements in place / ${item}`), id)
    assert.deepEqual(
      [question.kind, question.skippable, question.evidence, question.owner],
      ['yes-no-partly', 'yes', 'asked', 'asked'],
      id,
    )
  }
})

test('ENT-10: each point of Appendix 1 is asked, and what may not matter can be marked so', () => {
  const asked = questionsOf(pack, 'setup')
  for (const [point, id] of Object.entries(setUpPoints)) {
    const question = asked.find(each => each.id === id)
    assert.ok(question, id)
    assert.ok(
      cites(question.clause, `Northampton protocol / Appendix 1 / ${point}`),
      `${id}: ${question.clause}`,
    )
    assert.ok(question.skippable || question.fact || question.kind.startsWith('yes-no'), id)
  }
})

test('ENT-7: each head of the evaluation is asked for, with what was found', () => {
  const asked = questionsOf(pack, 'evaluation')
  assert.deepEqual(asked.map(({ id }) => id).toSorted(), Object.values(evaluation).toSorted())
  for (const { id, note } of asked) assert.ok(note, id)
})

test('REG-2: each field of Appendix 2 has its question and its place on the register', () => {
  const asked = questionsOf(pack, 'registration')
  assert.deepEqual(
    asked.map(({ id, field, clause }) => [clause.split(' / ')[2], id, field]),
    Object.entries(registration).map(([item, [id, field]]) => [item, id, field]),
  )
})

test('DEF-2: each usual feature is looked for, and its absence only advises', () => {
  const features = questionsOf(pack, 'features')
  const usual = features.filter(({ clause }) =>
    clause.startsWith('Northampton protocol / Features of Partnerships'),
  )
  assert.equal(usual.length, 9)
  for (const { id, advice } of features) assert.ok(advice, id)
})

function questionsOf(from: Pack, set: string) {
  const found = from.sets.find(({ id }) => id === set)!
  return found.questions.map(question => ({ ...question, clause: clauseOf(found, question) }))
}

function cites(clause: string, wanted: string): boolean {
  return clause.split(';').some(each => each.trim() === wanted)
}
