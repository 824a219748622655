import type { PublicRule } from '#src/db/public-content.ts'
import type { AuthorityKey } from './shape.ts'

/**
 * What an authority publishes: when it opened its public register, the days on which its keeper published what had
 * changed, and what was withdrawn. `rules` are those of its own fields, by heading. The others have not opened theirs.
 */
export type Publications = {
  authority: AuthorityKey
  opened: string
  rules: Record<string, PublicRule>
  published: string[]
  withdrawn: { on: string; entry: string; to: 'ended' | 'erased'; reason: string }[]
}

export const publications: Publications[] = [
  {
    authority: 'county',
    opened: '2026-01-19',
    rules: { 'Scrutiny committee': 'public', 'Last internal audit': 'public', 'Filed under': 'ask' },
    published: ['2026-01-20', '2026-05-26', '2026-11-16'],
    withdrawn: [
      {
        on: '2026-02-02',
        entry: 'county-freeport',
        to: 'erased',
        reason: 'Published before the other bodies had agreed to it',
      },
      {
        on: '2026-08-24',
        entry: 'county-family-hubs',
        to: 'ended',
        reason: 'The partnership ended on 31 March 2026',
      },
    ],
  },
  {
    authority: 'borough',
    opened: '2026-02-09',
    rules: { Portfolio: 'public' },
    published: ['2026-02-10', '2026-07-14', '2026-11-10'],
    withdrawn: [],
  },
]

/** Entries that their keeper keeps to the staff: one that Cabinet has not decided on, and one entered twice. */
export const kept = ['county-mortuary', 'county-rural-transport-twice']

/** What the authorities put where the usual statements leave a gap, by how the gap begins. */
export const statementGaps: Record<string, string> = {
  'Add what you find': 'Nothing else is known.',
  'Say how and when':
    'Our web team last tested them on 12 January 2026, with a keyboard, a screen reader and an automatic checker.',
  'Say within how many days': 'We answer within 10 working days.',
  'Say on what date':
    'This statement was written on 14 January 2026 and last looked over on 2 November 2026.',
  'Say for how long': 'It is deleted after 30 days.',
  'Name your data protection officer': 'They pass it on to our data protection officer.',
}
