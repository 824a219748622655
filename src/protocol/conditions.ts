import { z } from 'zod'
import { type Facts, factNamed, type Value } from './facts.ts'
import { lower, sayAnswer, sayFact, saySet } from './sentences.ts'

const word = z.union([z.string(), z.number(), z.boolean()])

/** The one condition language: when a question is asked, a criterion met, a step needed, a requirement in force or met. */
export const condition = z
  .strictObject({
    get all() {
      return z.array(condition).min(1).optional().describe('Every one of these holds')
    },
    get any() {
      return z.array(condition).min(1).optional().describe('At least one of these holds')
    },
    get not() {
      return condition.optional().describe('This does not hold')
    },
    fact: z.string().optional().describe('A fact of the dictionary; one of the tests below goes with it'),
    answer: z
      .string()
      .optional()
      .describe('A question as set.question; `is`, `one_of` or a number’s test goes with it'),
    complete: z.string().optional().describe('A question set of which every question asked is answered'),
    is: word.optional().describe('The value, or one of several chosen; yes or no'),
    one_of: z.array(word).min(1).optional().describe('The value is one of these'),
    at_least: word.optional().describe('The value is this or more; for a scale, this step or a higher one'),
    more_than: z.number().optional().describe('The value is above this'),
    less_than: z.number().optional().describe('The value is below this'),
    known: z.literal('yes').optional().describe('There is an answer, or the fact is known'),
    at_most: z.number().optional().describe('The value is this or less'),
  })
  .superRefine((made, context) => {
    const wrong = shapeMistake(made)
    if (wrong) context.addIssue({ code: 'custom', message: wrong })
  })
  .meta({ id: 'condition', description: 'A test over facts and answers' })

export type Condition = z.infer<typeof condition>

/** What conditions are asked of. An answer that was not given, or to a question that is not asked, has no value. */
export type Known = {
  facts: Facts
  answer(ref: string): { text: string; value?: Value; said?: string }
  left(set: string): { title: string; left: number; asked: number }
}

/** Whether a condition holds (undefined: not known yet), and the truth of the matter in a sentence without a full stop. */
export type Verdict = { holds: boolean | undefined; because: string }

/** Asks a condition of what is known. The sentence tells what is so, whether or not the condition holds. */
export function evaluate(asked: Condition, known: Known): Verdict {
  if (asked.all) return allOf(asked.all.map(each => evaluate(each, known)))
  if (asked.any) return anyOf(asked.any.map(each => evaluate(each, known)))
  if (asked.not) {
    const { holds, because } = evaluate(asked.not, known)
    return { holds: holds === undefined ? undefined : !holds, because }
  }
  if (asked.complete !== undefined) {
    const progress = known.left(asked.complete)
    return { holds: progress.left === 0, because: saySet(progress) }
  }
  if (asked.answer !== undefined) {
    const { text, value, said } = known.answer(asked.answer)
    return { holds: test(asked, value), because: sayAnswer({ text, said }) }
  }
  const value = known.facts[asked.fact!]
  return { holds: test(asked, value, scaleOf(asked.fact!)), because: sayFact(asked, value) }
}

/** Every fact a condition reads. */
export function factsIn(asked: Condition): string[] {
  return leavesOf(asked).flatMap(leaf => leaf.fact ?? [])
}

/** The tests a condition is made of, each with whether it stands under a `not`. */
export function leavesOf(asked: Condition, negated = false): (Condition & { negated: boolean })[] {
  if (asked.not) return leavesOf(asked.not, !negated)
  const parts = asked.all ?? asked.any
  return parts ? parts.flatMap(part => leavesOf(part, negated)) : [{ ...asked, negated }]
}

function allOf(verdicts: Verdict[]): Verdict {
  const failed = verdicts.filter(each => each.holds === false)
  if (failed.length > 0) return { holds: false, because: joined(failed) }
  const open = verdicts.filter(each => each.holds === undefined)
  return open.length > 0
    ? { holds: undefined, because: joined(open) }
    : { holds: true, because: joined(verdicts) }
}

function anyOf(verdicts: Verdict[]): Verdict {
  const held = verdicts.filter(each => each.holds)
  if (held.length > 0) return { holds: true, because: joined(held) }
  const open = verdicts.filter(each => each.holds === undefined)
  return open.length > 0
    ? { holds: undefined, because: joined(open) }
    : { holds: false, because: joined(verdicts) }
}

function joined(verdicts: Verdict[]): string {
  const [first = '', ...rest] = new Set(verdicts.map(each => each.because))
  return [first, ...rest.map(lower)].join('; ')
}

function test(asked: Condition, value: Value | undefined, scale?: readonly string[]): boolean | undefined {
  if (asked.known) return value !== undefined
  if (value === undefined) return undefined
  const values = (Array.isArray(value) ? value : [value]).map(plainWord)
  if (asked.is !== undefined) return values.includes(plainWord(asked.is))
  if (asked.one_of) return asked.one_of.some(each => values.includes(plainWord(each)))
  if (asked.at_least !== undefined && scale)
    return scale.indexOf(String(value)) >= scale.indexOf(String(asked.at_least))
  const number = Number(value)
  if (asked.at_least !== undefined) return number >= Number(asked.at_least)
  if (asked.more_than !== undefined) return number > asked.more_than
  if (asked.less_than !== undefined) return number < asked.less_than
  return number <= asked.at_most!
}

// YAML gives yes as a word, a form as a word, the dictionary as true.
const plainWord = (value: Value) => (value === true ? 'yes' : value === false ? 'no' : value)

function scaleOf(name: string): readonly string[] | undefined {
  const fact = factNamed(name)
  return fact?.ordered ? fact.choices!.map(choice => choice.value) : undefined
}

const tests = ['is', 'one_of', 'at_least', 'more_than', 'less_than', 'at_most', 'known'] as const

function shapeMistake(made: { [key: string]: unknown }): string | undefined {
  const heads = ['all', 'any', 'not', 'fact', 'answer', 'complete'].filter(key => made[key] !== undefined)
  if (heads.length !== 1)
    return 'A condition has exactly one of all, any, not, fact, answer or complete. Wrap several in all or any.'
  const count = tests.filter(key => made[key] !== undefined).length
  const wanted = heads[0] === 'fact' || heads[0] === 'answer' ? 1 : 0
  if (count === wanted) return undefined
  return wanted
    ? `A condition on a ${heads[0]} has exactly one of ${tests.join(', ')}.`
    : `A condition with ${heads[0]} takes none of ${tests.join(', ')}. Put them beside a fact.`
}
