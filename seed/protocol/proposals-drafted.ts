import { partly, tests, yes } from './answers.ts'
import { holder, money, partner, type SampleProposal, time } from './proposal-shape.ts'

/** What is drafted, or was tested and is something else, as of November 2026. */
export const drafts: SampleProposal[] = [
  // Half filled in: it would cost what no budget holds, by a partner's own rules.
  {
    authority: 'county',
    on: '2026-10-12',
    by: 'Verity Clough',
    test: tests.partnership,
    name: 'Wendleshire Dementia Care Partnership',
    directorate: 'Adult Social Care',
    pages: {
      partnership: {
        name: 'Wendleshire Dementia Care Partnership',
        purpose:
          'One team of nurses and social workers for people who live with dementia, from the day they are told.',
        lead: 'Wendle Community Health NHS Trust',
        partners: [
          partner('NHS Wendleshire Integrated Care Board'),
          partner('Later Life Wendleshire'),
          partner('Wendleshire Carers’ Circle'),
        ],
      },
      resources: {
        money: [money('2026/27', 95000, 'grant', false, 'Two posts; no budget holds them yet')],
        officer_time: [time('2026/27', 60, 'Commissioning lead, a day and a half a week')],
        in_kind: [],
      },
    },
    answers: {
      'significance.accountable-body': 'no',
      'significance.pooled': 240000,
      'significance.outside-money': 0,
      'significance.members-on-board': 1,
      'significance.statutory': 'no',
      'significance.length': 5,
      'significance.service': 'suffers',
      'significance.reliance': 'high',
      'significance.priority': 'fundamental',
      'significance.risk': 'medium',
      'significance.reputation': 'medium',
      'case.need': {
        value: ['better-together', 'capacity'],
        note: 'Families tell their story to five services before anyone helps.',
      },
      'case.benefits': 'People stay at home longer, and families know one name to ring.',
      'case.can-resource': yes('If the two posts are found.'),
      'case.level': 'active',
      'case.equality': { value: 'planned', note: 'With the service users’ forum in December.' },
      'evaluation.legal': partly('Who employs the two posts is open.'),
      'evaluation.communities': yes('Carers above all.'),
      'setup.partner-procedures': yes('The trust buys and pays by its own standing financial instructions.'),
    },
    steps: [
      {
        on: '2026-10-20',
        by: 'Verity Clough',
        do: 'ask',
        to: { team: 'legal-services' },
        question: 'setup.legal-power',
        message: 'Which power lets us second two of our people to the trust?',
        due: '2026-11-06',
      },
      {
        on: '2026-11-04',
        by: 'Morwenna Tapp',
        do: 'advise',
        question: 'setup.legal-power',
        answer:
          'Section 75 of the National Health Service Act 2006, with an agreement signed by both. Section 113 of the Local Government Act 1972 would do for secondments alone.',
      },
      {
        on: '2026-11-09',
        by: 'Verity Clough',
        do: 'ask',
        to: { team: 'risk-team' },
        question: 'exposure.main-risks',
        message: 'What have we missed? The trust is in special measures until the spring.',
        due: '2026-11-30',
      },
    ],
    comes: { stage: 'considered', proposal: 'draft' },
  },
  // Light, with everything answered: ready to submit.
  {
    authority: 'county',
    on: '2026-11-10',
    by: 'Verity Clough',
    test: tests.partnership,
    name: 'Brackwater Memory Café',
    directorate: 'Adult Social Care',
    usual: true,
    pages: {
      partnership: {
        name: 'Brackwater Memory Café',
        purpose:
          'A morning a week with music, company and advice, for people who forget and those who look after them.',
        lead: 'Later Life Wendleshire',
        partners: [partner('Brackwater Pantry Network')],
        priorities: ['Living well for longer'],
      },
      people: {
        sponsor: [holder('', 'Head of Integrated Commissioning')],
        performance_lead: [],
        manager: [holder('Verity Clough')],
        councillor_seats: '0',
        officer_seats: '0',
        representatives: [],
      },
      resources: {
        money: [money('2026/27', 2400, 'grant', true, 'Prevention budget')],
        officer_time: [time('2026/27', 6, 'Half a day a month')],
        in_kind: [],
      },
    },
    answers: {
      'case.need': { value: ['better-together'], note: 'The charity has the volunteers; we have the room.' },
      'case.benefits': 'Forty people a week leave the house and meet others.',
      'exposure.accepted': yes('Little can go wrong that a kettle does not mend.', {
        owner: 'Verity Clough, Domestic Abuse Commissioning Lead',
      }),
      'exposure.manager': 'Verity Clough',
      'setup.form': 'terms',
    },
    comes: { stage: 'considered', proposal: 'draft', tier: 'light' },
  },
  // Tested, and something else.
  {
    authority: 'county',
    on: '2026-11-02',
    by: 'Verity Clough',
    test: tests.contract,
    name: 'Minibuses for Day Centres',
    directorate: 'Adult Social Care',
    comes: { stage: 'not-a-partnership' },
  },
  {
    authority: 'county',
    on: '2026-11-16',
    by: 'Ottilie Brand',
    test: tests['take-advice'],
    name: 'Ambrey Common Graziers’ Scheme',
    directorate: 'Place and Environment',
    comes: { stage: 'considered' },
  },
]
