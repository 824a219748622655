import type { FormRow, FormValue, FormValues, Input } from '../sections/section.ts'

/** What someone typed into a section's form, rows that were left blank included. */
export function readTyped(inputs: readonly Input[], body: unknown): FormValues {
  const given = (body ?? {}) as Record<string, unknown>
  return Object.fromEntries(inputs.map(input => [input.name, typedInto(input, given)]))
}

/** The values without rows that say nothing: a row that was emptied is a row removed. */
export function withoutBlankRows(inputs: readonly Input[], values: FormValues): FormValues {
  return mapLists(inputs, values, (input, rows) => rows.filter(row => !isBlank(input, row)))
}

/** The values with a new row or without one, as the button that was pressed asks. */
export function withRowsChanged(inputs: readonly Input[], values: FormValues, body: unknown): FormValues {
  const { add, remove } = (body ?? {}) as Record<string, unknown>
  return mapLists(inputs, values, (input, rows) => {
    const kept = rows.filter((_, i) => remove !== `${input.name}-${i}`)
    return add === input.name && rows.length < mostRows ? [...kept, newRow(input)] : kept
  })
}

/** The values with at least one row in lists that always show one. */
export function withFirstRows(inputs: readonly Input[], values: FormValues): FormValues {
  return mapLists(inputs, values, (input, rows) => (input.most && rows.length === 0 ? [newRow(input)] : rows))
}

/** Values as the fields of a form, to carry them along unseen. */
export function asFields(values: FormValues): { name: string; value: string }[] {
  return Object.entries(values).flatMap(([name, value]) => {
    if (typeof value === 'string') return [{ name, value }]
    return (value as (string | FormRow)[]).flatMap((each, i) =>
      typeof each === 'string'
        ? [{ name, value: each }]
        : Object.entries(each).map(([column, text]) => ({ name: `${name}-${i}-${column}`, value: text })),
    )
  })
}

/** What the form held when it was opened, as the browser sent it back; undefined when that is not to be read. */
export function readBase(inputs: readonly Input[], text: unknown): FormValues | undefined {
  try {
    const base = JSON.parse(String(text).replaceAll('\\u0000', '')) as FormValues
    return inputs.every(input => isShaped(input, base[input.name])) ? base : undefined
  } catch {
    return undefined
  }
}

/**
 * Settles fields that both changed as the conflict page asked. `base` holds the other's version by then.
 * @returns the values, the fields that were asked about, and those of them nobody chose for
 */
export function readChosen(
  inputs: readonly Input[],
  typed: FormValues,
  base: FormValues,
  body: Record<string, unknown>,
): { values: FormValues; asked: string[]; missing: string[] } {
  const asked = inputs.map(input => input.name).filter(name => [body.disputed ?? []].flat().includes(name))
  const keep = (name: string) => body[`keep-${name}`]
  const theirs = asked.filter(name => keep(name) === 'theirs')
  return {
    values: { ...typed, ...Object.fromEntries(theirs.map(name => [name, base[name] ?? ''])) },
    asked,
    missing: asked.filter(name => keep(name) !== 'theirs' && keep(name) !== 'yours'),
  }
}

/** What was answered about names nobody knew, by their keys. */
export function readAnswers(body: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) =>
      name.startsWith('name-') && typeof value === 'string' ? [[name.slice(5), value]] : [],
    ),
  )
}

const mostRows = 300

function typedInto(input: Input, given: Record<string, unknown>): FormValue {
  const value = given[input.name]
  if (input.type === 'list') return rowsOf(input, given)
  if (input.type === 'checkboxes') return [value ?? []].flat().map(String).filter(Boolean).toSorted()
  return textOf(value)
}

const textOf = (value: unknown) =>
  (typeof value === 'string' ? value : '').replaceAll('\r\n', '\n').replaceAll('\0', '').trim()

function rowsOf(input: Input, given: Record<string, unknown>): FormRow[] {
  const start = `${input.name}-`
  const numbers = Object.keys(given).flatMap(name => {
    const number = name.startsWith(start) ? /^(\d{1,3})-/.exec(name.slice(start.length)) : null
    return number ? [Number(number[1])] : []
  })
  const columns = ['id', ...(input.columns ?? []).map(column => column.name)]
  return [...new Set(numbers)]
    .toSorted((a, b) => a - b)
    .slice(0, mostRows)
    .map(i => Object.fromEntries(columns.map(name => [name, textOf(given[`${start}${i}-${name}`])])))
}

function newRow(input: Input): FormRow {
  const cells = (input.columns ?? []).map(column => [column.name, column.choices?.[0]?.value ?? ''])
  return { id: '', ...Object.fromEntries(cells) }
}

function isBlank(input: Input, row: FormRow): boolean {
  return (input.columns ?? []).every(column =>
    ['', column.choices?.[0]?.value].includes(row[column.name] ?? ''),
  )
}

function mapLists(
  inputs: readonly Input[],
  values: FormValues,
  change: (input: Input, rows: FormRow[]) => FormRow[],
): FormValues {
  const lists = inputs.filter(input => input.type === 'list')
  return {
    ...values,
    ...Object.fromEntries(lists.map(list => [list.name, change(list, values[list.name] as FormRow[])])),
  }
}

function isShaped(input: Input, value: unknown): boolean {
  if (input.type === 'list')
    return Array.isArray(value) && value.every(row => row !== null && typeof row === 'object')
  return input.type === 'checkboxes' ? Array.isArray(value) : typeof value === 'string'
}
