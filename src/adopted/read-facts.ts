import { z } from 'zod'
import { type Facts, readFacts } from '#src/protocol/facts.ts'
import type { Mistake } from '#src/protocol/mistake.ts'
import type { Pack } from '#src/protocol/pack.ts'
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
  const refs = pack.sets.flatMap(set => set.questions.map(question => refOf(set, question)))
  const answers: Record<string, Answers[string]> = {}
  for (const [ref, given] of Object.entries(isItem(raw) ? raw : {})) {
    const read = answer.safeParse(given)
    if (!refs.includes(ref))
      mistakes.push({
        path: ['answers', ref],
        says: `This pack has no question ‘${ref}’. Write it as set.question.`,
      })
    else if (!read.success)
      mistakes.push({
        path: ['answers', ref],
        says: `‘${ref}’ takes a value, or value, note, evidence, owner and notRelevant.`,
      })
    else answers[ref] = read.data as Answers[string]
  }
  return answers
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
