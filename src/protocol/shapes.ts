import { z } from 'zod'
import { tiers } from '#src/domain/words.ts'

/** The name by which overlays, conditions and records know an item: small letters, digits and hyphens. */
export const id = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'An id has small letters, digits and hyphens, such as legal-power.')
  .describe('A name of its own: small letters, digits and hyphens')

/** Words people read. {term} stands for a term of the pack. */
export const text = z.string().trim().min(1, 'Write something here, or leave the line out.')

/** A count of one or more. */
export const whole = z.int().min(1)

/** Days without a decision after which a step is escalated, where a pack does not say. */
export const defaultDays = 14

/** A yes that is left out where it is no. */
export const yes = z.literal('yes')

/** One of the three tiers, the strictest first. */
export const tierWord = z.enum(tiers.map(tier => tier.value))

/** What a gate does, the strongest first. */
export const gates = ['block', 'advise', 'off'] as const
export const gate = z.enum(gates)
export type Gate = z.infer<typeof gate>

/** Where an item comes from: the clause of a document, or ourselves where no source gives it. */
export const cited = {
  clause: text.optional().describe('Document / heading / item; several are separated by a semicolon'),
  source: z.literal('ours').optional().describe('No source gives it: it is our own'),
}
