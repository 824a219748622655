import type { Proposal } from '#src/partnerships/case/case.ts'
import { answerLines, choicesOf, unitOf } from '#src/protocol/answer-words.ts'
import { evaluate, leavesOf } from '#src/protocol/conditions.ts'
import type { Case } from '#src/protocol/known.ts'
import type { Question } from '#src/protocol/question-shape.ts'
import { type Answer, adviceOf, clauseOf, refOf } from '#src/protocol/questions.ts'
import { calledInBy } from '#src/protocol/route.ts'
import { lower } from '#src/protocol/sentences.ts'
import type { Advice } from './advice/queries.ts'
import { answerHeld, type Place, placeOfAnswer } from './held.ts'
import type { Answering } from './open.ts'
import type { AskPage } from './pages.ts'
import { revealsOf } from './reveals.ts'
import type { Theirs } from './save.ts'
import { type Typed, typedOf } from './typed.ts'

/** A question as its page shows it. */
export type Shown = {
  ref: string
  question: Question
  clause: string
  place: Place
  typed: Typed
  /** The answer the form was opened with, as JSON: what tells whether it was changed. */
  base: string
  choices: { value: string; label: string; under: Shown[] }[]
  unit: string
  /** Whether its choices are few and short enough for one line. */
  inline: boolean
  /** Parts shown at once, because they are required, and those behind a click, because they are only asked for. */
  required: string[]
  asked: string[]
  /** Whether a part behind the click holds something. */
  open: boolean
  /** What the protocol says where the answer is no or partly. */
  advice: string
  /** Whose approval the answer calls in, and why, in a sentence; '' where nobody's. */
  calls: string
  given: Advice[]
  answeredBy: string
  answeredAt: Date | null
  lacks: string[]
  theirs: (Omit<Theirs, 'answer'> & { words: string[]; yours: string[] }) | null
}

/** What came back with a form: what was typed into it, and what someone else wrote meanwhile. */
export type Back = {
  typed: Map<string, Typed>
  theirs: ReadonlyMap<string, Theirs>
  yours: Map<string, Answer>
}

/**
 * The questions of a page with their answers, those that hang on a choice under it.
 * @param advice what was asked about the proposal
 */
export function shownPage(open: Answering, page: AskPage, advice: Advice[], back?: Back) {
  const { made } = open.entryCase
  const said = new Map(adviceOf(page.set, made).map(each => [each.question.id, each.advice]))
  const nested = new Set<Question>()
  const show = (question: Question): Shown => {
    const reveals = open.mayAnswer ? revealsOf(page.set, question, made) : {}
    for (const each of Object.values(reveals).flat()) nested.add(each)
    return shown(open, page, question, advice, said.get(question.id) ?? '', back, value =>
      (reveals[value] ?? []).map(show),
    )
  }
  const groups = page.groups.map(({ heading, questions }) => ({
    heading,
    questions: questions.flatMap(question => (nested.has(question) ? [] : [show(question)])),
  }))
  return groups.filter(group => group.questions.length > 0)
}

function shown(
  { entryCase, entry, proposal }: Answering,
  page: AskPage,
  question: Question,
  advice: Advice[],
  said: string,
  back: Back | undefined,
  under: (value: string) => Shown[],
): Shown {
  const { made } = entryCase
  const ref = refOf(page.set, question)
  const place = placeOfAnswer(question, entry, proposal.purpose)
  const held = answerHeld(ref, place, proposal.answers, entry)
  const theirs = back?.theirs.get(ref)
  const typed = back?.typed.get(ref) ?? typedOf(question, held)
  const asked = partsOf(question, 'asked', held)
  const row: Proposal['answers'][string] | undefined = proposal.answers[ref]
  const lacks = page.left.find(each => each.question === question)?.lacks ?? []
  const options = optionsOf(question).map(choice => ({ ...choice, under: under(choice.value) }))
  const below = options.some(each => each.under.length > 0)
  const begun = row !== undefined || place.in === 'column'
  return {
    ref,
    question,
    clause: clauseOf(page.set, question),
    place,
    typed,
    base: JSON.stringify(theirs?.answer ?? held),
    choices: options,
    unit: unitOf(question),
    inline: options.length < 4 && !below && options.map(each => each.label).join('').length < 24,
    required: partsOf(question, 'required', held),
    asked,
    open: asked.some(part => typed[part as 'note' | 'evidence' | 'owner'] !== ''),
    advice: said,
    calls: question.fact === undefined ? '' : callsOf(question.fact, made),
    given: advice.filter(each => each.question === ref),
    answeredBy: row?.answeredBy ?? '',
    answeredAt: row?.answeredAt ?? null,
    lacks: begun ? lacks.filter(each => each !== 'answer') : [],
    theirs: theirs
      ? {
          by: theirs.by,
          at: theirs.at,
          keep: theirs.keep,
          words: answerLines(question, theirs.answer),
          yours: answerLines(question, back!.yours.get(ref) ?? {}),
        }
      : null,
  }
}

// Only what this answer does, though other answers may call in the same people.
function callsOf(fact: string, made: Case): string {
  const titles = [...new Set(calledInBy(fact, made).map(each => each.title))]
  if (titles.length === 0) return ''
  const rules = made.pack.route.flatMap(group => [group.if, ...group.deciders.map(each => each.if)])
  const reasons = rules
    .flatMap(rule => (rule ? leavesOf(rule) : []))
    .filter(leaf => leaf.fact === fact)
    .map(leaf => ({ ...evaluate(leaf, made), negated: leaf.negated }))
    .filter(({ holds, negated }) => holds === !negated)
  const because = [...new Set(reasons.map(each => each.because))].join('; ')
  const who = titles.length < 2 ? titles[0] : `${titles.slice(0, -1).join(', ')} and ${titles.at(-1)}`
  return `This calls in an approval: ${who}, because ${lower(because)}.`
}

/** What can be chosen in answer to a question; nothing where it is written. */
export function optionsOf(question: Question): { value: string; label: string }[] {
  const yesNo = [
    { value: 'yes', label: 'Yes' },
    { value: 'no', label: 'No' },
  ]
  if (question.kind === 'yes-no') return yesNo
  if (question.kind === 'yes-no-partly') return [yesNo[0]!, { value: 'partly', label: 'Partly' }, yesNo[1]!]
  return question.kind === 'choice' ? choicesOf(question) : []
}

// A part that nobody asks for is shown all the same where it holds something.
function partsOf(question: Question, wanted: 'asked' | 'required', held: Answer): string[] {
  return (['note', 'evidence', 'owner'] as const).filter(
    part =>
      question[part] === wanted ||
      (wanted === 'asked' && question[part] === undefined && Boolean(held[part])),
  )
}
