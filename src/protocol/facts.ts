import { formatMoney } from '#src/domain/money.ts'
import { type Fact, facts } from './fact-list.ts'
import { type Mistake, nearest } from './mistake.ts'

/** The value of a fact or an answer. Money is in pounds; dates are ISO; several choices make a list. */
export type Value = boolean | number | string | readonly string[]

/** What is known, by the names of the dictionary. A fact that is absent is not known, which is not the same as no. */
export type Facts = { readonly [name: string]: Value }

const byName = new Map(facts.map(fact => [fact.name, fact]))

/** The fact of that name, or undefined. */
export function factNamed(name: string): Fact | undefined {
  return byName.get(name)
}

/** What is wrong with the name of a fact, or undefined. */
export function unknownFact(name: string): string | undefined {
  if (byName.has(name)) return undefined
  const close = nearest(name, [...byName.keys()])
  return `There is no fact ‘${name}’. ${close ? `Did you mean ‘${close}’?` : 'docs/protocol.md lists the facts.'}`
}

/**
 * Takes facts as a file or a form gives them: yes-no as true, false, yes or no; the rest as the dictionary says.
 * @returns the facts that are sound, and a mistake for each that is not, with its mend
 */
export function readFacts(given: Record<string, unknown>): { facts: Facts; mistakes: Mistake[] } {
  const sound: Record<string, Value> = {}
  const mistakes: Mistake[] = []
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === '') continue
    const unknown = unknownFact(name)
    const read = unknown ? { wrong: unknown } : readValue(byName.get(name)!, value)
    if ('wrong' in read) mistakes.push({ path: [name], says: read.wrong })
    else sound[name] = read.value
  }
  return { facts: sound, mistakes }
}

/** A value as the fact's type wants it, or what is wrong with it and how to mend that. */
export function readValue(fact: Fact, value: unknown): { value: Value } | { wrong: string } {
  const wrong = (mend: string) => ({
    wrong: `The fact ‘${fact.name}’ cannot be ${typeof value === 'number' ? value : JSON.stringify(value)}: ${mend}`,
  })
  switch (fact.type) {
    case 'yes-no':
      if (value === true || value === 'yes') return { value: true }
      if (value === false || value === 'no') return { value: false }
      return wrong('write yes or no.')
    case 'money':
      return isAmount(value) ? { value } : wrong('write pounds as a plain number, such as 50000, 0 or more.')
    case 'number':
      return isAmount(value) ? { value } : wrong(`write a number of ${fact.unit}, 0 or more.`)
    case 'names': {
      const names = typeof value === 'string' ? value.split(';') : value
      return Array.isArray(names) && names.every(name => typeof name === 'string')
        ? {
            value: names
              .map(name => name.trim())
              .filter(Boolean)
              .sort(),
          }
        : wrong('write names, separated by a semicolon.')
    }
    case 'choice':
      return fact.choices!.some(choice => choice.value === value)
        ? { value: value as string }
        : wrong(`write one of ${fact.choices!.map(choice => choice.value).join(', ')}.`)
  }
}

/** A value in words: '£120,000 a year', '25 officer days a year', 'high'. */
export function tellValue(fact: Fact, value: Value): string {
  if (fact.type === 'money') return `${pounds(value as number)} ${fact.unit}`
  if (fact.type === 'number') return counted(value as number, fact.unit!)
  if (fact.type === 'choice') {
    const label = fact.choices!.find(choice => choice.value === value)?.label ?? String(value)
    return label.charAt(0).toLowerCase() + label.slice(1)
  }
  if (fact.type === 'names') return [value].flat().join(', ') || 'nobody'
  return value === true ? 'yes' : 'no'
}

/** Pounds as people read them: 50000 gives '£50,000'. */
export function pounds(value: number): string {
  return formatMoney(Math.round(value * 100))
}

/** A number as people read it: 12500 gives '12,500'. */
export function plain(value: number): string {
  return value.toLocaleString('en-GB')
}

/** A number of something, one of it in the singular: '1 member of ours on its board'. */
export function counted(value: number, unit: string): string {
  return `${plain(value)} ${value === 1 ? oneOf(unit) : unit}`.trim()
}

const singular: Record<string, string> = {
  days: 'day',
  members: 'member',
  months: 'month',
  people: 'person',
  years: 'year',
}
const oneOf = (unit: string) =>
  unit.replace(/\b(days|members|months|people|years)\b/, word => singular[word]!)

const isAmount = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= largest

// More than anything a public body counts, and still exact to the penny.
const largest = 1e12
