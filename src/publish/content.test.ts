import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RegisterRecord } from '#src/partnerships/record.ts'
import { columnsOf, wordsOf } from './columns.ts'
import { type Choices, contentOf } from './content.ts'
import type { Named } from './named.ts'

const [ann, ben, cara, dan] = [1, 2, 3, 4].map(n => `018f0000-0000-7000-8000-00000000000${n}`) as [
  string,
  string,
  string,
  string,
]
const [head, clerk, trust, council] = [5, 6, 7, 8].map(n => `018f0000-0000-7000-8000-00000000000${n}`) as [
  string,
  string,
  string,
  string,
]

const person = { honorific: '', ward: '', party: '', jobTitle: '', organisation: '', postIds: [] as string[] }
const named: Named = {
  bodies: new Map([
    [trust, { id: trust, name: 'Wendle Rivers Trust', sector: 'voluntary', website: '', identifiers: [] }],
    [council, { id: council, name: 'The Council', sector: 'local-government', website: '', identifiers: [] }],
  ]),
  people: new Map([
    [ann, { ...person, id: ann, name: 'Ann Lee', kind: 'councillor', honorific: 'Cllr', ward: 'Quay' }],
    [ben, { ...person, id: ben, name: 'Ben Ash', kind: 'officer', postIds: [head] }],
    [cara, { ...person, id: cara, name: 'Cara Fox', kind: 'officer', jobTitle: 'Project Officer' }],
    [
      dan,
      {
        ...person,
        id: dan,
        name: 'Dan Ilk',
        kind: 'external',
        jobTitle: 'Warden',
        organisation: 'Rivers Trust',
      },
    ],
  ]),
  posts: new Map([
    [head, { id: head, title: 'Head of Rivers', senior: true, holderIds: [ben] }],
    [clerk, { id: clerk, title: 'Clerk', senior: false, holderIds: [cara] }],
  ]),
}

type Row = RegisterRecord['rows']['appointments'][number]
let rows = 0
const held = (role: Row['role'], who?: string, post?: string, more: Partial<Row> = {}): Row => {
  const title = post && named.posts.get(post)!.title
  const name = who && named.people.get(who)!
  return {
    id: `row-${++rows}`,
    version: 1,
    role,
    isSubstitute: false,
    substituteFor: null,
    position: '',
    note: 'NOTE-OF-PERSON',
    startsOn: null,
    endsOn: null,
    person: name ? { ...name, leftOn: null } : null,
    post: post ? { id: post, title: title!, holders: [] } : null,
    ...more,
  }
}

const chair = held('councillor', ann, undefined, { position: 'Chair' })
const appointments = [
  held('sponsor', ben, head),
  held('manager', cara),
  held('performance-lead', undefined, clerk),
  chair,
  held('councillor'),
  held('councillor', ann, undefined, { isSubstitute: true, substituteFor: chair.id }),
  held('other', dan),
]
const commitment = { version: 1, form: null, budgeted: null, days: null, pence: null }
const record = {
  involvementId: ann,
  reference: 'WCC-0001',
  name: 'Harbour Forum',
  values: {
    reference: 'WCC-0001',
    name: 'Harbour Forum',
    kind: 'partnership',
    stage: 'in-place',
    purpose: 'To keep the harbour open',
    tier: 'significant',
    former_names: ['Old Forum'],
    role_other: 'Adviser',
    risk_register_reason: 'Too small',
    notes: 'PRIVATE-NOTES',
    'custom.score': 25,
    lead_organisation: { name: 'The Council' },
    partners: [{ name: 'Wendle Rivers Trust', note: 'NOTE-OF-BODY' }],
    sponsor: {},
    manager: {},
    performance_lead: {},
    councillors: [{}],
    other_representatives: [{}],
    substitutes: [{}],
    money: [{}],
    officer_time: [{}],
    in_kind: [{}],
    priorities: [{ title: 'A growing economy' }],
  },
  rows: {
    leadOrganisation: { id: council, name: 'The Council' },
    accountableBody: null,
    memberships: [
      { id: 'm', version: 1, organisationId: trust, name: 'x', role: 'member', note: 'NOTE-OF-BODY' },
    ],
    priorities: [{ id: 'p', priorityId: 'p', title: 'A growing economy', planId: 'q', plan: 'Plan 2026' }],
    appointments,
    commitments: [
      { ...commitment, id: 'c1', year: '2025/26', type: 'money', pence: 100, note: 'NOTE-OF-MONEY' },
      { ...commitment, id: 'c2', year: '2026/27', type: 'money', pence: 250, note: '' },
      { ...commitment, id: 'c3', year: '2026/27', type: 'officer-time', note: 'Cara Fox: a day a week' },
      { ...commitment, id: 'c4', year: '2026/27', type: 'in-kind', note: 'A room' },
    ],
  },
} as unknown as RegisterRecord

type Rule = 'public' | 'never' | 'ask'
const allPublic: [string, Rule][] = [
  ...Object.keys(record.values).map(field => [field, 'public'] as [string, Rule]),
  ['bodies_note', 'public'],
  ['money_note', 'public'],
  ['officer_time_note', 'public'],
]
const publish = (rules: Record<string, Rule> = {}, choices: Choices = new Map()) =>
  contentOf(record, named, new Map([...allPublic, ...Object.entries(rules)]), choices)
