import { isFinancialYear } from '#src/domain/dates.ts'
import { readPounds } from '#src/domain/money.ts'
import { type MoneyForm, moneyForms } from '#src/domain/words.ts'
import type { Field } from '#src/partnerships/fields.ts'
import { tidy } from '../names.ts'
import { withoutYear, yearIn } from '../table/years.ts'
import type { Aside, MoneyValue, Reading } from '../values.ts'
import { amountsIn, continentalIn, withoutAmounts } from './amounts.ts'
import type { CellContext } from './context.ts'
import { readItem, splitItems } from './grammar.ts'
import { placeholderIn } from './placeholders.ts'

/** Reads cash by year: amounts that can be read one way are placed; ranges, sums over time and sentences are proposed. */
export function readMoney(text: string, _field: Field, context: CellContext): Reading {
  const placed: MoneyValue[] = []
  const doubts: string[] = []
  const asides: Aside[] = []
  for (const piece of splitItems(text, /[;\n•]/)) {
    const exact = exactItem(piece)
    if (exact) placed.push(exact)
    else readPiece(tidy(piece), context, placed, doubts, asides)
  }
  const extra = asides.length > 0 ? { asides } : {}
  if (doubts.length === 0) return { placed, settle: undefined, ...extra }
  const proposed = placed.length > 0 ? placed : null
  return { placed: undefined, settle: { message: doubts.join(' '), proposed }, ...extra }
}

const formWords = moneyForms.map(form => form.value).join('|')
const item = new RegExp(
  `^(\\d{4}/\\d{2}): (-?£[\\d,]+\\.\\d{2})(?: (${formWords}))?(, budgeted|, not budgeted)?(?= [([]|$)`,
)

/** The value an exported item means exactly: '2026/27: £5,605.00 grant, budgeted (note)'. */
function exactItem(piece: string): MoneyValue | undefined {
  const match = item.exec(piece)
  const pence = match && readPounds(match[2]!)
  if (!match || pence === undefined || pence === null || !isFinancialYear(match[1]!)) return undefined
  const { head, tags } = readItem(piece.slice(match[0].length).trim())
  if (head) return undefined
  return {
    year: match[1]!,
    pence,
    ...(match[3] ? { form: match[3] as MoneyForm } : {}),
    ...(match[4] ? { budgeted: match[4] === ', budgeted' } : {}),
    ...(tags.note !== undefined ? { note: tags.note } : {}),
  }
}

function readPiece(
  piece: string,
  context: CellContext,
  placed: MoneyValue[],
  doubts: string[],
  asides: Aside[],
): void {
  const year = yearIn(piece) ?? context.year ?? context.financialYear
  const words = tidy(withoutYear(piece))
    .replace(/^[:–-]\s*|\s*[:–-]$|\(\s*\)/g, '')
    .trim()
  const nothing = placeholderIn(words)
  if (nothing === 'nil') {
    placed.push({ year, pence: 0, note: words })
    return
  }
  if (nothing === 'none') return
  const amounts = amountsIn(words)
  if (amounts.length === 0) {
    readWords(words, year, doubts, asides)
    return
  }
  const value = (pence: number, note: string) => ({ year, pence, ...described(note) })
  const rest = withoutAmounts(words)
  const doubt = doubtAbout(words, amounts, rest)
  if (doubt) doubts.push(doubt)
  const times = doubt ? perYear(words) : 1
  if (isRange(words, amounts)) placed.push(value(Math.max(...amounts), words))
  else if (amounts.length === 1)
    placed.push(
      value(
        amounts[0]! * times,
        times > 1 || /[€$]|over /i.test(words) || continentalIn(words) !== undefined ? words : rest,
      ),
    )
  else for (const pence of amounts) placed.push(value(pence, rest))
}

