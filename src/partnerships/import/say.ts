import { formatDate } from '#src/domain/dates.ts'
import { formatMoney } from '#src/domain/money.ts'
import { labelOf } from '#src/domain/words.ts'
import type { Field } from '#src/partnerships/fields.ts'
import type {
  EffortValue,
  HolderValue,
  MoneyValue,
  OrganisationValue,
  Placed,
  PriorityValue,
} from './values.ts'

/** A value in words for reading; an export writes it so that it can be read back, which is less plain. */
export function sayValue(field: Field, value: Placed | undefined): string {
  if (value === null || value === undefined || value === '') return ''
  switch (field.type) {
    case 'yes-no':
      return value ? 'Yes' : 'No'
    case 'choice':
      return labelOf(field.choices ?? [], String(value))
    case 'partial-date':
      return formatDate(String(value))
    case 'names':
      return (value as string[]).join('; ')
    case 'organisation':
    case 'organisations':
      return ([value].flat() as OrganisationValue[])
        .map(({ name, note }) => name + inBrackets(note))
        .join('; ')
    case 'holder':
    case 'holders':
      return ([value].flat() as HolderValue[]).map(sayHolder).join('; ')
    case 'priorities':
      return (value as PriorityValue[]).map(({ title }) => title).join('; ')
    case 'money':
      return (value as MoneyValue[]).map(sayMoney).join('; ')
    case 'effort':
    case 'in-kind':
      return (value as EffortValue[])
        .map(
          ({ year, text, days }) => `${[days && `${days} days`, text].filter(Boolean).join(', ')} in ${year}`,
        )
        .join('; ')
    default:
      return String(value)
  }
}

function sayHolder({ person, post, note, position, substituteFor }: HolderValue): string {
  const name = person && [person.honorific, person.name].filter(Boolean).join(' ')
  const who = [name, post].filter(Boolean).join(', ') || 'Vacant'
  return `${who}${substituteFor ? ` for ${substituteFor}` : ''}${inBrackets([position, note].filter(Boolean).join(', '))}`
}

function sayMoney({ year, pence, form, budgeted, note }: MoneyValue): string {
  const about = [form, budgeted === undefined ? '' : budgeted ? 'budgeted' : 'not budgeted', note]
  return `${formatMoney(pence)} in ${year}${inBrackets(about.filter(Boolean).join(', '))}`
}

const inBrackets = (text: string | undefined) => (text ? ` (${text})` : '')
