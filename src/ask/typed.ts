import { poundsInBox, readPounds } from '#src/domain/money.ts'
import { choicesOf, unitOf } from '#src/protocol/answer-words.ts'
import type { Value } from '#src/protocol/facts.ts'
import { fits } from '#src/protocol/fits.ts'
import type { Question } from '#src/protocol/question-shape.ts'
import type { Answer } from '#src/protocol/questions.ts'
import { dayBoxes, joinDays, line, lines } from '#src/web/inputs.ts'

/** The parts of an answer, each a box of the form: 'note.need' is the note of the question 'need'. */
export type Part = 'answer' | 'note' | 'evidence' | 'owner' | 'skip'

/** What stands in the boxes of a question. A date has boxes of its own besides its value. */
export type Typed = {
  value: string | string[]
  boxes: Record<string, string>
  note: string
  evidence: string
  owner: string
  /** Why it is not relevant. */
  skip: string
}

export type Mistake = { field: string; text: string }

/** The name of a box. */
export function boxOf(part: Part, question: { id: string }): string {
  return `${part}.${question.id}`
}

/** What someone typed about a question. */
export function readTyped(question: Question, body: Record<string, unknown>): Typed {
  const text = (part: Part) => wordsOf(body[boxOf(part, question)])
  const name = boxOf('answer', question)
  const given = question.kind === 'date' ? joinDays(body, [name])[name] : body[name]
  return {
    value: severalOf(question)
      ? [given ?? []].flat().map(String).filter(Boolean)
      : wordsOf(Array.isArray(given) ? given[0] : given),
    boxes: Object.fromEntries(
      ['day', 'month', 'year'].map(part => [part, wordsOf(body[`${name}-${part}`])] as const),
    ),
    note: text('note'),
    evidence: text('evidence'),
    owner: text('owner'),
    skip: text('skip'),
  }
}

/** An answer as it stands in the boxes; what is no answer to this question leaves them empty. */
export function typedOf(question: Question, answer: Answer): Typed {
  const { value, note = '', evidence = '', owner = '', notRelevant: skip = '' } = answer
  const text = value === undefined || !fits(question, value) ? '' : inBox(question, value)
  const day = dayBoxes('d', question.kind === 'date' && typeof text === 'string' ? text : '')
  const boxes = { day: day['d-day']!, month: day['d-month']!, year: day['d-year']! }
  return { value: text, boxes, note, evidence, owner, skip }
}

/** The answer somebody typed, or what is wrong with it and how to mend that. What is empty is left out. */
export function readAnswer(
  question: Question,
  typed: Typed,
): { ok: true; answer: Answer } | { ok: false; mistakes: Mistake[] } {
  const value = readValue(question, typed.value)
  const parts = {
    note: lines(`The note on ‘${question.text}’`, mostWords).safeParse(typed.note),
    evidence: line(`The evidence for ‘${question.text}’`, 500).safeParse(typed.evidence),
    owner: line(`The owner of ‘${question.text}’`).safeParse(typed.owner),
    skip: line(`The reason why ‘${question.text}’ is not relevant`, 500).safeParse(typed.skip),
  }
  const mistakes: Mistake[] = [
    ...('wrong' in value ? [{ field: boxOf('answer', question), text: value.wrong }] : []),
    ...Object.entries(parts).flatMap(([part, read]) =>
      read.success ? [] : [{ field: boxOf(part as Part, question), text: read.error.issues[0]!.message }],
    ),
  ]
  if (mistakes.length > 0 || 'wrong' in value) return { ok: false, mistakes }
  const { skip: notRelevant, ...said } = Object.fromEntries(
    Object.entries(parts).flatMap(([part, read]) => (read.data ? [[part, read.data]] : [])),
  ) as Record<string, string>
  return {
    ok: true,
    answer: {
      ...(value.value === undefined ? {} : { value: value.value }),
      ...said,
      ...(notRelevant ? { notRelevant } : {}),
    },
  }
}

const mostWords = 10_000

const severalOf = (question: Question) => question.kind === 'choice' && question.several === 'yes'

const wordsOf = (value: unknown) => (typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : '')

function inBox(question: Question, value: Value): string | string[] {
  if (Array.isArray(value)) return severalOf(question) ? [...value] : value.join('; ')
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (question.kind === 'money') return poundsInBox(Math.round(Number(value) * 100))
  return severalOf(question) ? [String(value)] : String(value)
}

// A message names its question: the summary above a long page says where to look.
function readValue(question: Question, typed: string | string[]): { value?: Value } | { wrong: string } {
  const asked = `‘${question.text}’`
  if (typed.length === 0) return {}
  if (Array.isArray(typed)) {
    const known = choicesOf(question).map(choice => choice.value)
    return typed.every(each => known.includes(each))
      ? { value: known.filter(each => typed.includes(each)) }
      : { wrong: `${asked}: choose from the list` }
  }
  switch (question.kind) {
    case 'yes-no':
    case 'yes-no-partly': {
      const words = question.kind === 'yes-no' ? ['yes', 'no'] : ['yes', 'no', 'partly']
      return words.includes(typed) ? { value: typed } : { wrong: `${asked}: choose ${inList(words)}` }
    }
    case 'choice':
      return choicesOf(question).some(choice => choice.value === typed)
        ? { value: typed }
        : { wrong: `${asked}: choose from the list` }
    case 'money': {
      const pence = readPounds(typed)
      return pence === undefined || pence < 0
        ? { wrong: `${asked} must be an amount in pounds, such as 50000 or 1,250.50` }
        : { value: pence / 100 }
    }
    case 'number': {
      const plain = typed.replaceAll(/(?<=\d),(?=\d{3}\b)/g, '')
      return /^\d{1,12}(\.\d{1,4})?$/.test(plain)
        ? { value: Number(plain) }
        : { wrong: `${asked} must be a number${countedIn(question)}, such as 12` }
    }
    case 'date':
      return /^\d{4}-\d\d-\d\d$/.test(typed)
        ? { value: typed }
        : { wrong: `${asked} must be a whole date, such as 31 3 2027` }
    default: {
      const most = question.kind === 'text' ? mostWords : 500
      const read = (question.kind === 'text' ? lines : line)(`The answer to ${asked}`, most).safeParse(typed)
      return read.success
        ? read.data === ''
          ? {}
          : { value: read.data }
        : { wrong: read.error.issues[0]!.message }
    }
  }
}

const countedIn = (question: Question) => (unitOf(question) ? ` of ${unitOf(question)}` : '')

const inList = (words: string[]) => `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
