import { optionsOf, readText } from './answer-text.ts'
import { type Outcome, outcomeOf, testLeft } from './definition.ts'
import type { Value } from './facts.ts'
import { type Case, caseOf } from './known.ts'
import type { Pack, QuestionSet } from './pack.ts'
import type { Question } from './question-shape.ts'
import { type Answers, clauseOf, groupsOf, progressOf, refOf, setNamed, tellAnswer } from './questions.ts'

/** One question of the test as a page shows it. `name` is its word in an address. */
export type Step = {
  name: string
  ref: string
  question: Question
  clause: string
  options: { value: string; label: string }[]
  /** What it is answered with; '' while it is not, or several. */
  value: string | string[]
  said: string
}

/** How far a test has come: the answers that count, and either the question that is next or what they show. */
export type Standing = {
  made: Case
  answered: Step[]
  next: Step | undefined
  outcome: Outcome | undefined
  /** The usual features, asked once there is an outcome they belong to; none of them needs an answer. */
  features: { heading: string; steps: Step[] }[]
  featuresIntro: string
}

/** What stands in the address of a test: answers by their words, as the router reads them. */
export type Address = Readonly<Record<string, unknown>>

/**
 * Where the guided test stands with the answers of an address (DEF-1 to DEF-3). What is no answer to a question that is
 * asked is left out, so that an address can say nothing the test did not ask.
 */
export function standingOf(pack: Pack, address: Address): Standing {
  const [set, features] = [pack.definition.set, pack.definition.features].map(id => setNamed(pack, id))
  const answers: Record<string, { value: Value }> = {}
  for (const each of [set, features]) if (each) Object.assign(answers, answersIn(pack, each, address))
  const made = caseOf(pack, {}, answers, endOfTime)
  if (!set)
    return { made, answered: [], next: undefined, outcome: unsure(pack), features: [], featuresIntro: '' }
  const steps = progressOf(set, made).asked.map(question => stepOf(pack, set, question, answers))
  const found = outcomeOf(pack, made)
  const left = found ? undefined : testLeft(pack, made)[0]
  const outcome = found ?? (left ? undefined : unsure(pack))
  const asked = outcome && features ? progressOf(features, made).asked : []
  const groups = features
    ? groupsOf(features, asked).map(({ heading, questions }) => ({
        heading,
        steps: questions.map(question => stepOf(pack, features, question, answers)),
      }))
    : []
  const answered = steps.filter(step => step.value.length > 0)
  const counted = [...answered, ...groups.flatMap(group => group.steps)].flatMap(({ ref }) =>
    answers[ref] ? [[ref, answers[ref]]] : [],
  )
  return {
    made: { ...made, answers: Object.fromEntries(counted) },
    answered,
    next: left && stepOf(pack, set, left, answers),
    outcome,
    features: groups,
    featuresIntro: features?.intro ?? '',
  }
}

/** The answers that count, as pairs of an address: the same for everyone who answers the same. */
export function addressOf({
  answered,
  features,
}: Pick<Standing, 'answered' | 'features'>): [string, string][] {
  return [...answered, ...features.flatMap(group => group.steps)].flatMap(({ name, value }) =>
    [value].flat().flatMap((each): [string, string][] => (each === '' ? [] : [[name, each]])),
  )
}

/** The answers kept with an assessment, as pairs of an address: where the test is taken again. */
export function addressOfAnswers(pack: Pack, answers: Answers): [string, string][] {
  const sets = [pack.definition.set, pack.definition.features].flatMap(id => setNamed(pack, id) ?? [])
  return sets.flatMap(set =>
    set.questions.flatMap(question => {
      const value = answers[refOf(set, question)]?.value
      const words = value === undefined ? [] : [value].flat().map(each => wordOf(each))
      return words.map((word): [string, string] => [nameOf(pack, set, question), word])
    }),
  )
}

/** Where the test stood with the answers kept of it. */
export function standingOfAnswers(pack: Pack, answers: Answers): Standing {
  const words: Record<string, string[]> = {}
  for (const [name, word] of addressOfAnswers(pack, answers)) words[name] = [...(words[name] ?? []), word]
  return standingOf(pack, words)
}

// Words of an address that are no question's, whatever a pack calls its own.
const taken = new Set(['name', 'directorate', 'of', 'start', 'change', 'asked', 'features', 'done'])

function nameOf(pack: Pack, set: QuestionSet, question: Question): string {
  return set.id !== pack.definition.set || taken.has(question.id) ? refOf(set, question) : question.id
}

function answersIn(pack: Pack, set: QuestionSet, address: Address): Record<string, { value: Value }> {
  return Object.fromEntries(
    set.questions.flatMap(question => {
      const value = readText(question, address[nameOf(pack, set, question)])
      return value === undefined ? [] : [[refOf(set, question), { value }]]
    }),
  )
}

function stepOf(pack: Pack, set: QuestionSet, question: Question, answers: Answers): Step {
  const ref = refOf(set, question)
  const value = answers[ref]?.value
  return {
    name: nameOf(pack, set, question),
    ref,
    question,
    clause: clauseOf(set, question),
    options: optionsOf(question),
    value: value === undefined ? '' : Array.isArray(value) ? value.map(wordOf) : wordOf(value as Value),
    said: value === undefined ? '' : saidOf(question, value),
  }
}

function saidOf(question: Question, value: Value): string {
  const option = optionsOf(question).find(each => each.value === value)
  return option?.label ?? tellAnswer(question, value)
}

// What something is does not hang on the day; a model of significance is in force at the end of time whatever its start.
const endOfTime = '9999-12-31'

// Nothing is left to ask and still no outcome holds: a pack whose outcomes look at more than its test asks.
function unsure(pack: Pack): Outcome {
  const { means, next, clause } = pack.definition.unsure
  return {
    kind: 'take-advice',
    means,
    next,
    clause,
    because: 'The answers lead to no other outcome',
    missing: [],
  }
}

const wordOf = (value: Value | string) => (value === true ? 'yes' : value === false ? 'no' : String(value))
