import assert from 'node:assert/strict'
import { openBuiltIn } from '#src/adopted/built-in.ts'
import type { Facts } from '#src/protocol/facts.ts'
import { type Case, caseOf } from '#src/protocol/known.ts'
import { openPack } from '#src/protocol/open-pack.ts'
import type { Pack, PackFile } from '#src/protocol/pack.ts'
import type { Answers } from '#src/protocol/questions.ts'

/** The day on which the tests of the rules take place. */
export const day = '2027-03-04'

/** The common pack as it ships. */
export const common: Pack = openBuiltIn('common').pack

/** The common pack with parts of it put in place of its own. */
export function commonWith(parts: Partial<PackFile>): Pack {
  const opened = openPack({ ...openBuiltIn('common').file, ...parts })
  assert.ok('pack' in opened, JSON.stringify('mistakes' in opened && opened.mistakes))
  return opened.pack
}

/** Everything a pack makes of facts and answers, on the day of the tests. */
export function tried(pack: Pack, facts: Facts, answers: Answers = {}): Case {
  return caseOf(pack, facts, answers, day)
}

/** Facts that make a partnership, with others. */
export function partnership(facts: Facts = {}): Facts {
  return { kind: 'partnership', ...facts }
}

/**
 * The common pack with a set of a hundred questions of every kind, on one page where it has no headings.
 * @param headings how many headings divide them
 */
export function packOfHundred(headings = 0): Pack {
  const kinds = [
    'yes-no-partly',
    'text',
    'choice',
    'money',
    'text',
    'yes-no',
    'person',
    'number',
    'date',
    'text',
  ] as const
  const each = headings > 0 ? Math.ceil(100 / headings) : 1000
  const questions = Array.from({ length: 100 }, (_, i) => {
    const kind = kinds[i % kinds.length]!
    return {
      id: `q${i}`,
      text: `What is to be said of point ${i + 1} of the agreement, and by whom?`,
      kind,
      ...(i % each === 0 && headings > 0 ? { group: `Part ${i / each + 1}` } : {}),
      ...(i % 2 ? { help: 'Think of money, people and buildings, and of what happens when it ends.' } : {}),
      ...(kind === 'choice'
        ? { choices: ['one', 'two', 'three'].map(id => ({ id, label: `The ${id} way` })) }
        : {}),
      ...(kind === 'yes-no-partly' ? { note: 'required' as const, evidence: 'asked' as const } : {}),
      ...(kind === 'number' ? { unit: 'meetings a year' } : {}),
      ...(kind === 'text' ? { skippable: 'yes' as const } : {}),
      ...(kind === 'yes-no' ? { advice: 'Ask the monitoring officer.' } : {}),
    }
  })
  const set = {
    id: 'hundred',
    title: 'A hundred points',
    use: 'entry' as const,
    source: 'ours' as const,
    questions,
  }
  return commonWith({ sets: [...common.sets, set] })
}
