import type { AuthorityKey } from '../shape.ts'

/** A committee with those who enter what it decided. */
export type Committee = { name: string; recorders: { by: string; from: string; until?: string }[] }

/** What fills a role of the protocol, in the whole authority or in one directorate. */
export type Filling = { role: string; directorate?: string } & ({ post: string } | { committee: string })

/** One line of the scheme of delegation. The limit is in pounds a year; without one there is none. */
export type Delegation = {
  post: string
  what: 'enter' | 'extend'
  limit?: number
  from: string
  until?: string
  reference: string
  by: string
}

/** Someone who stands in for the holder of a post from day to day. */
export type Deputy = { post: string; by: string; from: string; until: string; why: string }

/** Who decides at an authority that has adopted a protocol: settled on one day by one of its own. */
export type Deciders = {
  authority: AuthorityKey
  on: string
  by: string
  committees: Committee[]
  fillings: Filling[]
  delegations: Delegation[]
  deputies: Deputy[]
}

const scheme = 'Constitution, part 3, scheme of delegation'

export const deciders: Deciders[] = [
  {
    authority: 'county',
    on: '2025-05-20',
    by: 'Magnus Eddery',
    committees: [
      { name: 'Cabinet', recorders: [{ by: 'Isaac Thornbury', from: '2021-09-13' }] },
      { name: 'Corporate Management Team', recorders: [{ by: 'Philippa Stote', from: '2024-01-08' }] },
    ],
    fillings: [
      { role: 'cabinet', committee: 'Cabinet' },
      { role: 'chief-executive', post: 'Chief Executive' },
      { role: 'section-151', post: 'Section 151 Officer' },
      { role: 'monitoring-officer', post: 'Monitoring Officer' },
      { role: 'legal-services', post: 'Head of Legal Services' },
      // Nobody has held it since September 2025: what this office proposes waits until somebody does.
      { role: 'head-of-service', directorate: 'Chief Executive’s Office', post: 'Head of Community Safety' },
      { role: 'head-of-service', directorate: 'Children and Families', post: 'Head of Inclusion' },
      { role: 'head-of-service', directorate: 'Adult Social Care', post: 'Head of Integrated Commissioning' },
      { role: 'head-of-service', directorate: 'Place and Environment', post: 'Head of Waste' },
      { role: 'head-of-service', directorate: 'Place and Environment', post: 'Head of Highways' },
      { role: 'head-of-service', directorate: 'Place and Environment', post: 'Head of Economic Growth' },
      { role: 'head-of-service', directorate: 'Resources', post: 'Head of Procurement' },
      { role: 'director', directorate: 'Chief Executive’s Office', post: 'Chief Executive' },
      { role: 'director', directorate: 'Children and Families', post: 'Director of Children and Families' },
      { role: 'director', directorate: 'Adult Social Care', post: 'Director of Adult Social Care' },
      { role: 'director', directorate: 'Place and Environment', post: 'Director of Place and Environment' },
      { role: 'director', directorate: 'Resources', post: 'Director of Resources' },
      { role: 'performance-team', post: 'Performance Manager' },
      { role: 'risk-team', post: 'Risk and Insurance Adviser' },
      { role: 'finance-team', post: 'Finance Business Partner' },
      { role: 'democratic-services', post: 'Democratic Services Manager' },
    ],
    delegations: [
      ...['Head of Inclusion', 'Head of Integrated Commissioning', 'Head of Waste', 'Head of Highways'].map(
        post => line(post, 25_000, 4),
      ),
      line('Head of Economic Growth', 25_000, 4),
      // Less than the others: it buys for all of them.
      line('Head of Procurement', 5_000, 5),
      { ...line('Head of Community Safety', 25_000, 4), until: '2025-09-12' },
      ...['Children and Families', 'Adult Social Care', 'Place and Environment'].map(name =>
        line(`Director of ${name}`, 50_000, 2),
      ),
      line('Director of Resources', 50_000, 2),
      line('Chief Executive', 100_000, 1),
      { ...line('Head of Integrated Commissioning', 10_000, 6), what: 'extend' },
      { ...line('Director of Adult Social Care', 50_000, 6), what: 'extend' },
      { ...line('Head of Highways', 10_000, 6), what: 'extend' },
      { ...line('Director of Place and Environment', 50_000, 6), what: 'extend' },
      { ...line('Chief Executive', 100_000, 6), what: 'extend' },
    ],
    deputies: [
      {
        post: 'Head of Integrated Commissioning',
        by: 'Jocasta Merriman',
        from: '2026-10-05',
        until: '2027-06-30',
        why: 'Yusuf Calloway is on parental leave',
      },
      {
        post: 'Monitoring Officer',
        by: 'Morwenna Tapp',
        from: '2026-07-27',
        until: '2026-08-14',
        why: 'Annual leave',
      },
    ],
  },
  {
    authority: 'borough',
    on: '2026-06-17',
    by: 'Fergus Lindqvist',
    committees: [
      { name: 'Executive', recorders: [{ by: 'Fergus Lindqvist', from: '2018-09-03' }] },
      { name: 'Management Board', recorders: [{ by: 'Tilda Ormsby', from: '2023-04-03' }] },
    ],
    fillings: [
      { role: 'cabinet', committee: 'Executive' },
      { role: 'management-team', committee: 'Management Board' },
      { role: 'chief-executive', post: 'Chief Executive' },
      { role: 'section-151', post: 'Chief Finance Officer' },
      { role: 'monitoring-officer', post: 'Monitoring Officer' },
      { role: 'legal-services', post: 'Legal Services Manager' },
      { role: 'director', post: 'Deputy Chief Executive' },
      { role: 'head-of-service', directorate: 'Corporate Services', post: 'Democratic Services Manager' },
      { role: 'head-of-service', directorate: 'Communities', post: 'Head of Communities' },
      { role: 'head-of-service', directorate: 'Regeneration and Planning', post: 'Head of Regeneration' },
      { role: 'performance-team', post: 'Audit and Performance Manager' },
      { role: 'risk-team', post: 'Audit and Performance Manager' },
      { role: 'finance-team', post: 'Chief Finance Officer' },
      { role: 'democratic-services', post: 'Democratic Services Manager' },
    ],
    delegations: [
      ...['Head of Communities', 'Head of Regeneration', 'Democratic Services Manager'].map(post => ({
        ...line(post, 10_000, 7),
        by: 'Full Council',
        from: '2026-07-01',
      })),
      { ...line('Deputy Chief Executive', 40_000, 3), by: 'Full Council', from: '2026-07-01' },
      { ...line('Chief Executive', 75_000, 1), by: 'Full Council', from: '2026-07-01' },
    ],
    deputies: [],
  },
]

function line(post: string, limit: number, number: number): Delegation {
  return {
    post,
    what: 'enter',
    limit,
    from: '2025-06-02',
    reference: `${scheme}, line ${number}`,
    by: 'County Council',
  }
}
