import { normaliseName } from '#src/partnerships/import/names.ts'
import { isSame } from '../edit/reconcile.ts'
import { inWords } from '../edit/words.ts'
import type { EntrySection, FormRow, FormValue, FormValues, Input } from '../sections/section.ts'

/** A field two entries fill differently: someone has to choose. */
export type Difference = { name: string; label: string; section: string; one: string[]; other: string[] }

/** What two entries say differently, field by field. What only one says, and lists, need no choice. */
export function differencesOf(sections: EntrySection[], one: FormValues, other: FormValues): Difference[] {
  return sections.flatMap(section =>
    section.inputs
      .filter(input => isChosen(input) && isFilled(one[input.name]) && isFilled(other[input.name]))
      .filter(input => !isSame(bare(one[input.name]!), bare(other[input.name]!)))
      .map(input => ({
        name: input.name,
        label: input.label,
        section: section.title,
        one: inWords(input, one[input.name]),
        other: inWords(input, other[input.name]),
      })),
  )
}

/**
 * One section of two entries as one: lists are put together, a single value is the survivor's where it has one and
 * it is not among those to take from the loser.
 */
export function putTogether(
  inputs: readonly Input[],
  survivor: FormValues,
  loser: FormValues,
  take: ReadonlySet<string>,
): FormValues {
  return Object.fromEntries(
    inputs.map(input => {
      const [kept = '', given = ''] = [survivor[input.name], loser[input.name]]
      if (isChosen(input))
        return [input.name, fresh(take.has(input.name) || !isFilled(kept) ? given : kept, kept)]
      if (input.type === 'checkboxes')
        return [input.name, [...new Set([...(kept as string[]), ...(given as string[])])]]
      return [input.name, [...(kept as FormRow[]), ...newRows(input, kept as FormRow[], given as FormRow[])]]
    }),
  )
}

const isChosen = (input: Input) => input.type !== 'checkboxes' && (input.type !== 'list' || input.most === 1)

const isFilled = (value: FormValue | undefined) => value !== undefined && value.length > 0

// A row of the other entry is a new row of this one.
const fresh = (value: FormValue, kept: FormValue) => (value === kept ? value : bare(value))

const bare = (value: FormValue): FormValue =>
  Array.isArray(value)
    ? (value.map(row => (typeof row === 'string' ? row : { ...row, id: '' })) as FormRow[])
    : value

function newRows(input: Input, kept: FormRow[], given: FormRow[]): FormRow[] {
  const known = new Set(kept.map(row => identityOf(input, row)))
  return given.filter(row => !known.has(identityOf(input, row))).map(row => ({ ...row, id: '' }))
}

// One body is one partner whatever the note says; money is the same only when all of it is.
function identityOf(input: Input, row: FormRow): string {
  const columns = whoIs[input.name] ?? (input.columns ?? []).map(column => column.name)
  return columns.map(name => normaliseName(row[name] ?? '')).join('|')
}

const whoIs: Record<string, string[]> = {
  partners: ['body'],
  representatives: ['role', 'person', 'post', 'stands_for'],
}
