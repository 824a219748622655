import { sql } from 'kysely'
import type { Here } from '#src/accounts/here.ts'
import { type Entry, placeOf } from '#src/partnerships/entry/queries.ts'
import type { Round } from './round.ts'

/**
 * Whether the reader may read what is exempt from publication about an entry (APP-6, APP-7): whoever works on it or checks
 * it there, and whoever is asked to decide or advise on it; not everyone who reads the register.
 */
export async function mayReadExempt(here: Here, entry: Entry): Promise<boolean> {
  return here.may('read-exempt', placeOf(entry)) || isAsked(here, entry.id)
}

/** Submissions as the reader may read them: without the reasons of what was decided in exempt business, unless they may. */
export async function readableRounds(here: Here, entry: Entry, rounds: Round[]): Promise<Round[]> {
  const exempt = rounds.some(round => round.decisions.some(each => each.exempt_paragraph !== ''))
  if (!exempt || (await mayReadExempt(here, entry))) return rounds
  return rounds.map(round => ({
    ...round,
    decisions: round.decisions.map(each => (each.exempt_paragraph ? { ...each, reasons: '' } : each)),
  }))
}

async function isAsked({ db }: Here, entryId: string): Promise<boolean> {
  const { rows } = await sql<{ asked: boolean }>`select is_asked(${entryId}) as asked`.execute(db)
  return rows[0]!.asked
}
