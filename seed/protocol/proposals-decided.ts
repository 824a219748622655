import { no, tests, yes } from './answers.ts'
import { holder, money, partner, type SampleProposal, time } from './proposal-shape.ts'

/** What has been decided: refused, approved with a condition, and approved but not in this shape. */
export const decided: SampleProposal[] = [
  // Refused by Cabinet, under the county's own first rules.
  {
    authority: 'county',
    on: '2025-07-07',
    by: 'Ottilie Brand',
    test: tests.partnership,
    entry: 'county-freeport',
    name: 'Brackwater Freeport Company',
    directorate: 'Place and Environment',
    usual: true,
    answers: {
      'significance.money-a-year': 0,
      'significance.length': 25,
      'significance.reliance': 'medium',
      'significance.priority': 'fundamental',
      'significance.risk': 'high',
      'significance.reputation': 'high',
      'case.need': { value: ['funding'], note: 'Tax relief comes only through a company of all partners.' },
      'case.alternatives': {
        value: 'An enterprise zone without customs relief: no cost, and half the firms.',
        evidence: 'The airport’s paper, June 2025',
      },
      'case.benefits': 'Firms that would otherwise go to the coast.',
      'case.costs': 'No money at first; a seat on the board and its liabilities.',
      'case.we-offer': 'Our name, and planning advice.',
      'case.we-expect': 'A say on what is built, and on wages.',
      'case.level': 'supporting',
      'case.equality': { value: 'not-planned', note: 'The airport sees no need.' },
      'evaluation.communities': no('Who pays for the roads is not said.'),
      'exposure.main-risks':
        'Firms move a few miles for the relief and bring no new work. Lorries on the lanes.',
      'exposure.opportunities': 'A goods siding.',
      'exposure.accepted': yes('For a company limited by guarantee.', {
        owner: 'Ottilie Brand, Head of Economic Growth',
      }),
      'exposure.manager': 'Ottilie Brand',
      'setup.form': 'binding',
      'setup.planned-exit': { notRelevant: 'The airport’s draft has none yet.' },
      'setup.unplanned-exit': { notRelevant: 'The airport’s draft has none yet.' },
    },
    steps: [
      { on: '2025-09-08', by: 'Ottilie Brand', do: 'submit' },
      { on: '2025-09-18', by: 'Morwenna Tapp', do: 'decide', outcome: 'approved' },
      { on: '2025-09-22', by: 'Callum Birkett', do: 'decide', outcome: 'approved' },
      {
        on: '2025-10-06',
        by: 'Henrietta Lowe',
        do: 'decide',
        outcome: 'approved',
        reasons: 'No money of ours is asked for. I would want an exit plan before any is.',
      },
      {
        on: '2025-12-01',
        by: 'Isaac Thornbury',
        why: 'Cabinet refused on 20 November 2025: no equality impact assessment and no exit plan',
        do: 'record',
        committee: 'Cabinet',
        outcome: 'declined',
        reasons: 'No equality impact assessment, and no plan for leaving.',
        decided: '2025-11-20',
        minute: 'Minute 71',
        key: true,
        forwardPlan: 'FP/2025/33',
        callInEnds: '2025-11-28',
      },
    ],
    comes: { stage: 'declined', proposal: 'declined', approval: 'declined' },
  },
  // Approved, with a condition that is still open.
  {
    authority: 'county',
    on: '2026-09-07',
    by: 'Ottilie Brand',
    test: tests.partnership,
    name: 'Wendleshire Rural Skills Alliance',
    directorate: 'Place and Environment',
    usual: true,
    pages: {
      partnership: {
        name: 'Wendleshire Rural Skills Alliance',
        purpose:
          'Farms, woods and workshops take on learners together, so that one small firm need not do it alone.',
        lead: 'Fenwold and Saltmere College',
        partners: [
          partner('Wendleshire Chamber of Trade and Industry'),
          partner('Public Employment Service (Wendleshire)', 'observer'),
        ],
        priorities: ['Good jobs in town and country'],
      },
      people: {
        sponsor: [holder('', 'Director of Place and Environment')],
        performance_lead: [holder('Ottilie Brand')],
        manager: [holder('Ottilie Brand')],
        councillor_seats: '0',
        officer_seats: '1',
        representatives: [],
      },
      resources: {
        money: [money('2026/27', 24000, 'grant', true, 'Skills fund')],
        officer_time: [time('2026/27', 15, 'Skills officer')],
        in_kind: [],
      },
    },
    answers: {
      'case.need': { value: ['better-together'], note: 'No single farm can offer a year’s learning.' },
      'case.alternatives': {
        value:
          'Paying the college by the learner: £31,000 for the same number. Nothing: the courses close in 2027.',
        evidence: 'College letter, July 2026',
      },
      'case.benefits': 'Thirty learners a year who stay in the county.',
      'case.costs': '£24,000 a year for three years, and three weeks of an officer.',
      'case.we-offer': 'Money and introductions.',
      'case.we-expect': 'The college runs it; the chamber finds the firms.',
      'exposure.main-risks': 'Too few firms sign up in its first year.',
      'exposure.accepted': yes('The grant is paid by the term.', {
        owner: 'Barnaby Fitch, Director of Place and Environment',
      }),
      'exposure.manager': 'Ottilie Brand',
      'setup.personal-information': 'yes',
      'setup.information-protocol': yes('The college drafts it.'),
    },
    steps: [
      {
        on: '2026-09-28',
        by: 'Imogen Sallow',
        do: 'waive',
        requirement: 'setup',
        reason: 'The points stand in the college’s own framework, which every partner signed in 2024',
        allowedBy:
          'Barnaby Fitch, Director of Place and Environment, 25 September 2026 (his note on the draft)',
      },
      { on: '2026-10-05', by: 'Ottilie Brand', do: 'submit' },
      {
        on: '2026-10-13',
        by: 'Barnaby Fitch',
        do: 'decide',
        outcome: 'approved-with-conditions',
        reasons: 'Good value. I want to know who holds what about the learners.',
        conditions: [
          {
            what: 'Have the information sharing protocol signed by all partners',
            owner: 'Ottilie Brand',
            due: '2027-01-15',
          },
        ],
      },
    ],
    comes: { stage: 'approved', proposal: 'approved', approval: 'approved', tier: 'standard' },
  },
  // Sent back once, then approved; since then its money has grown.
  {
    authority: 'county',
    on: '2026-08-25',
    by: 'Verity Clough',
    test: tests.partnership,
    name: 'Wendle Valley Respite Pool',
    directorate: 'Adult Social Care',
    usual: true,
    pages: {
      partnership: {
        name: 'Wendle Valley Respite Pool',
        purpose: 'Carers who need a night off find one bed among six homes, with one call.',
        lead: 'Wendleshire Carers’ Circle',
        partners: [
          partner('Wendle Vale Housing Association Limited'),
          partner('Wendle Community Health NHS Trust'),
        ],
        priorities: ['Living well for longer'],
      },
      people: {
        sponsor: [holder('', 'Director of Adult Social Care')],
        performance_lead: [holder('Verity Clough')],
        manager: [holder('Jocasta Merriman')],
        councillor_seats: '0',
        officer_seats: '1',
        representatives: [],
      },
      resources: {
        money: [money('2026/27', 18000, 'existing', true, 'Carers’ budget')],
        officer_time: [time('2026/27', 12, 'A day a month')],
        in_kind: [],
      },
    },
    answers: {
      'case.need': {
        value: ['better-together', 'value'],
        note: 'Six homes each keep a bed empty, on different nights.',
      },
      'case.alternatives': {
        value: 'Buying nights one by one: £26,000 a year and no promise of a bed.',
        evidence: 'Commissioning note, August 2026',
      },
      'case.benefits': 'About four hundred nights off a year.',
      'case.costs': '£18,000 a year and a day a month.',
      'case.we-offer': 'The booking line.',
      'case.we-expect': 'Each home keeps one bed in six weeks free.',
      'exposure.main-risks': 'A home closes and takes its beds with it.',
      'exposure.accepted': yes('No home has more than two of the beds.', {
        owner: 'Leopold Strand, Director of Adult Social Care',
      }),
      'exposure.manager': 'Jocasta Merriman',
      'setup.legal-power': yes('Care Act 2014, section 10.'),
    },
    steps: [
      { on: '2026-09-08', by: 'Verity Clough', do: 'submit' },
      {
        on: '2026-09-11',
        by: 'Yusuf Calloway',
        do: 'decide',
        outcome: 'changes',
        reasons: 'Say what happens to a booking when a home closes.',
      },
      {
        on: '2026-09-15',
        by: 'Verity Clough',
        do: 'answer',
        answers: {
          'setup.unplanned-exit': 'The other homes take its bookings first; we pay the difference.',
        },
      },
      { on: '2026-09-15', by: 'Verity Clough', do: 'submit' },
      { on: '2026-09-17', by: 'Yusuf Calloway', do: 'decide', outcome: 'approved' },
      { on: '2026-09-24', by: 'Leopold Strand', do: 'decide', outcome: 'approved' },
      {
        on: '2026-11-12',
        by: 'Verity Clough',
        why: 'Two more homes want to join',
        do: 'pledge',
        year: '2026/27',
        pounds: 27500,
      },
    ],
    comes: { stage: 'approved', proposal: 'approved', approval: 'approved', tier: 'standard' },
  },
]
