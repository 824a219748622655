import type { PublicContent, PublicField } from '#src/db/public-content.ts'
import { kinds, levels, stages } from '#src/domain/words.ts'

/** Fields as a public site states them: one of each type, two of the authority's own, one that is never shown. */
export const publicFields: PublicField[] = [
  field('reference', 'Reference', 'text'),
  field('name', 'Name', 'text'),
  field('former_names', 'Former names', 'names'),
  { ...field('kind', 'Kind', 'choice'), choices: [...kinds] },
  { ...field('stage', 'Stage', 'choice'), choices: [...stages] },
  field('purpose', 'Purpose', 'long-text'),
  field('website', 'Website', 'link'),
  field('started_on', 'Started', 'partial-date'),
  field('ended_on', 'Ended', 'partial-date'),
  field('lead_organisation', 'Lead organisation', 'organisation'),
  field('accountable_body', 'Accountable body', 'organisation'),
  field('partners', 'Partners', 'organisations'),
  field('observers', 'Observers', 'organisations'),
  { ...field('bodies_note', 'Notes on bodies', 'long-text'), rule: 'ask' },
  { ...field('level', 'Level of involvement', 'choice'), choices: [...levels] },
  field('lead_member', 'We are the lead member', 'yes-no'),
  field('priorities', 'Corporate plan priorities', 'priorities'),
  field('sponsor', 'Sponsor', 'holder'),
  field('councillors', 'Councillor representatives', 'holders'),
  field('councillor_seats', 'Councillor seats', 'number'),
  field('substitutes', 'Substitutes', 'holders'),
  field('money', 'Money by year', 'money'),
  field('officer_time', 'Officer time by year', 'effort'),
  field('in_kind', 'In kind by year', 'in-kind'),
  { ...field('risk_register_reason', 'Why no risk register', 'long-text'), rule: 'ask' },
  { ...field('notes', 'Notes', 'long-text'), rule: 'never' },
  {
    ...field('custom.grade', 'Grade', 'choice'),
    choices: [
      { value: '=A', label: 'A (first)' },
      { value: 'B+', label: 'B' },
    ],
  },
  field('custom.score', 'Score', 'number'),
]

/** An entry that says as little as one may. */
export const plainContent: PublicContent = {
  form: 1,
  reference: 'WCC-0002',
  name: 'Parish Liaison Forum',
  kind: 'network',
  stage: 'ended',
  values: {},
  bodies: [],
  people: [],
  commitments: [],
  priorities: [],
  withheld: [],
}

/** An entry that holds something under every field, with all that is awkward in a cell. */
export const fullContent: PublicContent = {
  form: 1,
  reference: 'WCC-0001',
  name: '=Safer "Wendleshire"; and more',
  kind: 'partnership',
  stage: 'in-place',
  values: {
    former_names: ['Crime; Disorder', 'Safer Streets'],
    purpose: 'Less crime.\nFewer “incidents”, <b>& calmer</b> nights.\u000b',
    website: 'https://safer.example.org/?a=1&b=2',
    started_on: '2024-04',
    ended_on: '2031-03-31',
    level: 'lead',
    lead_member: false,
    councillor_seats: 2,
    'custom.grade': '=A',
    'custom.score': -1.5,
  },
  bodies: [
    body('lead', 'Wendleshire County Council', 'local-government'),
    body('accountable', 'Wendleshire County Council', 'local-government'),
    { ...body('member', 'Police; Fire [joint]', 'police-fire'), note: 'since 2024; on trial' },
    body('observer', 'Marlbeck NHS Trust', 'health'),
  ],
  people: [
    {
      ...held('sponsor'),
      post: { key: 'director-of-place-0a1b2c3d', title: 'Director of Place' },
    },
    {
      ...held('councillor'),
      position: 'Chair',
      person: councillor('Ann Lee'),
      startsOn: '2026-05-01',
      endsOn: '2027-05',
    },
    held('councillor'),
    {
      ...held('councillor'),
      substitute: true,
      substituteFor: 'Cllr Ann Lee',
      person: { ...councillor('Ben Ash'), honorific: '', ward: '', party: '' },
      post: { key: null, title: 'Leader' },
    },
  ],
  commitments: [
    {
      ...commitment('2026/27', 'money'),
      pence: 560_550,
      form: 'grant',
      budgeted: true,
      note: 'plus VAT; 20%',
    },
    { ...commitment('2027/28', 'money'), pence: -500 },
    { ...commitment('2026/27', 'officer-time'), days: 20.5, note: 'Policy officer' },
    { ...commitment('2026/27', 'in-kind'), note: 'Rooms; printing' },
  ],
  priorities: [{ plan: 'Council Plan 2025', title: 'Safe; and well' }],
  withheld: [{ field: 'risk_register_reason', reason: 'safety' }],
}

function field(name: string, heading: string, type: string): PublicField {
  return { name, heading, help: `What ${heading.toLowerCase()} is.`, type, rule: 'public' }
}

function body(
  role: PublicContent['bodies'][number]['role'],
  name: string,
  sector: PublicContent['bodies'][number]['sector'],
) {
  const key = `${name.toLowerCase().replaceAll(/[^a-z]+/g, '-')}-9f3c21ab`
  const identifiers = role === 'observer' ? [{ scheme: 'ODS', value: 'RX1' }] : []
  return {
    role,
    key,
    name,
    sector,
    website: role === 'observer' ? 'https://nhs.example' : '',
    identifiers,
    note: '',
  }
}

function held(role: PublicContent['people'][number]['role']): PublicContent['people'][number] {
  return {
    role,
    substitute: false,
    substituteFor: '',
    position: '',
    person: null,
    post: null,
    startsOn: null,
    endsOn: null,
  }
}

function councillor(name: string): NonNullable<PublicContent['people'][number]['person']> {
  const key = `${name.toLowerCase().replace(' ', '-')}-00c0ffee`
  return { key, name, honorific: 'Cllr', kind: 'councillor', ward: 'Weston', party: 'Independent' }
}

function commitment(year: string, type: PublicContent['commitments'][number]['type']) {
  return { year, type, pence: null, form: null, budgeted: null, days: null, note: '' }
}
