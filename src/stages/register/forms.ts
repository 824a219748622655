import { z } from 'zod'
import type { Choice } from '#src/domain/words.ts'
import type { Since } from '#src/partnerships/began.ts'
import { startHint } from '#src/partnerships/entry/add/forms.ts'
import { line, lines, needed, oneOf, partialDate } from '#src/partnerships/entry/sections/rules.ts'
import type { Input } from '#src/partnerships/entry/sections/section.ts'
import type { FormPage } from './pages.ts'

/**
 * The first questions: its name, since when it runs, and for whom where the person may register for some directorates
 * alone.
 */
export function startForm(directorates: { id: string; name: string }[], free: boolean, since: Since) {
  const choices: Choice[] = directorates.map(({ id, name }) => ({ value: id, label: name }))
  const asks = !free && choices.length > 1
  const inputs: Input[] = [
    {
      name: 'name',
      label: 'What is the partnership called?',
      type: 'text',
      alike: true,
      hint: 'Write the whole name, as its members know it.',
    },
    {
      name: 'started_on',
      label: 'When did it start?',
      type: 'text',
      width: 'medium',
      hint: startHint(since),
    },
    ...(asks
      ? [
          {
            name: 'directorate',
            label: 'Which directorate answers for it?',
            type: 'select' as const,
            choices: [{ value: '', label: 'Choose' }, ...choices],
          },
        ]
      : []),
  ]
  const schema = z.object({
    name: needed('The name', 'Enter what the partnership is called'),
    started_on: partialDate('The start'),
    directorate: oneOf(choices, 'Choose a directorate from the list').refine(
      id => !asks || id !== null,
      'Choose the directorate that answers for it',
    ),
  })
  return { schema, inputs }
}

export const SignForm = z.object({
  signed_name: needed('Your name', 'Enter your name to sign the form'),
})

/** The keeper's comments: something must be asked, of a page or of the whole. */
export function returnForm(pages: readonly FormPage[]) {
  return z
    .object({
      note: lines('The note', 2000),
      ...Object.fromEntries(pages.map(page => [boxOf(page.name), lines('The comment', 2000)])),
    })
    .superRefine((value, context) => {
      if (Object.values(value).every(text => text === ''))
        context.addIssue({
          code: 'custom',
          path: ['note'],
          message: 'Say what should be changed: for the whole form, or beside the answers',
        })
    })
}

/** The box for the comment on a page. */
export const boxOf = (page: string) => `about-${page}`

export const DropForm = z.object({ why: line('The reason', 500) })
