import { factNamed } from './facts.ts'
import type { Pack, QuestionSet } from './pack.ts'
import type { Question } from './question-shape.ts'
import { clauseOf, refOf } from './questions.ts'
import { type MarkOf, tiersIn } from './reading-marks.ts'
import { lower } from './sentences.ts'
import { tellCondition } from './tell.ts'

/** The question sets by when they are asked, each under its headings. */
export function readSets(pack: Pack, markOf: MarkOf) {
  return uses
    .map(({ use, heading }) => ({
      use,
      heading,
      sets: pack.sets.filter(set => set.use === use).map(set => readSet(pack, set, markOf)),
    }))
    .filter(({ sets }) => sets.length > 0)
}

const uses = [
  { use: 'test', heading: 'Questions that find out what it is' },
  { use: 'entry', heading: 'Questions of a proposal' },
  { use: 'register', heading: 'Questions of registration' },
  { use: 'running', heading: 'Questions while it runs' },
  { use: 'review', heading: 'Questions at a review' },
  { use: 'exit', heading: 'Questions on leaving' },
] as const

function readSet(pack: Pack, set: QuestionSet, markOf: MarkOf) {
  const groups: { heading: string; questions: ReturnType<typeof readQuestion>[] }[] = []
  for (const question of set.questions) {
    if (question.group || groups.length === 0) groups.push({ heading: question.group ?? '', questions: [] })
    groups.at(-1)!.questions.push(readQuestion(pack, set, question, markOf))
  }
  return {
    id: set.id,
    title: set.title,
    intro: set.intro,
    tiers: tiersIn(set.tiers),
    count: set.questions.length,
    groups,
    mark: markOf(`sets.${set.id}`, set),
  }
}

function readQuestion(pack: Pack, set: QuestionSet, question: Question, markOf: MarkOf) {
  const cited = clauseOf(set, question)
  return {
    ref: refOf(set, question),
    text: question.text,
    help: question.help,
    answer: answerOf(question),
    when: question.if && tellCondition(pack, question.if),
    tiers: question.tiers ? tiersIn(question.tiers, set.tiers) : [],
    wanted: wantedOf(question),
    advice: question.advice,
    mark: markOf(`sets.${set.id}.${question.id}`, cited === 'ours' ? { source: 'ours' } : { clause: cited }),
  }
}

function answerOf(question: Question): string {
  const { kind } = question
  if (kind === 'choice') return choicesOf(question)
  if (kind === 'number')
    return `A number of ${question.unit ?? (question.fact && factNamed(question.fact)?.unit) ?? 'them'}`
  return kinds[kind]
}

const kinds = {
  'yes-no': 'Yes or no',
  'yes-no-partly': 'Yes, no or partly',
  text: 'In words',
  money: 'Pounds',
  date: 'A date',
  person: 'A person',
  organisation: 'An organisation',
  document: 'A document',
}

function choicesOf(question: Question): string {
  const labels =
    question.choices?.map(choice => choice.label) ??
    (question.fact ? factNamed(question.fact)?.choices?.map(choice => choice.label) : undefined) ??
    []
  const how = question.several ? 'One or more of these' : 'One of these'
  return labels.length > 0 ? `${how}: ${labels.map(lower).join('; ')}` : how
}

// What goes with the answer.
function wantedOf({ evidence, note, owner, optional, skippable }: Question): string[] {
  const told = (what: string, wanted: 'asked' | 'required' | undefined) =>
    wanted ? [wanted === 'required' ? `${what} is required` : `${what} is asked for`] : []
  return [
    ...told('Evidence', evidence),
    ...told('A note', note),
    ...(owner
      ? [owner === 'required' ? 'Somebody must be named for it' : 'Somebody can be named for it']
      : []),
    ...(optional ? ['It may stay empty'] : []),
    ...(skippable ? ['It may be marked not relevant, with the reason'] : []),
  ]
}
