import { z } from 'zod'
import { condition } from './conditions.ts'
import { cited, id, text, tierWord, yes } from './shapes.ts'

/** What can be answered. yes-no-partly also takes partly; a number says its unit. */
export const answerKinds = [
  'yes-no',
  'yes-no-partly',
  'choice',
  'text',
  'number',
  'money',
  'date',
  'person',
  'organisation',
  'document',
] as const

/** What the registration form asks of whoever fills it in, as a question of a form may name it: it is not asked twice. */
export const fillerFields = [
  'filler_name',
  'filler_title',
  'filler_directorate',
  'filler_extension',
  'filler_role',
] as const

const wanted = z.enum(['asked', 'required'])

/** One question, the same wherever it is asked. */
export const question = z.strictObject({
  id,
  text: text.describe('The question'),
  help: text.optional().describe('What helps to answer it'),
  group: text.optional().describe('The heading under which it and those after it stand'),
  kind: z.enum(answerKinds).describe('How it is answered'),
  choices: z
    .array(z.strictObject({ id, label: text.describe('What is read') }))
    .min(2)
    .optional()
    .describe('For a choice that reads no fact: what can be chosen'),
  several: yes.optional().describe('More than one may be chosen'),
  unit: text.optional().describe('For a number: what is counted'),
  fact: z.string().optional().describe('The fact it reads and writes'),
  field: z
    .string()
    .optional()
    .describe(
      `The field of the register it reads and writes. Of a registration form also what ‘About you’ asks: ${fillerFields.join(', ')}`,
    ),
  if: condition.optional().describe('When it is asked. It may look at facts and at questions before it'),
  tiers: z.array(tierWord).min(1).optional().describe('The tiers in which it is asked; all, where left out'),
  optional: yes.optional().describe('It may stay empty'),
  skippable: yes.optional().describe('It may be marked ‘not relevant because …’'),
  evidence: wanted.optional().describe('Whether evidence is asked for or required'),
  note: wanted.optional().describe('Whether a note is asked for or required'),
  owner: wanted.optional().describe('Whether someone is named who answers for it'),
  advice: text.optional().describe('What is said where the answer is no or partly'),
  ...cited,
})

export type Question = z.infer<typeof question>
