import type { Tier } from '#src/domain/words.ts'
import type { Act, AuthorityKey } from '../shape.ts'
import { type Answered, no, partly, tests, yes } from './answers.ts'

/**
 * An entry that was in place before the protocol came, and what its test found. One that is a partnership has its
 * significance assessed as well, and how its approval is evidenced where somebody found the minute.
 */
export type Assessed = Act & {
  authority: AuthorityKey
  entry: string
  test: Answered
  answers?: Answered
  evidence?: { by: string; on: string; text: string }
  rescored?: Act
  overridden?: Act & { tier: Tier }
}

/** The rest stay as they were entered, 'approval not evidenced'. */
export const assessed: Assessed[] = [
  {
    authority: 'county',
    entry: 'county-rural-transport',
    on: '2025-07-14',
    by: 'Imogen Sallow',
    test: tests.partnership,
    // Standard under the county's own test; nobody has looked at it under the common one yet.
    answers: {
      'significance.accountable-body': 'no',
      'significance.members-on-board': 1,
      'significance.statutory': 'no',
      'significance.length': 99,
      'significance.service': 'suffers',
      'significance.reliance': 'medium',
      'significance.priority': 'supports',
      'significance.risk': 'medium',
      'significance.reputation': 'medium',
      'exposure.main-risks': 'Drivers are hard to find, and two operators may hand back their routes.',
      'exposure.accepted': yes('Looked at with the bus contracts in June 2025', {
        owner: 'Kwame Asante-Frost, Public Transport Manager',
      }),
      'evaluation.legal': yes('Grants under the Transport Act 1985; nothing new in it.'),
      'evaluation.benefits-against-costs': yes('Four villages would have no bus at all without it.'),
      'evaluation.communities': yes('People without a car gain most.'),
    },
  },
  {
    authority: 'county',
    entry: 'county-waste',
    on: '2025-07-21',
    by: 'Rosalind Keane',
    test: tests.partnership,
    answers: {
      'significance.accountable-body': 'yes',
      'significance.pooled': 612000,
      'significance.members-on-board': 2,
      'significance.statutory': 'no',
      'significance.length': 99,
      'significance.service': 'stops',
      'significance.reliance': 'high',
      'significance.priority': 'fundamental',
      'significance.risk': 'high',
      'significance.reputation': 'high',
      'exposure.main-risks':
        'The price of paper and cans falls faster than the pool can bear; a district leaves at short notice.',
      'exposure.opportunities': 'Food waste collections could share one depot.',
      'exposure.accepted': yes('With a reserve of six months’ income', {
        owner: 'Rosalind Keane, Head of Waste',
      }),
      'exposure.manager': 'Rosalind Keane',
      'evaluation.legal': yes('The inter-authority agreement of 2003 was renewed in 2023.'),
      'evaluation.insurance': yes('Each council insures its own vehicles and sites.'),
      'evaluation.constitution': yes('A joint committee, listed in part 3.'),
      'evaluation.processes': partly('Its orders go through our system; its invoices do not.'),
      'evaluation.protocols': yes('The data shared holds no names.'),
      'evaluation.financial-regulations': yes('The pool is audited with our own accounts.'),
      'evaluation.procurement': yes('We buy for all of them, under our contract rules.'),
      'evaluation.benefits-against-costs': yes('Alone, disposal would cost about a fifth more.'),
      'evaluation.communities': yes('One set of rules for what goes in which bin.'),
      'evaluation.our-contribution': yes('Shares are worked out by tonnage every third year.'),
    },
    rescored: { on: '2026-02-16', by: 'Imogen Sallow', why: 'The common test took the place of our own' },
  },
  {
    authority: 'county',
    entry: 'county-safeguarding-children',
    on: '2026-02-09',
    by: 'Imogen Sallow',
    test: tests.partnership,
    answers: {
      'significance.accountable-body': 'no',
      'significance.pooled': 402000,
      'significance.members-on-board': 1,
      'significance.statutory': 'yes',
      'significance.length': 99,
      'significance.service': 'suffers',
      'significance.priority': 'fundamental',
      'significance.risk': 'high',
      'exposure.main-risks': 'A child is harmed while partners each wait for another to act.',
      'exposure.accepted': yes('The law leaves no choice; the arrangements are inspected', {
        owner: 'Marguerite Ansty, Director of Children and Families',
      }),
      'evaluation.legal': yes('Set out in the Act and the guidance under it.'),
      'evaluation.communities': yes('It exists for children at risk.'),
    },
  },
  {
    authority: 'county',
    entry: 'county-better-care',
    on: '2026-03-02',
    by: 'Imogen Sallow',
    test: tests.partnership,
    answers: {
      'significance.accountable-body': 'yes',
      'significance.pooled': 48600000,
      'significance.members-on-board': 3,
      'significance.statutory': 'yes',
      'significance.length': 99,
      'significance.service': 'stops',
      'significance.priority': 'fundamental',
      'significance.risk': 'high',
      'exposure.main-risks':
        'Overspending in hospital discharge falls on the pool, and by the agreement half of it on us.',
      'exposure.accepted': yes('Looked at each quarter', {
        owner: 'Leopold Strand, Director of Adult Social Care',
      }),
      'evaluation.legal': yes('Section 75 of the National Health Service Act 2006.'),
      'evaluation.financial-regulations': partly(
        'The pool closes its year in April, three weeks after our books.',
      ),
      'evaluation.communities': yes('People leave hospital sooner, and with help at home.'),
    },
    evidence: {
      by: 'Cabinet',
      on: '2015-03-12',
      text: 'Minute 31 of 12 March 2015 agrees the pooled fund and its section 75 agreement',
    },
  },
  {
    authority: 'county',
    entry: 'county-cohesion',
    on: '2025-06-16',
    by: 'Imogen Sallow',
    test: tests.partnership,
    answers: {
      'significance.accountable-body': 'no',
      'significance.members-on-board': 1,
      'significance.statutory': 'no',
      'significance.length': 3,
      'significance.priority': 'supports',
      'significance.risk': 'low',
      'significance.reputation': 'medium',
      'exposure.main-risks': 'People stop reporting because nothing seems to follow from it.',
      'exposure.accepted': yes('Small sums, and the police lead on each case', {
        owner: 'Desmond Pike, Head of Community Safety',
      }),
      'evaluation.legal': yes('General power of competence, Localism Act 2011.'),
      'evaluation.communities': yes('Every faith has a seat.'),
    },
    evidence: { by: 'Cabinet', on: '2025-02-27', text: 'Minute 12 of 27 February 2025' },
  },
  {
    authority: 'county',
    entry: 'county-landscape',
    on: '2026-03-09',
    by: 'Imogen Sallow',
    test: tests.partnership,
    answers: {
      'significance.accountable-body': 'yes',
      'significance.outside-money': 168000,
      'significance.members-on-board': 2,
      'significance.statutory': 'no',
      'significance.length': 99,
      'significance.service': 'improves',
      'significance.priority': 'supports',
      'significance.risk': 'low',
      'exposure.main-risks': 'The government’s grant is settled from year to year.',
      'exposure.accepted': yes('Staff are on contracts that end with the grant', {
        owner: 'Tamsin Wray, Landscape Partnership Manager',
      }),
      'evaluation.legal': yes('Part IV of the Countryside and Rights of Way Act 2000.'),
      'evaluation.benefits-against-costs': yes('Each pound of ours brings three of the grant.'),
    },
    overridden: {
      on: '2026-03-16',
      by: 'Imogen Sallow',
      tier: 'standard',
      why: 'We only pass the grant on, against receipts, and it has been the same for twenty years',
    },
  },
  {
    authority: 'county',
    entry: 'county-heritage',
    on: '2026-05-11',
    by: 'Imogen Sallow',
    test: tests.partnership,
    answers: {
      'significance.accountable-body': 'no',
      'significance.members-on-board': 0,
      'significance.statutory': 'no',
      'significance.length': 5,
      'significance.service': 'improves',
      'significance.priority': 'supports',
      'significance.risk': 'low',
      'exposure.main-risks': 'Volunteers grow fewer; two sites open only because of them.',
      'exposure.accepted': no('To be asked at the September meeting'),
      'evaluation.legal': yes('Nothing binds us beyond the year.'),
      'evaluation.communities': yes('Nine small museums stay open.'),
    },
  },
  {
    authority: 'county',
    entry: 'county-community-rail',
    on: '2026-05-11',
    by: 'Imogen Sallow',
    test: tests.partnership,
    answers: {
      'significance.accountable-body': 'no',
      'significance.members-on-board': 0,
      'significance.statutory': 'no',
      'significance.length': 3,
      'significance.service': 'improves',
      'significance.priority': 'supports',
      'significance.risk': 'low',
      'exposure.accepted': yes('A subscription that we can end', {
        owner: 'Kwame Asante-Frost, Public Transport Manager',
      }),
      'evaluation.legal': yes('A service level agreement, a year at a time.'),
      'evaluation.communities': yes('Stations are cared for, and schools come by train.'),
    },
  },
  {
    authority: 'county',
    entry: 'county-planning-forum',
    on: '2026-05-18',
    by: 'Imogen Sallow',
    test: tests.network,
  },
  {
    authority: 'county',
    entry: 'county-drainage-board',
    on: '2026-05-18',
    by: 'Imogen Sallow',
    test: tests['outside-body'],
  },
  {
    authority: 'county',
    entry: 'county-energy-recovery',
    on: '2026-05-18',
    by: 'Imogen Sallow',
    test: tests.contract,
  },
  {
    authority: 'borough',
    entry: 'borough-healthy-marlbeck',
    on: '2026-07-07',
    by: 'Fergus Lindqvist',
    test: tests.partnership,
    answers: {
      'significance.accountable-body': 'no',
      'significance.members-on-board': 1,
      'significance.statutory': 'no',
      'significance.length': 3,
      'significance.service': 'improves',
      'significance.priority': 'supports',
      'significance.risk': 'low',
      'exposure.main-risks': 'The surgeries may send more people than the walks and kitchens can take.',
      'exposure.accepted': yes('Numbers are looked at every month', {
        owner: 'Meera Lockhart, Head of Communities',
      }),
      'evaluation.legal': yes('General power of competence, Localism Act 2011.'),
      'evaluation.communities': yes('People on their own find company.'),
    },
    evidence: { by: 'Executive', on: '2026-03-03', text: 'Minute 19 of 3 March 2026' },
  },
  {
    authority: 'borough',
    entry: 'borough-town-deal',
    on: '2026-07-14',
    by: 'Fergus Lindqvist',
    test: tests.partnership,
    answers: {
      'significance.accountable-body': 'yes',
      'significance.outside-money': 2100000,
      'significance.members-on-board': 2,
      'significance.statutory': 'no',
      'significance.length': 6,
      'significance.service': 'improves',
      'significance.priority': 'fundamental',
      'significance.risk': 'medium',
      'exposure.main-risks': 'What is not spent by March 2027 goes back to the government.',
      'exposure.accepted': yes('With a monthly forecast', {
        owner: 'Isolde Marchetti, Head of Regeneration',
      }),
      'evaluation.legal': yes('Grant terms of 2020, with the changes of 2023.'),
      'evaluation.communities': yes('Shops and flats where there were empty upper floors.'),
    },
  },
]
