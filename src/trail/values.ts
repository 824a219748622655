import { formatDate } from '#src/domain/dates.ts'
import { isId } from '#src/domain/id.ts'
import { formatMoney } from '#src/domain/money.ts'
import { choiceLabel, inWords, type NameType } from './labels.ts'
import { type Names, typeOf } from './names.ts'

/** A stored value as people read it; '' for nothing. */
export function shownValue(names: Names, table: string, field: string, value: unknown): string {
  if (value === null || value === undefined) return ''
  const type = typeOf(table, field)
  if (type) return names.nameOf(type, value) ?? `${article[type]} that is no longer known`
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'number')
    return field === 'pence' || field === 'limit_pence' ? formatMoney(value) : value.toLocaleString('en-GB')
  if (Array.isArray(value))
    return value
      .map(each => shownPart(each))
      .filter(Boolean)
      .join('; ')
  if (typeof value === 'object') return isOfLog(field) ? inLog(value) : shownPart(value)
  const text = String(value)
  if (table === 'custom') return /^\d{4}-\d\d/.test(text) ? formatDate(text) : text
  return (
    choiceLabel(table, field, text) ??
    (field.endsWith('_on') || field.endsWith('_at') ? formatDate(text) : text)
  )
}

const article: Record<NameType, string> = {
  organisation: 'an organisation',
  person: 'a person',
  post: 'a post',
  directorate: 'a directorate',
  priority: 'a priority',
  plan: 'a plan',
  committee: 'a committee',
  protocol: 'a protocol',
  involvement: 'an entry',
  account: 'an account',
}

/** Whether an act of publishing notes this: its place in the public log, and the content's hash or the reason. */
export function isOfLog(field: string): boolean {
  return field === 'published' || field === 'publication_ended' || field === 'publication_erased'
}

function inLog(value: object): string {
  const { number, hash, reason } = value as { number?: unknown; hash?: unknown; reason?: unknown }
  const rest = reason ? `: ${reason}` : hash ? `, content ${String(hash).slice(0, 12)}` : ''
  return `number ${number} of the public log${rest}`
}

// An identifier reads '01234567 (companies-house)'; any other object as its parts, each with its name.
function shownPart(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'object') return isId(value) ? '' : String(value)
  const { scheme, value: number } = value as { scheme?: unknown; value?: unknown }
  if (typeof scheme === 'string') return `${number} (${scheme})`
  return Object.entries(value)
    .map(([name, part]) => [inWords(name).toLowerCase(), shownPart(part)])
    .filter(([, part]) => part !== '')
    .map(parts => parts.join(' '))
    .join(', ')
}

/** Whether a value holds nothing anyone wrote. */
export function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === ''
}
