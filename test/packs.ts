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
