import { answerWords } from '#src/protocol/answer-words.ts'
import type { Value } from '#src/protocol/facts.ts'
import type { Line } from './lines.ts'
import type { List, Told } from './list-words.ts'
import { isNothing } from './values.ts'

/** What was answered to the questions of a protocol, and what others advised on them. */
export const answerLists: Record<string, List> = {
  answer: {
    key: 'question',
    noun: 'the answers',
    made: told => `answered ${question(told)}${after(said(told))}`,
    gone: told => `took out the answer to ${question(told)}`,
    which: question,
    changed: told => {
      const parts = [...told.row.fields].filter(([field]) => field in headings)
      return parts.map(([field, { before, after: now }]) => ({
        heading: headings[field] ? `${question(told)}: ${headings[field]}` : question(told),
        was: field === 'value' ? words(told, before) : String(before ?? ''),
        now: field === 'value' ? words(told, now) : String(now ?? ''),
        act: '',
        noun: 'the answers',
        isNew: false,
      }))
    },
  },
  advice: {
    key: 'asked_by',
    noun: 'the advice',
    made: told =>
      isNothing(told.held.follows)
        ? `asked ${whom(told)} about ${topic(told)}`
        : `added to the advice on ${topic(told)}${after(String(told.held.answer ?? ''))}`,
    gone: told => `removed what was asked about ${topic(told)}`,
    which: told => topic(told),
    changed: told => {
      const act =
        told.held.state === 'answered'
          ? `gave advice on ${topic(told)}${after(String(told.held.answer ?? ''))}`
          : `took back what ${whom(told)} was asked about ${topic(told)}`
      return told.row.fields.has('state')
        ? [{ heading: '', was: '', now: '', act, noun: 'the advice', isNew: false }]
        : []
    },
  },
}

/** What is done with questions and advice, where the usual words do not say it. */
export const answerVerbs: Record<string, (noun: string, lines: Line[]) => string> = {
  answer: (_, lines) => {
    if (lines.length === 1 && lines[0]!.act) return lines[0]!.act
    const onlyChanged = lines.length > 0 && lines.every(line => !line.act)
    return onlyChanged ? 'changed answers of the proposal' : 'answered questions of the proposal'
  },
  'ask-advice': one('asked for advice'),
  advise: (_, lines) => lines.find(line => line.act.startsWith('gave advice'))?.act ?? 'gave advice',
  'add-advice': one('added to the advice'),
  'withdraw-advice': one('took back a question for advice'),
}

const headings: Record<string, string> = {
  value: '',
  note: 'note',
  evidence: 'evidence',
  owner: 'owner',
  not_relevant: 'why it is not relevant',
}

function one(otherwise: string) {
  return (_: string, lines: Line[]) => (lines.length === 1 && lines[0]!.act ? lines[0]!.act : otherwise)
}

function question({ names, held }: Told): string {
  return `“${names.asked(held.subject_id, held.question)?.text ?? held.question}”`
}

const topic = (told: Told) => (isNothing(told.held.question) ? 'the whole proposal' : question(told))

const whom = ({ names, held, show }: Told) =>
  isNothing(held.team) ? show('person_id') : names.role(held.subject_id, held.team)

function said(told: Told): string {
  const { not_relevant: why, value } = told.held
  return isNothing(why) ? words(told, value) : `not relevant because ${why}`
}

function words({ names, held }: Told, value: unknown): string {
  if (isNothing(value)) return ''
  const asked = names.asked(held.subject_id, held.question, value)
  return asked ? answerWords(asked, value as Value).join('; ') : String(value)
}

// The answer itself stands on the page; the history says enough to know it by.
const after = (text: string) =>
  text ? `: ${text.length > most ? `${text.slice(0, most).trim()}…` : text}` : ''
const most = 160
