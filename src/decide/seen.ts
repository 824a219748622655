import { createHash } from 'node:crypto'
import type { FrozenProposal, FrozenRow } from '#src/db/tables.ts'
import { labelOf, tiers } from '#src/domain/words.ts'
import { sorted } from '#src/trail/diff.ts'

/** A part of a proposal that is not as it was seen: the id of its question where it is an answer, and what it is now. */
export type Unseen = { id: string; says: string }

/** What would be frozen, as whoever is about to submit it sees it: a short mark for each of its parts (APP-6). */
export function seenOf(content: FrozenProposal): string {
  return partsOf(content)
    .map(({ id, mark }) => `${id}=${mark}`)
    .join(' ')
}

/**
 * What differs between what was seen and what would be frozen now, in words; nothing where it is the same.
 * @param seen marks of `seenOf`
 */
export function changedSince(seen: string, content: FrozenProposal): Unseen[] {
  if (seen === seenOf(content)) return []
  const before = new Map(seen.split(' ').map(each => each.split('=') as [string, string]))
  const parts = partsOf(content)
  const known = parts.filter(part => before.has(part.id))
  if (known.length === 0) return [{ id: '', says: 'It is not known what you looked at' }]
  const changed = parts.filter(part => before.get(part.id) !== part.mark)
  // What is asked only since, and not answered, is told as a number: what is left says which they are.
  const asked = changed.filter(part => part.empty && !before.has(part.id))
  const said = changed.filter(part => !part.follows && !asked.includes(part))
  const gone = [...before.keys()].filter(
    id => !id.startsWith('its-') && !parts.some(part => part.id === id),
  ).length
  return [
    ...(said.length + asked.length > 0 ? said : changed),
    ...(asked.length > 0
      ? [{ id: '', says: `${questions(asked.length)} asked now, and not answered yet` }]
      : []),
    ...(gone > 0 ? [{ id: '', says: `${questions(gone)} not asked any more` }] : []),
  ].map(({ id, says }) => ({ id, says }))
}

const questions = (count: number) => (count === 1 ? 'One question is' : `${count} questions are`)

type Part = Unseen & {
  mark: string
  /** It only follows from other parts, which say it better. */
  follows: boolean
  /** A question without an answer. */
  empty: boolean
}

function partsOf(content: FrozenProposal): Part[] {
  const part = (id: string, value: unknown, says: string, more: Partial<Part> = {}): Part => ({
    id,
    says,
    follows: false,
    empty: false,
    ...more,
    mark: createHash('sha256').update(sorted({ value })).digest('hex').slice(0, 10),
  })
  const { changes, tier, route, gaps, advice, sections, answers = [], ...figures } = content
  // Who gave an answer is not what it says.
  const rest = { ...figures, answers: answers.map(({ answered_by: _, answered_at: __, ...said }) => said) }
  return [
    part('its-tier', tier, `The tier is ${labelOf(tiers, tier).toLowerCase()} now`),
    part('its-changes', changes, 'What is to change was worded anew'),
    // The tier stands on its own, and not once more as the register's field.
    ...sections
      .flatMap(section => section.rows)
      .filter(row => row.id !== 'tier')
      .map(row => part(row.id, row, saidOf(row), { empty: row.answer.length === 0 })),
    ...advice.map((each, i) => part(`its-advice-${i}`, each, `${each.from} gave advice: ${each.said}`)),
    part('its-route', route, 'Who decides, or why, is not the same any more'),
    part('its-gaps', gaps, 'What is missing or waived is not the same any more'),
    part('its-rest', rest, 'The figures behind it are not the same any more', { follows: true }),
  ]
}

function saidOf({ question, answer, note, evidence, owner }: FrozenRow): string {
  const besides = [
    note && `note: ${note}`,
    evidence && `evidence: ${evidence}`,
    owner && `answers for it: ${owner}`,
  ]
  const said = [answer.join('; ') || 'no answer', ...besides].filter(Boolean).join(', ')
  return `‘${question}’ is now: ${said}`
}
