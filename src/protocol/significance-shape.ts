import { z } from 'zod'
import { condition } from './conditions.ts'
import { cited, id, text, tierWord } from './shapes.ts'

const criterion = z.strictObject({
  id,
  says: text.describe('The criterion in words'),
  if: condition.describe('When it is met'),
})

const test = z.strictObject({
  tier: tierWord.describe('The tier this test gives'),
  need: z
    .union([z.enum(['any', 'all']), z.int().min(1)], 'Write any, all or a number of criteria.')
    .describe('How many of the criteria must be met: any, all, or a number'),
  of: z.array(criterion).min(1).describe('The criteria'),
})

const scored = z.strictObject({
  id,
  says: text.describe('What is scored'),
  weight: z.number().min(0).describe('What its score is multiplied by'),
  scores: z
    .array(
      z.strictObject({
        score: z.number().min(0).describe('The score'),
        if: condition.describe('When it is given'),
      }),
    )
    .min(1)
    .describe('The highest score whose condition holds counts; none gives 0'),
})

const scorecard = z.strictObject({
  criteria: z.array(scored).min(1).describe('What is scored'),
  bands: z
    .array(
      z.strictObject({
        tier: tierWord.describe('The tier of this band'),
        at_least: z.number().min(0).describe('The lowest total'),
      }),
    )
    .min(1)
    .describe('The strictest tier first'),
})

/** A test of significance with the day from which it holds. */
export const model = z
  .strictObject({
    id,
    title: text.describe('What it is called'),
    from: z.iso.date().describe('The day from which it is in force'),
    tests: z.array(test).min(1).optional().describe('The tests, the strictest tier first'),
    scorecard: scorecard.optional().describe('A weighted scorecard, in place of tests'),
    otherwise: tierWord.describe('The tier where no test or band is met'),
    ...cited,
  })
  .superRefine((made, context) => {
    if ((made.tests === undefined) === (made.scorecard === undefined))
      context.addIssue({ code: 'custom', message: 'A model has either tests or a scorecard.' })
  })

export type Model = z.infer<typeof model>
