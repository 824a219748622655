import { z } from 'zod'
import { lines } from '#src/partnerships/entry/sections/rules.ts'

/** What an extension changes, in words. */
export const ExtendForm = z.object({
  changes: lines('What changes', 4000).pipe(
    z.string().min(1, 'Say what changes: the money, our role or how long it lasts'),
  ),
})

/** Why a draft is dropped. */
export const DropForm = z.object({
  why: lines('The reason', 500).pipe(z.string().min(1, 'Say why it is dropped')),
})
