import type { QuestionSet } from '#src/protocol/pack.ts'
import type { Question } from '#src/protocol/question-shape.ts'
import { type Answer, groupsOf, refOf } from '#src/protocol/questions.ts'
import { answerHeld, type Place, placeOfAnswer } from './held.ts'
import { type Answering, type OpenAsk, setOfPage } from './open.ts'
import type { AskPage } from './pages.ts'
import type { Edit, Theirs } from './save.ts'
import { type Mistake, readAnswer, readTyped, type Typed } from './typed.ts'

/** A page of questions as it came back. */
export type Answered = {
  /** The page as the form had it, whatever is asked by now. */
  page: AskPage
  edits: Edit[]
  typed: Map<string, Typed>
  yours: Map<string, Answer>
  mistakes: Mistake[]
  /** Questions that two people answered and about which the form says which answer counts, or should have. */
  disputed: Map<string, Theirs>
}

type Body = Record<string, unknown>

/**
 * Reads a page of questions. The form itself says what it asked: while it was open, someone else's answers may have led
 * to other questions, and what was typed is kept all the same.
 */
export function readPage(open: OpenAsk, name: string, body: Body): Answered {
  const set = setOfPage(open.entryCase.protocol.pack, name)
  const questions = set.questions.filter(({ id }) => `base.${id}` in body || `answer.${id}` in body)
  return { page: pageAsSent(open, name, set, questions), ...readQuestions(open, set, questions, body) }
}

/** Reads what was answered to some questions of a set. */
export function readQuestions(
  { proposal, entry }: Pick<Answering, 'proposal' | 'entry'>,
  set: QuestionSet,
  questions: readonly Question[],
  body: Body,
): Omit<Answered, 'page'> {
  const read: Omit<Answered, 'page'> = {
    edits: [],
    typed: new Map(),
    yours: new Map(),
    mistakes: [],
    disputed: new Map(),
  }
  for (const question of questions) {
    const ref = refOf(set, question)
    const place = placeOfAnswer(question, entry, proposal.purpose)
    const held = answerHeld(ref, place, proposal.answers, entry)
    const base = baseOf(body[`base.${question.id}`]) ?? held
    const typed = readTyped(question, body)
    const answer = readAnswer(question, typed)
    read.typed.set(ref, typed)
    if (answer.ok) read.yours.set(ref, answer.answer)
    else read.mistakes.push(...answer.mistakes)
    const keep = body[`keep.${question.id}`]
    if (body[`dispute.${question.id}`] !== undefined) {
      const { answeredBy: by = 'Someone else', answeredAt: at = null } = proposal.answers[ref] ?? {}
      read.disputed.set(ref, { answer: base, by, at, keep: String(keep ?? '') })
      if (keep !== 'theirs' && keep !== 'yours')
        read.mistakes.push({
          field: `keep.${question.id}`,
          text: `Choose which answer to ‘${question.text}’ counts`,
        })
    }
    if (answer.ok)
      read.edits.push({ ref, place, base, typed: keep === 'theirs' ? base : kept(answer.answer, place) })
  }
  return read
}

// What the register holds is not answered here.
function kept(answer: Answer, place: Place): Answer {
  if (place.in !== 'register') return answer
  const { value: _, ...parts } = answer
  return parts
}

function pageAsSent(open: OpenAsk, name: string, set: QuestionSet, asked: Question[]): AskPage {
  const page = open.pages.find(each => each.name === name)
  const groups = groupsOf(set, asked)
  const whole = name === set.id
  return {
    name,
    set,
    title: page?.title ?? (whole ? set.title : (groups[0]?.heading ?? set.title)),
    groups: whole ? groups : [{ heading: '', questions: asked }],
    asked,
    answered: page?.answered ?? 0,
    left: page?.left ?? [],
    state: 'in progress',
  }
}

function baseOf(text: unknown): Answer | undefined {
  try {
    const base = JSON.parse(String(text))
    return base && typeof base === 'object' && !Array.isArray(base) ? base : undefined
  } catch {
    return undefined
  }
}
