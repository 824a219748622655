import { z } from 'zod'
import type { Wrong } from '#src/decide/demanded.ts'
import { exemptParagraphs } from '#src/domain/schedule-12a.ts'
import type { Shown } from '#src/web/clash.ts'

const words = z.string().trim().max(20_000, 'Write at most 20,000 characters')

/** What stands under one heading: words, or a post that confirms there is nothing to say; and what is exempt (APP-7). */
export const HeadingForm = z
  .object({
    body: words,
    none: z.string(),
    none_confirmed_by: z.string().trim().max(200, 'Write at most 200 characters'),
    none_as_typed: z.string(),
    exempt_body: words,
    exempt_paragraph: z.string(),
  })
  .superRefine((form, context) => {
    for (const { field, text } of headingWrong(form))
      context.addIssue({ code: 'custom', path: [field], message: text })
  })
export type HeadingForm = z.output<typeof HeadingForm>

/** What is wrong with what is to stand under a heading (APP-7). */
export function headingWrong(form: Omit<HeadingForm, 'none_as_typed'>): Wrong[] {
  const wrong: Wrong[] = []
  const say = (field: keyof typeof form, text: string) => wrong.push({ field, text })
  if (form.none === 'yes' && form.none_confirmed_by === '')
    say('none_confirmed_by', 'Name the post that confirms there is nothing to say')
  if (form.exempt_body !== '' && !Object.hasOwn(exemptParagraphs, form.exempt_paragraph))
    say('exempt_paragraph', 'Choose why this part is exempt')
  if (form.none !== 'yes' && form.body === '' && form.exempt_body === '')
    say('body', 'Write something, or tick that there is nothing to say')
  return wrong
}

/** Its boxes, for whoever saves after someone else. */
export const headingBoxes: readonly Shown[] = [
  { name: 'body', heading: 'What the report says' },
  { name: 'none', heading: 'There is nothing to say', say: value => (value === 'yes' ? 'Ticked' : '') },
  { name: 'none_confirmed_by', heading: 'Confirmed by' },
  { name: 'exempt_body', heading: 'What is exempt' },
  { name: 'exempt_paragraph', heading: 'Why it is exempt', say: value => exemptParagraphs[value] ?? '' },
]
