import { z } from 'zod'
import { isId } from '#src/domain/id.ts'

const holder = (ask: string) =>
  z.string().refine(text => /^(person|post):/.test(text) && isId(text.split(':')[1]), ask)
const directorate = (ask: string) => z.string().refine(isId, ask)

/** Whom or what to replace by whom or what. */
export const WhatForm = {
  holder: z.object({
    from: holder('Choose the person or post to replace'),
    to: holder('Choose who takes over'),
  }),
  directorate: z.object({
    from: directorate('Choose the directorate that gives them up'),
    to: directorate('Choose the directorate that takes them over'),
  }),
}
export type BulkKind = keyof typeof WhatForm

/** Which of the rows shown, and why. */
export const DoForm = z.object({
  rows: z
    .union([z.string(), z.array(z.string())])
    .transform(rows => [rows].flat().filter(isId))
    .pipe(z.array(z.string()).min(1, 'Tick at least one to change')),
  why: z.string().trim().min(1, 'Say why: it stands in the history of each').max(1000, 'Shorten the reason'),
})
