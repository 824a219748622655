import { z } from 'zod'
import { isPartialDate } from '#src/domain/dates.ts'
import { type Facts, factNamed, readFacts, type Value } from '#src/protocol/facts.ts'
import { type Mistake, nearest } from '#src/protocol/mistake.ts'
import type { Pack } from '#src/protocol/pack.ts'
import type { Question } from '#src/protocol/question-shape.ts'
import { type Answers, refOf } from '#src/protocol/questions.ts'
import type { Waivers } from '#src/protocol/requirements.ts'
import { isItem } from '#src/protocol/walk.ts'
import { type Located, readYaml } from './lines.ts'

/** What a file of facts holds: facts by their names, and, where it has them, `answers` by set.question and `waivers` by requirement. */
export type Given = { facts: Facts; answers: Answers; waivers: Waivers }

const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])
const answer = z.union([
  value.transform(given => ({ value: word(given) })),
  z.strictObject({
    value: value.transform(word).optional(),
    note: z.string().optional(),
    evidence: z.string().optional(),
    owner: z.string().optional(),
    notRelevant: z.string().optional(),
  }),
])

/** Reads facts from YAML or JSON, for a pack. Every mistake comes with its line and its mend. */
export function readFactsFile(text: string, pack: Pack): Given | { mistakes: Located[] } {
  const read = readYaml(text)
  if ('slip' in read) return { mistakes: [read.slip] }
  const raw = read.raw ?? {}
  if (!isItem(raw))
    return { mistakes: [read.at({ path: [], says: 'Write one fact a line, such as money_a_year: 50000.' })] }
  const { answers: rawAnswers = {}, waivers: rawWaivers = {}, ...rest } = raw
  const { facts, mistakes } = readFacts(rest)
  for (const [key, part] of Object.entries({ answers: rawAnswers, waivers: rawWaivers }))
    if (!isItem(part)) mistakes.push({ path: [key], says: `‘${key}’ is a group of lines, each with a name.` })
  const answers = readAnswers(rawAnswers, pack, mistakes)
  const waivers = readWaivers(rawWaivers, pack, mistakes)
  return mistakes.length > 0 ? { mistakes: mistakes.map(read.at) } : { facts, answers, waivers }
}

function readAnswers(raw: unknown, pack: Pack, mistakes: Mistake[]): Answers {
  const questions = new Map(
    pack.sets.flatMap(set => set.questions.map(question => [refOf(set, question), question] as const)),
  )
  const answers: Record<string, Answers[string]> = {}
  for (const [ref, given] of Object.entries(isItem(raw) ? raw : {})) {
    const read = answer.safeParse(given)
    if (!questions.has(ref))
      mistakes.push({
        path: ['answers', ref],
        says: noQuestion(ref, [...questions.keys()]),
      })
    else if (!read.success)
      mistakes.push({
        path: ['answers', ref],
        says: `‘${ref}’ takes a value, or value, note, evidence, owner and notRelevant.`,
      })
    else {
      const { value } = read.data
      const wrong = value === undefined ? undefined : whyNotValue(questions.get(ref)!, value)
      if (wrong) mistakes.push({ path: ['answers', ref], says: `The answer to ‘${ref}’ ${wrong}` })
      else answers[ref] = read.data as Answers[string]
    }
  }
  return answers
}

function noQuestion(ref: string, refs: readonly string[]): string {
  const close = nearest(ref, refs)
  return `This pack has no question ‘${ref}’. ${close ? `Did you mean ‘${close}’?` : 'Write it as set.question.'}`
}

// What a form would not take, a file may not bring in either.
function whyNotValue(question: Question, value: Value): string | undefined {
  const { kind, several, fact: name } = question
  const fact = name === undefined ? undefined : factNamed(name)
  const wrong = (mend: string) => `cannot be ${JSON.stringify(value)}: ${mend}`
  if (several) return Array.isArray(value) ? undefined : wrong('write a list.')
  switch (kind) {
    case 'yes-no':
      return value === 'yes' || value === 'no' ? undefined : wrong('write yes or no.')
    case 'yes-no-partly':
      return ['yes', 'no', 'partly'].includes(String(value)) ? undefined : wrong('write yes, no or partly.')
    case 'choice': {
      const choices = question.choices?.map(each => each.id) ?? fact?.choices?.map(each => each.value) ?? []
      const known = choices.length === 0 || choices.includes(String(value))
      return known ? undefined : wrong(`write one of ${choices.join(', ')}.`)
    }
    case 'number':
    case 'money':
      return typeof value === 'number' && value >= 0 ? undefined : wrong('write a plain number, 0 or more.')
    case 'date':
      return typeof value === 'string' && isPartialDate(value)
        ? undefined
        : wrong('write a day, such as 2027-03-04.')
    default:
      return typeof value === 'string' || Array.isArray(value) ? undefined : wrong('write words.')
  }
}

function readWaivers(raw: unknown, pack: Pack, mistakes: Mistake[]): Waivers {
  const waivers: Record<string, string> = {}
  for (const [id, because] of Object.entries(isItem(raw) ? raw : {})) {
    if (!pack.requirements.some(each => each.id === id))
      mistakes.push({ path: ['waivers', id], says: `This pack has no requirement ‘${id}’.` })
    else if (typeof because !== 'string' || !because.trim())
      mistakes.push({ path: ['waivers', id], says: `A waiver of ‘${id}’ needs its reason, in words.` })
    else waivers[id] = because
  }
  return waivers
}

function word<T>(given: T): T | 'yes' | 'no' {
  return given === true ? 'yes' : given === false ? 'no' : given
}
