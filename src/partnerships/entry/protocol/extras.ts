import type { Here } from '#src/accounts/here.ts'
import { findCase } from '#src/partnerships/case/case.ts'
import { extraAnswers } from '#src/partnerships/case/extras.ts'
import type { Entry } from '../queries.ts'

/**
 * What the protocol asked on the entry's registration form beside the register's own fields, in words (PRO-1); nothing
 * where none of it was ever answered. @param on the day, ISO
 */
export async function askedBesides(here: Here, entry: Entry, answered: boolean, on: string) {
  if (!answered) return []
  const { made } = await findCase(here.db, here.authority.id, entry, on, 'standing')
  return extraAnswers(made)
}
