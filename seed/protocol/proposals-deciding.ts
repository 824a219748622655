import { tests, yes } from './answers.ts'
import { holder, money, partner, type SampleProposal, time } from './proposal-shape.ts'

/** What is with those who decide, as of November 2026. */
export const deciding: SampleProposal[] = [
  // Being decided: law and conduct are done, the Section 151 officer is next and Cabinet after her.
  {
    authority: 'county',
    on: '2026-09-14',
    by: 'Peregrine Holt',
    test: tests.partnership,
    entry: 'county-mortuary',
    name: 'Shared Coroner and Mortuary Service',
    directorate: 'Resources',
    usual: true,
    answers: {
      'significance.lead': 'no',
      'significance.pooled': 640000,
      'significance.statutory': 'no',
      'significance.length': 25,
      'significance.service': 'stops',
      'significance.reliance': 'high',
      'significance.risk': 'high',
      'significance.reputation': 'high',
      'case.need': {
        value: ['capacity', 'value'],
        note: 'Our mortuary fails its licence in 2028, and Carrowshire’s is full every winter.',
      },
      'case.alternatives': {
        value:
          'Mending ours: £1.9 million and closed for a year. Renting from the hospitals: no room in winter. A new one alone: £7 million.',
        evidence: 'Options paper, May 2026',
      },
      'case.benefits': 'Families wait days less. Post-mortem scans in place of many examinations.',
      'case.benefit-kinds': ['scale', 'resources'],
      'case.costs': 'Design fees of £95,000 now; from 2028 about £320,000 a year in place of £355,000.',
      'case.assets': 'The old laundry site at Mallow Court, worth £400,000.',
      'case.we-offer': 'The site, and our coroner’s officers.',
      'case.we-expect': 'Carrowshire builds and runs it; both pay by the number of cases.',
      'case.in-budget': 'no',
      'case.equality': { value: 'done', note: 'With faith communities, on burial within a day.' },
      'exposure.main-risks':
        'Building costs rise beyond the grant. One coroner’s area is merged with another before we open.',
      'exposure.opportunities': 'Hospitals may rent scanning time.',
      'exposure.accepted': yes('Up to the end of design; building comes back to Cabinet.', {
        owner: 'Henrietta Lowe, Director of Resources',
      }),
      'exposure.manager': 'Peregrine Holt',
      'setup.legal-power': yes('Coroners and Justice Act 2009, section 24.'),
      'setup.form': 'binding',
      'setup.partner-procedures': yes('Carrowshire lets the contract under its own rules.'),
      'setup.finance': {
        value: 'Carrowshire holds the money; both section 151 officers sign each stage.',
        evidence: 'Heads of terms, 5',
      },
    },
    steps: [
      { on: '2026-10-26', by: 'Peregrine Holt', do: 'submit' },
      {
        on: '2026-11-03',
        by: 'Morwenna Tapp',
        do: 'decide',
        outcome: 'approved',
        reasons: 'The power is clear. The agreement must say who answers to the coroner.',
      },
      {
        on: '2026-11-05',
        by: 'Callum Birkett',
        do: 'decide',
        outcome: 'approved',
        interest: 'I am its sponsor.',
      },
    ],
    comes: { stage: 'proposed', proposal: 'submitted', approval: 'running', tier: 'significant' },
  },
  // Cabinet has decided: it waits until nobody can call it in any more.
  {
    authority: 'county',
    on: '2026-08-24',
    by: 'Theo Marchmont',
    test: tests.partnership,
    name: 'Saltmere Coast Path Partnership',
    directorate: 'Place and Environment',
    usual: true,
    pages: {
      partnership: {
        name: 'Saltmere Coast Path Partnership',
        purpose:
          'Keeps forty miles of path open along a coast that moves, and brings walkers to the villages on it.',
        lead: 'Wendleshire County Council',
        accountable: 'Wendleshire County Council',
        partners: [
          partner('Saltmere District Council'),
          partner('National Rivers and Coast Office'),
          partner('Wendle Rivers Trust'),
        ],
        priorities: ['Good jobs in town and country', 'Ready for a changing climate'],
      },
      people: {
        sponsor: [holder('', 'Director of Place and Environment')],
        performance_lead: [holder('Theo Marchmont')],
        manager: [holder('Nia Gwilliam')],
        councillor_seats: '1',
        officer_seats: '1',
        representatives: [],
      },
      resources: {
        money: [money('2026/27', 42000, 'existing', true, 'Rights of way')],
        officer_time: [time('2026/27', 45, 'Rights of way officer')],
        in_kind: [],
      },
    },
    answers: {
      'significance.accountable-body': 'yes',
      'significance.lead': 'yes',
      'significance.outside-money': 310000,
      'significance.members-on-board': 1,
      'significance.length': 6,
      'significance.service': 'suffers',
      'significance.risk': 'medium',
      'case.need': {
        value: ['funding', 'better-together'],
        note: 'The national grant is for partnerships alone.',
      },
      'case.alternatives': {
        value:
          'Closing the cliff stretch: £8,000 for signs, and nine villages lose their walkers. Mending it alone: £90,000 a year.',
        evidence: 'Path survey 2026',
      },
      'case.benefits': 'The whole coast walked in one go; about £2 million a year spent in villages.',
      'case.costs': '£42,000 a year for six years, and a rights of way officer for a day a week.',
      'case.we-offer': 'We hold the grant and let the works.',
      'case.we-expect': 'Saltmere mends its own steps; the trust brings volunteers.',
      'case.level': 'accountable-body',
      'exposure.main-risks': 'The cliff goes faster than the path can be moved.',
      'exposure.opportunities': 'Landowners may sell strips as fields fall away.',
      'exposure.accepted': yes('With a survey each spring.', {
        owner: 'Barnaby Fitch, Director of Place and Environment',
      }),
      'exposure.manager': 'Nia Gwilliam',
      'setup.legal-power': yes('Marine and Coastal Access Act 2009, part 9.'),
      'setup.finance': {
        value: 'We hold the grant in a code of its own and report on it twice a year.',
        evidence: 'Grant offer, 4',
      },
    },
    steps: [
      { on: '2026-09-21', by: 'Theo Marchmont', do: 'submit' },
      { on: '2026-09-29', by: 'Morwenna Tapp', do: 'decide', outcome: 'approved' },
      { on: '2026-10-01', by: 'Callum Birkett', do: 'decide', outcome: 'approved' },
      {
        on: '2026-10-15',
        by: 'Henrietta Lowe',
        do: 'decide',
        outcome: 'approved',
        reasons: 'Claims go in each quarter, not each year.',
      },
      {
        on: '2026-11-20',
        by: 'Isaac Thornbury',
        do: 'record',
        committee: 'Cabinet',
        outcome: 'approved',
        decided: '2026-11-19',
        minute: 'Minute 88',
        link: 'https://democracy.wendleshire.example/cabinet/2026-11-19',
        key: true,
        forwardPlan: 'FP/2026/41',
        callInEnds: '2026-11-27',
      },
    ],
    comes: { stage: 'proposed', proposal: 'submitted', approval: 'call-in', tier: 'significant' },
  },
  // The borough's management board has still to look at it.
  {
    authority: 'borough',
    on: '2026-10-13',
    by: 'Meera Lockhart',
    test: tests.partnership,
    name: 'Dyers’ Quarter Repair Workshop',
    directorate: 'Communities',
    usual: true,
    pages: {
      partnership: {
        name: 'Dyers’ Quarter Repair Workshop',
        purpose: 'Volunteers mend what people would throw away, in an empty shop that we let for nothing.',
        lead: 'Marlbeck Civic Society',
        partners: [partner('Voluntary Action Wendleshire')],
        priorities: ['A lively town centre'],
      },
      resources: {
        money: [money('2026/27', 4000, 'grant', true)],
        officer_time: [],
        in_kind: [{ id: '', year: '2026/27', note: 'The shop at 14 Madder Row' }],
      },
    },
    answers: {
      'case.need': { value: ['better-together'], note: 'They have the hands, we have the shop.' },
      'case.benefits': 'Two tonnes a year kept out of bins, and a lit window in a dark street.',
      'exposure.accepted': yes('They insure themselves.', { owner: 'Meera Lockhart, Head of Communities' }),
      'exposure.manager': 'Meera Lockhart',
    },
    steps: [
      { on: '2026-10-27', by: 'Meera Lockhart', do: 'submit' },
      { on: '2026-11-03', by: 'Augustin Pell', do: 'decide', outcome: 'approved' },
    ],
    comes: { stage: 'proposed', proposal: 'submitted', approval: 'running', tier: 'light' },
  },
]
