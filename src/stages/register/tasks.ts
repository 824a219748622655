import { check } from '#src/partnerships/entry/edit/save.ts'
import { inWords } from '#src/partnerships/entry/edit/words.ts'
import type { Entry } from '#src/partnerships/entry/queries.ts'
import type { FormPage } from './pages.ts'
import type { Registration } from './queries.ts'

/** How far a page of the form is. */
export type Task = {
  page: string
  title: string
  group: string
  status: 'Done' | 'In progress' | 'Not started'
  /** What the keeper asks about it. */
  comment: string
}

/** The pages of the form with how far each is: what somebody went through and says enough is done. */
export function tasksOf(
  pages: readonly FormPage[],
  entry: Entry,
  registration: Registration,
  comments: Record<string, string> = {},
): Task[] {
  return pages.map(page => {
    const comment = comments[page.name] ?? ''
    return {
      page: page.name,
      title: page.title,
      group: page.group,
      status: statusOf(page, entry, registration, comment !== ''),
      comment,
    }
  })
}

function statusOf(
  page: FormPage,
  entry: Entry,
  { purpose, pages_done }: Registration,
  asked: boolean,
): Task['status'] {
  const values = page.shown(entry)
  const form = check(page, values)
  const whole = form.ok && page.missing(form.value).length === 0
  // An entry that stands on the register is right until somebody says otherwise.
  if (whole && (pages_done.includes(page.name) || purpose === 'confirmation')) return 'Done'
  const said = page.inputs.some(input => inWords(input, values[input.name]).length > 0)
  return said || asked ? 'In progress' : 'Not started'
}
