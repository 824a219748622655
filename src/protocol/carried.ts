import { answerWords, unitOf } from './answer-words.ts'
import type { Value } from './facts.ts'
import { fits } from './fits.ts'
import type { Case } from './known.ts'
import type { Pack, QuestionSet } from './pack.ts'
import type { Question } from './question-shape.ts'
import { type Answer, type Answers, isAsked, refOf } from './questions.ts'

/** A question that comes or goes with another protocol, and the set in which it is asked. */
export type Asked = { ref: string; text: string; set: string }

/** An answer that is no answer to its question any more: what it said, and why it no longer fits. */
export type Unfit = Asked & { said: string[]; because: string }

/** What becomes of the questions and answers of a proposal under another protocol (PRO-1). */
export type Carried = {
  added: Asked[]
  /** No longer asked: `answered` where somebody had answered it. */
  dropped: (Asked & { answered: boolean })[]
  /** Asked, and to be answered again. */
  again: Unfit[]
  /** How many questions are asked, before and after. */
  asked: { was: number; now: number }
}

/**
 * What another protocol makes of a proposal, question by question.
 * @param was the case under its own protocol
 * @param now the case under the other one
 * @param given the answers of the proposal
 * @param setsOf the sets a proposal of its kind asks, by pack
 */
export function carriedOver(
  was: Case,
  now: Case,
  given: Answers,
  setsOf: (pack: Pack) => readonly string[],
): Carried {
  const before = askedIn(was, setsOf(was.pack))
  const after = askedIn(now, setsOf(now.pack))
  const unfit = unfitAnswers(was.pack, now.pack, given)
  const known = questionsOf(was.pack)
  return {
    added: [...after.values()].filter(each => !before.has(each.ref)).map(plain),
    dropped: [...before.values()]
      .filter(each => !after.has(each.ref))
      .map(each => ({ ...plain(each), answered: saysSomething(given[each.ref]) })),
    again: [...after.values()].flatMap(each => {
      const because = unfit.get(each.ref)
      const asked = known.get(each.ref) ?? each.question
      return because ? [{ ...plain(each), said: saidOf(asked, given[each.ref]!), because }] : []
    }),
    asked: { was: before.size, now: after.size },
  }
}

/** Which answers no longer fit their question under another protocol, by set.question, and why; asked or not. */
export function unfitAnswers(was: Pack, now: Pack, given: Answers): Map<string, string> {
  const known = questionsOf(was)
  const unfit = new Map<string, string>()
  for (const [ref, question] of questionsOf(now)) {
    const because = given[ref] && whyUnfit(known.get(ref), question, given[ref])
    if (because) unfit.set(ref, because)
  }
  return unfit
}

/** Answers as another protocol takes them. Of those that no longer fit, their note, evidence and owner stay. */
export function answersUnder(was: Pack, now: Pack, given: Answers): Answers {
  const unfit = unfitAnswers(was, now, given)
  return Object.fromEntries(
    Object.entries(given).map(([ref, answer]) => {
      const { value: _, notRelevant: __, ...rest } = answer
      return [ref, unfit.has(ref) ? rest : answer]
    }),
  )
}

// Why an answer is none to a question any more; '' where it still is, or never said anything.
function whyUnfit(was: Question | undefined, now: Question, { value, notRelevant }: Answer): string {
  if (now.field !== undefined) return ''
  if (notRelevant) return now.skippable ? '' : 'It can no longer be left out as not relevant'
  if (value === undefined || value === '') return ''
  const kind = `It is answered with ${kinds[now.kind]} now`
  if (was && !isSameKind(was, now)) return kind
  if (was && counts.has(now.kind) && unitOf(was) !== unitOf(now))
    return unitOf(now) ? `It is counted in ${unitOf(now)} now` : 'It is counted otherwise now'
  if (fits(now, value)) return ''
  if (now.kind !== 'choice') return kind
  return Array.isArray(value) && !now.several ? 'Only one can be chosen now' : 'That can no longer be chosen'
}

// A name is still an answer where a text is asked; of yes, no and partly, what may still be said.
const isSameKind = (was: Question, now: Question) =>
  was.kind === now.kind ||
  (yesNo.has(was.kind) && yesNo.has(now.kind)) ||
  (names.has(was.kind) && now.kind === 'text')

const yesNo = new Set<Question['kind']>(['yes-no', 'yes-no-partly'])
const names = new Set<Question['kind']>(['person', 'organisation', 'document'])
const counts = new Set<Question['kind']>(['number', 'money'])

const kinds: Record<Question['kind'], string> = {
  'yes-no': 'yes or no',
  'yes-no-partly': 'yes, no or partly',
  choice: 'a choice from a list',
  text: 'a text',
  number: 'a number',
  money: 'an amount of money',
  date: 'a date',
  person: 'a person',
  organisation: 'an organisation',
  document: 'a document',
}

type Found = { ref: string; question: Question; set: QuestionSet }

function askedIn(made: Case, sets: readonly string[]): Map<string, Found> {
  const found = made.pack.sets
    .filter(set => sets.includes(set.id))
    .flatMap(set =>
      set.questions
        .filter(question => isAsked(set, question, made))
        .map(question => ({ ref: refOf(set, question), question, set })),
    )
  return new Map(found.map(each => [each.ref, each]))
}

const questionsOf = (pack: Pack) =>
  new Map(pack.sets.flatMap(set => set.questions.map(question => [refOf(set, question), question] as const)))

const plain = ({ ref, question, set }: Found): Asked => ({ ref, text: question.text, set: set.title })

const saysSomething = (answer: Answer | undefined) =>
  answer !== undefined && (answer.value !== undefined || Boolean(answer.notRelevant || answer.note))

const saidOf = (question: Question, { value, notRelevant }: Answer): string[] =>
  notRelevant ? [`Not relevant: ${notRelevant}`] : answerWords(question, value as Value)
