import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '#src/db/open.ts'
import { readTyped, withoutBlankRows, withRowsChanged } from '#src/partnerships/entry/edit/typed.ts'
import { day, needed } from '#src/partnerships/entry/sections/rules.ts'
import type { FormRow, Input, Mistake } from '#src/partnerships/entry/sections/section.ts'
import type { Condition } from './decide.ts'
import { dueWrong, noCondition } from './demanded.ts'

/** What a form asks of each condition. Its template is decide/conditions.njk. */
export const conditionsInput: Input = {
  name: 'conditions',
  label: 'Conditions',
  type: 'list',
  noun: 'condition',
  hint: 'Each has someone who does it and a day. The approval reads ‘conditions open’ until you close them.',
  columns: [
    { name: 'what', label: 'What has to be done', type: 'long-text' },
    { name: 'owner', label: 'Who does it', type: 'text', suggest: 'holders', hint: 'A person or a post.' },
    { name: 'due', label: 'By when', type: 'text', hint: 'Such as 31 March 2027.' },
  ],
}

/** A condition as it was typed, before its owner is known. */
export type TypedCondition = Omit<Condition, 'ownerId'>

/** The rows of conditions that a form shows: as they were typed, with one more or less where a button asked for that. */
export function conditionRows(body: unknown): FormRow[] {
  const typed = readTyped([conditionsInput], body)
  const rows = withRowsChanged([conditionsInput], typed, body).conditions as FormRow[]
  return rows.length > 0 ? rows : [{ id: '', what: '', owner: '', due: '' }]
}

/** Whether a button asked for another row or to take one away, and not for the form to be taken. */
export function changesRows(body: unknown): boolean {
  const { add, remove } = (body ?? {}) as Record<string, unknown>
  return typeof add === 'string' || typeof remove === 'string'
}

/**
 * Reads the conditions of an approval: at least one, each with what, who and by when (APP-6).
 * @param from the day before which none can be due, ISO
 */
export function readConditions(
  body: unknown,
  from: string,
): { conditions: TypedCondition[]; mistakes: Mistake[] } {
  const { conditions } = withoutBlankRows([conditionsInput], readTyped([conditionsInput], body))
  const rows = (conditions as FormRow[]).map(row => Row.safeParse(row))
  const numbers = numbersOf(body)
  const mistakes = rows.flatMap((read, i): Mistake[] => {
    const at = (field: string) => `conditions-${numbers[i]}-${field}`
    if (!read.success)
      return read.error.issues.map(issue => ({ field: at(String(issue.path[0])), text: issue.message }))
    const text = dueWrong(read.data.due, from)
    return text ? [{ field: at('due'), text }] : []
  })
  if (rows.length === 0) mistakes.push(noCondition)
  return {
    conditions: rows.flatMap(({ data }) =>
      data ? [{ what: data.what, owner: data.owner, dueOn: data.due }] : [],
    ),
    mistakes,
  }
}

/**
 * Finds who the owners are: the one person of that name, or who alone holds the post of that title. An owner nobody
 * knows stays a name.
 * @param on the day, ISO
 */
export async function withOwners(
  db: Db,
  authorityId: string,
  conditions: readonly TypedCondition[],
  on: string,
): Promise<Condition[]> {
  if (conditions.length === 0) return []
  const { rows } = await sql<{ name: string; ids: string[] }>`
    select asked.name, array(
      select p.id from person p where p.authority_id = ${authorityId} and p.left_on is null and p.merged_into is null
        and plain(p.name) in (plain(asked.name), plain(regexp_replace(asked.name, '^[^ ]+ ', '')))
        and plain(asked.name) in (plain(p.name), plain(ltrim(p.honorific || ' ' || p.name)))
      union select h.person_id from post t
        join post_holding h on h.authority_id = t.authority_id and h.post_id = t.id
        where t.authority_id = ${authorityId} and t.closed_on is null and lower(t.title) = lower(asked.name)
          and not h.deputy and h.starts_on <= ${on} and (h.ends_on is null or h.ends_on >= ${on})) as ids
    from unnest(${conditions.map(each => each.owner)}::text[]) with ordinality as asked(name, n)
    order by asked.n`.execute(db)
  return conditions.map((each, i) => {
    const { ids } = rows[i]!
    return { ...each, ownerId: ids.length === 1 ? ids[0]! : null }
  })
}

const Row = z.object({
  what: needed('The condition', 'Enter what has to be done', 1000),
  owner: needed('The name', 'Enter who does it'),
  due: day('The day', 'last').transform((date, context) => {
    if (date) return date
    context.addIssue({ code: 'custom', message: 'Enter the day by which it has to be done' })
    return z.NEVER
  }),
})

// The number each row that says something has in the form, where blank ones may stand between.
function numbersOf(body: unknown): number[] {
  const { conditions } = readTyped([conditionsInput], body)
  const kept = (conditions as FormRow[]).map((row, i) => [row, i] as const)
  return kept.filter(([row]) => [row.what, row.owner, row.due].some(Boolean)).map(([, i]) => i)
}