function doubtAbout(words: string, amounts: number[], rest: string): string | undefined {
  if (continentalIn(words) !== undefined) return `‘${words}’ has a point where a comma is usual.`
  if (/[€$]/.test(words)) return `‘${words}’ is not in pounds.`
  if (isRange(words, amounts)) return `‘${words}’ is a range. We propose the higher amount.`
  if (amounts.length > 1)
    return `‘${words}’ names ${amounts.length} amounts. Do they add up, or is one a part?`
  if (perYear(words) > 1)
    return `‘${words}’ is not for a whole year. We propose the amount for twelve months.`
  if (/\b(over|for) (\d|two|three|four|five) years?\b/i.test(words))
    return `‘${words}’ is for several years. How much falls in each?`
  if (/^(19|20)\d\d$/.test(words)) return `‘${words}’ may be an amount or a year.`
  if (/^\d+(\.\d+)?%$|\d\s*%/.test(words)) return `‘${words}’ is a share, not an amount.`
  return rest.split(' ').length > 8 ? `‘${words}’ says more than an amount.` : undefined
}

function isRange(words: string, amounts: number[]): boolean {
  return amounts.length === 2 && /\d\s*[km]?\s*(-|–|to)\s*£?\s*\d/i.test(words)
}

function perYear(words: string): number {
  if (/\b(per|a|each) month\b|\bpcm\b|\bmonthly\b|\/month/i.test(words)) return 12
  if (/\b(per|a|each) quarter\b|\bquarterly\b/i.test(words)) return 4
  return /\b(per|a|each) week\b|\bweekly\b/i.test(words) ? 52 : 1
}

// Words without an amount are no money: they say what else is given.
function readWords(words: string, year: string, doubts: string[], asides: Aside[]): void {
  const effort = /\b(officer|staff|time|days?|hours?|fte|attendance|member)\b/i.test(words)
  const kind =
    /\b(kind|room|venue|accommodation|premises|printing|equipment|support|office|hosting|vehicle|storage|meeting)\b/i.test(
      words,
    )
  if (!effort && !kind) {
    doubts.push(`‘${words}’ is not an amount.`)
    return
  }
  const field = effort ? 'officer_time' : 'in_kind'
  const message = effort ? `‘${words}’ is officer time, not money.` : `‘${words}’ is help in kind, not money.`
  asides.push({ field, settle: { message, proposed: [{ year, text: words }] } })
}

function described(rest: string): Omit<MoneyValue, 'year' | 'pence'> {
  const form = formIn(rest)
  const unbudgeted = /\b(unbudgeted|not (yet )?budgeted)\b/i.test(rest)
  const budgeted = unbudgeted || /\b(budgeted|in (the )?budget)\b/i.test(rest)
  const note = tidy(
    rest
      .replace(/\b(p\.?a\b\.?|per annum|per year|a year|annually|annual|each year|yearly)/gi, '')
      .replace(/\b(unbudgeted|not (yet )?budgeted|budgeted)\b/gi, '')
      .replace(/\(\s*\)/g, '')
      .replace(/^(c\.?|ca\.?|circa|approx\.?|approximately|around|~)$/i, 'about')
      .replace(/^(c\.|ca\.|circa|approx\.?|approximately|around|~)\s+/i, 'about ')
      .replace(new RegExp(`^(${formWords}|fee)$`, 'i'), ''),
  )
    .replace(/\s+,/g, ',')
    .replace(/^[\s,:–-]+|[\s,:–-]+$/g, '')
    .replace(/^\((.*)\)$/, '$1')
  return {
    ...(form ? { form } : {}),
    ...(budgeted ? { budgeted: !unbudgeted } : {}),
    ...(note && tidy(note.replace(new RegExp(`^(${formWords}|fee)$`, 'i'), '')) ? { note } : {}),
  }
}

function formIn(text: string): MoneyForm | undefined {
  const found = forms.filter(([pattern]) => pattern.test(text)).map(([, form]) => form)
  return found.length === 1 ? found[0] : undefined
}

const forms: [RegExp, MoneyForm][] = [
  [/\bgrant\b/i, 'grant'],
  [/\b(subscription|membership fee|fee|subs)\b/i, 'subscription'],
  [/\bpool(ed)?\b/i, 'pooled'],
  [/\bexisting (budgets?|resources)\b/i, 'existing'],
  [/\bcapital\b/i, 'capital'],
]
