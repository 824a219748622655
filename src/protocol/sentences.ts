import type { Condition } from './conditions.ts'
import type { Fact } from './fact-list.ts'
import { factNamed, plain, pounds, tellValue, type Value } from './facts.ts'

/** What is so about a fact, set against what a condition asks of it: '£120,000 a year is over £50,000'. */
export function sayFact(asked: Condition, value: Value | undefined): string {
  const fact = factNamed(asked.fact!)
  if (!fact) return `‘${asked.fact}’ is no fact`
  if (value === undefined) return `Not known yet: ${openOf(fact)}`
  if (fact.type === 'yes-no') return value === true ? fact.yes! : fact.no!
  if (fact.type === 'choice') return `${fact.label}${joint(fact)} ${tellValue(fact, value)}`
  if (fact.type === 'names') return `${fact.label} are ${tellValue(fact, value)}`
  if (asked.known) return `${fact.label}: ${tellValue(fact, value)}`
  // 'Is over £0' says nothing that the amount does not say itself.
  if (asked.more_than === 0) return tellValue(fact, value)
  return `${tellValue(fact, value)} ${compared(asked, Number(value), fact.type === 'money' ? pounds : plain)}`
}

/** What was answered to a question: '‘Is there a quorum?’ was answered ‘no’'. */
export function sayAnswer({ text, said }: { text: string; said: string | undefined }): string {
  return said === undefined ? `Not answered yet: ‘${text}’` : `‘${text}’ was answered ‘${said}’`
}

/** How far a question set has come: '‘The case’ has 3 of 9 questions left'. */
export function saySet({ title, left, asked }: { title: string; left: number; asked: number }): string {
  return left === 0 ? `‘${title}’ is complete` : `‘${title}’ has ${left} of ${asked} questions left`
}

/** What is not met, or waived, and why: '‘The case’ has 3 of 9 questions left. Needed: the case is made.' */
export function sayGap({ says, because, state }: { says: string; because: string; state: string }): string {
  if (state === 'waived') return `Waived: ${says}. ${because.replace(/\.?$/, '.')}`
  return because.endsWith(lower(says)) ? `${because}.` : `${because}. Needed: ${lower(says)}.`
}

/** A list as people say it: 'a', 'a and b', 'a, b and c'. */
export function list(words: readonly string[], last = 'and'): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`
}

/** The text with a small first letter, for the middle of a sentence. */
export function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

function openOf({ open, type, label }: Fact): string {
  return open ?? (type === 'yes-no' ? `whether ${lower(label)}` : lower(label))
}

// Some labels carry their verb in the choices: 'The equality assessment' 'is done'; a public service 'would stop'.
function joint(fact: Fact): string {
  return fact.choices!.some(choice => /^(is|would) /.test(choice.label)) || fact.label.endsWith(' is')
    ? ''
    : ' is'
}

function compared(asked: Condition, value: number, told: (value: number) => string): string {
  const { is, at_least, more_than, less_than, at_most } = asked
  const bound = Number(is ?? at_least ?? more_than ?? less_than ?? at_most ?? asked.one_of![0])
  const mark = told(bound)
  if (value < bound) return `is under ${mark}`
  if (value > bound) return `is over ${mark}`
  if (at_least !== undefined) return `reaches ${mark}`
  return at_most === undefined && is === undefined ? `is exactly ${mark}` : `is no more than ${mark}`
}
