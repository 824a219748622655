import { z } from 'zod'
import type { Here } from '#src/accounts/here.ts'
import { refusal, sightOf, wholeGrantFor } from '#src/accounts/may.ts'
import { findOffer } from '#src/partnerships/entry/choices.ts'
import { needed, oneOf } from '#src/partnerships/entry/sections/rules.ts'

/** What the test is told before its first question: what the arrangement is called, and which directorate asks. */
export type Started = { name: string; directorate: string | null }

/**
 * The directorates for which someone may assess, and the form that asks. Whoever answers for some of them alone assesses
 * for one of those. @throws NotAllowed where there is none
 */
export async function startForm(here: Here, now: Date) {
  const { directorates } = await findOffer(here.db, now)
  const free = wholeGrantFor(here.grants, 'propose') !== undefined
  const sight = sightOf(here.grants, 'propose')
  const own =
    sight === 'all' ? directorates : directorates.filter(each => sight.directorateIds.includes(each.id))
  if (!free && own.length === 0) throw refusal('propose')
  const choices = own.map(({ id, name }) => ({ value: id, label: name }))
  const directorate = oneOf(choices, 'Choose a directorate from the list')
  const schema = z.object({
    name: needed('The name', 'Enter what it is called'),
    directorate: free ? directorate : directorate.refine(id => id !== null, 'Choose your directorate'),
  })
  return { schema, choices, free }
}

/** The same as words of an address. */
export const pairsOf = ({ name, directorate }: Started): [string, string][] => [
  ['name', name],
  ...(directorate ? [['directorate', directorate] as [string, string]] : []),
]

/** What an address or a form says a test is about. */
export function textsOf(given: unknown): { name?: string; directorate?: string; of?: string } {
  const words = (given ?? {}) as Record<string, unknown>
  return Object.fromEntries(
    ['name', 'directorate', 'of'].flatMap(name =>
      typeof words[name] === 'string' ? [[name, words[name].toWellFormed()]] : [],
    ),
  )
}