const saidBy = (rules: Record<string, Rule>, choices?: Choices) => {
  const { content } = publish(rules, choices)
  return JSON.stringify([content, columnsOf(content), wordsOf(content)])
}

test('SCR-4: a field that is never public leaves nothing in the content, the columns or the search words', () => {
  const secrets: Record<string, string> = {
    purpose: 'keep the harbour',
    tier: 'significant',
    former_names: 'Old Forum',
    role_other: 'Adviser',
    risk_register_reason: 'Too small',
    notes: 'PRIVATE-NOTES',
    'custom.score': 'custom.score',
    lead_organisation: 'The Council',
    partners: 'Wendle Rivers Trust',
    sponsor: 'Ben Ash',
    performance_lead: 'Clerk',
    manager: 'Project Officer',
    other_representatives: 'Warden',
    in_kind: 'A room',
    officer_time: 'a day a week',
    priorities: 'A growing economy',
    bodies_note: 'NOTE-OF-BODY',
    money_note: 'NOTE-OF-MONEY',
    officer_time_note: 'Cara Fox',
  }
  const open = saidBy({})
  for (const [field, words] of Object.entries(secrets)) {
    assert.ok(open.includes(words), `${field} is not even there when it is public`)
    assert.ok(!saidBy({ [field]: 'never' }).includes(words), `${field} is never public, but ‘${words}’ is`)
  }
  assert.equal(columnsOf(publish({ money: 'never' }).content).pence, null)
  assert.equal(columnsOf(publish().content).pence, 250)
})

test('SCR-4: a field without any rule is not public', () => {
  const { content } = contentOf(record, named, new Map(), new Map())
  assert.deepEqual([content.values, content.bodies, content.people, content.commitments], [{}, [], [], []])
})

test('REG-5: councillors are named, officers by their post and by name where it is senior, others by what they do', () => {
  const who = publish().content.people.map(({ role, person, post }) => [role, person?.name, post?.title])
  assert.deepEqual(who, [
    ['sponsor', 'Ben Ash', 'Head of Rivers'],
    ['manager', undefined, 'Project Officer'],
    ['performance-lead', undefined, 'Clerk'],
    ['councillor', 'Ann Lee', undefined],
    ['councillor', undefined, undefined],
    ['councillor', 'Ann Lee', undefined],
    ['other', undefined, 'Warden, Rivers Trust'],
  ])
  assert.doesNotMatch(saidBy({ officer_time_note: 'never' }), /Cara Fox|Dan Ilk|NOTE-OF-PERSON/)
})

test('REG-5: a senior post names its holder, though the entry names the post alone', () => {
  const byPost = { ...record, rows: { ...record.rows, appointments: [held('sponsor', undefined, head)] } }
  const { content } = contentOf(byPost, named, new Map(allPublic), new Map())
  assert.deepEqual(
    content.people.map(({ person, post }) => [person?.name, post?.title]),
    [['Ben Ash', 'Head of Rivers']],
  )
})

test('SCR-4: a substitute does not name whom they stand in for where that is not public', () => {
  const substitute = (rules: Record<string, Rule>) =>
    publish(rules).content.people.find(each => each.substitute)?.substituteFor
  assert.equal(substitute({}), 'Cllr Ann Lee')
  assert.equal(substitute({ councillors: 'never' }), '')
})

test('SCR-4: what is decided for each entry waits, is shown, or is withheld for a reason the public reads', () => {
  const ask = { risk_register_reason: 'ask' } as const
  const waiting = publish(ask)
  assert.deepEqual(waiting.undecided, ['risk_register_reason'])
  assert.equal(waiting.content.values.risk_register_reason, undefined)
  assert.deepEqual(waiting.content.withheld, [])
  const shown = publish(ask, new Map([['risk_register_reason', { show: true }]]))
  assert.equal(shown.content.values.risk_register_reason, 'Too small')
  const withheld = publish(ask, new Map([['risk_register_reason', { show: false, reason: 'safety' }]]))
  assert.equal(withheld.content.values.risk_register_reason, undefined)
  assert.deepEqual(withheld.content.withheld, [{ field: 'risk_register_reason', reason: 'safety' }])
})

test('SCR-4: a field that holds nothing needs no decision', () => {
  assert.deepEqual(publish({ risk_manager: 'ask', observers: 'ask' }).undecided, [])
  const without = { ...record, rows: { ...record.rows, commitments: record.rows.commitments.slice(0, 2) } }
  const rules = new Map([...allPublic, ['officer_time_note', 'ask'] as const])
  assert.deepEqual(contentOf(without, named, rules, new Map()).undecided, [])
})

test('SCR-4: an earlier decision does not outlive a stricter rule', () => {
  const chosen: Choices = new Map([['purpose', { show: true }]])
  assert.equal(publish({ purpose: 'never' }, chosen).content.values.purpose, undefined)
})
