import type { Act, AuthorityKey } from '../shape.ts'

/** A protocol that an authority adopted: a pack that ships, or the file of one of its own beside this one. */
export type Adoption = Act & {
  authority: AuthorityKey
  pack: { ships: 'common' | 'northampton' | 'northamptonshire' | 'harborough' } | { file: string }
  from: string
  reference: string
}

/** The others have adopted none: for them the common one holds. */
export const adoptions: Adoption[] = [
  {
    authority: 'county',
    on: '2025-05-19',
    by: 'Magnus Eddery',
    why: 'Cabinet agreed to it on 15 May 2025',
    pack: { file: 'wendleshire-2025.yaml' },
    from: '2025-06-02',
    reference: 'Cabinet, 15 May 2025, minute 23',
  },
  {
    authority: 'county',
    on: '2026-01-26',
    by: 'Magnus Eddery',
    why: 'Fewer partnerships slipped under the line than under our own test',
    pack: { ships: 'common' },
    from: '2026-02-02',
    reference: 'Cabinet, 22 January 2026, minute 8',
  },
  {
    authority: 'borough',
    on: '2026-06-16',
    by: 'Fergus Lindqvist',
    pack: { ships: 'harborough' },
    from: '2026-07-01',
    reference: 'Executive, 9 June 2026, minute 41',
  },
]
