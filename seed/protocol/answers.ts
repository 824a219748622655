import type { Value } from '#src/protocol/facts.ts'
import type { Answer } from '#src/protocol/questions.ts'

/** Answers by set.question, as the sample writes them: a value alone, or with its note, evidence or owner. */
export type Answered = Record<string, Value | Answer>

export const yes = (note: string, more: Answer = {}): Answer => ({ value: 'yes', note, ...more })
export const no = (note: string): Answer => ({ value: 'no', note })
export const partly = (note: string): Answer => ({ value: 'partly', note })
export const skipped = (notRelevant: string): Answer => ({ notRelevant })

/** What the definition test is told of each kind of arrangement. */
export const tests = {
  partnership: answersOf({
    'single-body': 'no',
    'independent-bodies': 'yes',
    'talk-only': 'no',
    'service-for-us': 'no',
    'shared-agreeing': 'yes',
    'shared-delivery': 'yes',
    wellbeing: 'yes',
  }),
  contract: answersOf({
    'single-body': 'no',
    'independent-bodies': 'yes',
    'talk-only': 'no',
    'service-for-us': 'yes',
    'shared-agreeing': 'no',
    'shared-delivery': 'no',
  }),
  network: answersOf({ 'single-body': 'no', 'independent-bodies': 'yes', 'talk-only': 'yes' }),
  'outside-body': answersOf({ 'single-body': 'yes' }),
  'take-advice': answersOf({
    'single-body': 'no',
    'independent-bodies': 'yes',
    'talk-only': 'no',
    'service-for-us': 'no',
    'shared-agreeing': 'yes',
    'shared-delivery': 'no',
    wellbeing: 'yes',
  }),
} as const

/** Answers as the rules read them. */
export function answered(given: Answered): Record<string, Answer> {
  return Object.fromEntries(
    Object.entries(given).map(([ref, said]) => [
      ref,
      typeof said === 'object' && !Array.isArray(said) ? (said as Answer) : { value: said as Value },
    ]),
  )
}

function answersOf(test: Record<string, string>): Answered {
  return Object.fromEntries(Object.entries(test).map(([id, value]) => [`definition.${id}`, value]))
}
