import { formatMoney, readPounds } from '#src/domain/money.ts'
import type { FormRow, FormValue, Input } from '../sections/section.ts'

/** A form's value as people read it, one text for each line or row; none where it says nothing. */
export function inWords(input: Input, value: FormValue | undefined): string[] {
  if (value === undefined || value === '') return []
  if (typeof value === 'string') return input.choices ? [labelOf(input, value)] : value.split('\n')
  return (value as (string | FormRow)[])
    .map(each => (typeof each === 'string' ? tickedIn(input, each) : rowInWords(input, each)))
    .filter(Boolean)
}

// One of several groups says of which it is: a priority of its plan.
function tickedIn(input: Input, value: string): string {
  const group = input.choices?.find(choice => choice.value === value)?.group
  return group ? `${labelOf(input, value)} (${group})` : labelOf(input, value)
}

function rowInWords(input: Input, row: FormRow): string {
  return (input.columns ?? [])
    .flatMap(column => {
      const text = row[column.name] ?? ''
      if (!text || column.type === 'hidden') return []
      if (column.choices) return [wordOf(column, text)]
      if (column.name === 'pounds') return [moneyIn(text)]
      if (column.name === 'days') return [`${text} ${text === '1' ? 'day' : 'days'}`]
      return [said[column.name] ? `${said[column.name]} ${text}` : text]
    })
    .join(', ')
}

const labelOf = (input: Input, value: string) =>
  input.choices?.find(choice => choice.value === value)?.label ?? value

const wordOf = (column: Input, value: string) =>
  column.name === 'budgeted' ? (value === 'yes' ? 'budgeted' : 'not budgeted') : labelOf(column, value)

const moneyIn = (text: string) => {
  const pence = readPounds(text)
  return pence === undefined ? `£${text}` : formatMoney(pence)
}

const said: Record<string, string> = {
  stands_for: 'substitute for',
  starts_on: 'from',
  ends_on: 'to',
}
