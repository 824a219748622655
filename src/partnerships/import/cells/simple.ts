import type { Field } from '#src/partnerships/fields.ts'
import { plainWords, tidy, tidyLines } from '../names.ts'
import { choiceFor } from '../table/choices.ts'
import type { Aside, Reading } from '../values.ts'
import type { CellContext } from './context.ts'

/** Reads one line of text. */
export function readText(text: string): Reading {
  return { placed: tidy(text), settle: undefined }
}

/** Reads text that may have several lines. */
export function readLongText(text: string): Reading {
  return { placed: tidyLines(text), settle: undefined }
}

/** Reads a web address; one inside other words is proposed. */
export function readLink(text: string): Reading {
  const words = tidy(text)
  if (/^https?:\/\/[^\s"]+$/i.test(words)) return { placed: words, settle: undefined }
  if (/^www\.[^\s"]+$/i.test(words)) return { placed: `https://${words}`, settle: undefined }
  const inside = /(?:https?:\/\/|www\.)[^\s"<>()]+/i.exec(words)?.[0].replace(/[.,;]$/, '')
  const message = `‘${words}’ is not a web address alone.`
  if (!inside)
    return { placed: undefined, settle: { message: `‘${words}’ is not a web address.`, proposed: null } }
  return {
    placed: undefined,
    settle: { message, proposed: /^www/i.test(inside) ? `https://${inside}` : inside },
  }
}

/** Reads a word of the field's list, by its value, its label or the words registers use. */
export function readChoice(text: string, field: Field): Reading {
  const words = tidy(text)
  const found = choiceFor(field, words)
  if (found?.sure) return { placed: found.value, settle: undefined }
  const message = `‘${words}’ is not one of the words for ‘${field.heading}’.`
  return { placed: undefined, settle: found ? { message, proposed: found.value } : { message } }
}

const yes = /^(y|yes|true|✓|✔|☑|☒|1|tick|ticked)(?![\p{L}\p{N}])/iu
const no = /^(n|no|not yet|false|✗|✘|☐|0)(?![\p{L}\p{N}])/iu

/** Reads yes or no; the words after it are proposed as the reason or a note. */
export function readYesNo(text: string, field: Field): Reading {
  const words = tidy(text)
  const answer = yes.exec(words) ?? no.exec(words)
  if (!answer) {
    const proposed = /^x$/i.test(words)
      ? { proposed: true }
      : /\b(not|none|never)\b/i.test(words)
        ? { proposed: false }
        : {}
    return { placed: undefined, settle: { message: `‘${words}’ is neither yes nor no.`, ...proposed } }
  }
  const placed = yes.test(words)
  const rest = words
    .slice(answer[0].length)
    .replace(/^[\s,.:;–—-]+/, '')
    .replace(/^\((.*)\)$/, '$1')
  if (!rest) return { placed, settle: undefined }
  return { placed, settle: undefined, asides: [asideFor(rest, placed, field)] }
}

function asideFor(rest: string, placed: boolean, field: Field): Aside {
  const sentence = rest.charAt(0).toUpperCase() + rest.slice(1)
  if (field.name === 'risk_register' && !placed) {
    const message = 'The cell says why there is no risk register.'
    return { field: 'risk_register_reason', settle: { message, proposed: sentence } }
  }
  const message = `The cell says more than ${placed ? 'yes' : 'no'}.`
  return { field: 'notes', settle: { message, proposed: `${field.heading}: ${rest}` } }
}

const numberWords = [
  'none',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]

/** Reads a number; of '1 + 1 deputy' the first is placed and the substitute's seat proposed. */
export function readNumber(text: string, field: Field): Reading {
  const words = tidy(text)
  const number = numberOf(words)
  if (number !== undefined) return { placed: number, settle: undefined }
  const withDeputies =
    /^(\S+)\s*(?:members?|councillors?|seats?|officers?)?\s*(?:\+|plus|and|\(plus|\(\+|\()\s*(\S+)\s+(?:named )?(deput|sub|reserve|alternat)/i.exec(
      words,
    )
  const seats = withDeputies && numberOf(withDeputies[1]!)
  const deputies = withDeputies && numberOf(withDeputies[2]!)
  if (seats !== undefined && seats !== null && deputies) {
    const proposed = Array.from({ length: Math.min(deputies, 20) }, () => ({ vacant: true }))
    const message = `‘${words}’ counts ${deputies === 1 ? 'a substitute’s seat' : `${deputies} substitutes’ seats`} as well.`
    return {
      placed: seats,
      settle: undefined,
      asides: [{ field: 'substitutes', settle: { message, proposed } }],
    }
  }
  const counted =
    /^(\S+) (members?|councillors?|cllrs?|seats?|places?|officers?|reps?|representatives?)$/i.exec(words)
  const plain = counted && numberOf(counted[1]!)
  if (plain !== undefined && plain !== null) return { placed: plain, settle: undefined }
  const all = [...words.matchAll(/\d+/g)].map(([digits]) => Number(digits))
  const message = `‘${words}’ is not a single number for ‘${field.heading}’.`
  return {
    placed: undefined,
    settle: all.length > 0 ? { message, proposed: Math.max(...all) } : { message, proposed: null },
  }
}

function numberOf(text: string): number | undefined {
  if (/^-?\d+(\.\d+)?(e[+-]?\d{1,3})?$/.test(text) || /^-?\d{1,3}(,\d{3})+$/.test(text))
    return Number(text.replaceAll(',', ''))
  const index = numberWords.indexOf(text.toLowerCase())
  return index > 0 ? index : undefined
}

/** Reads a directorate: a known one as it is known, any other as its own words. */
export function readDirectorate(text: string, _field: Field, context: CellContext): Reading {
  const words = tidy(text)
  const known = context.directory.knowsDirectorate(words)
  const several = !known && /[;/]|\s&\s.*directorate/i.test(words) && plainWords(words).split(' ').length > 3
  return several
    ? { placed: undefined, settle: { message: `‘${words}’ may be several directorates.`, proposed: words } }
    : { placed: words, settle: undefined }
}
