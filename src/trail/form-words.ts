import type { RowChange } from './fold.ts'
import { headingOf } from './labels.ts'
import type { Line } from './lines.ts'

/** What changed of a registration form: its state and the pages done are told by the act itself. */
export function formLines({ fields }: RowChange, show: (field: string, value: unknown) => string): Line[] {
  return [...fields]
    .filter(([field]) => field !== 'state' && field !== 'pages_done')
    .map(([field, { before, after }]) => ({
      heading: headingOf('registration', field),
      was: show(field, before),
      now: show(field, after),
      act: '',
      noun: 'who fills in the form',
      isNew: false,
    }))
}

/** What became of a signed form, with what the keeper asked. */
export function signingLines({ outcome, note, comments }: Record<string, unknown>): Line[] {
  const asked = [note, ...Object.values((comments ?? {}) as Record<string, unknown>)]
  const line = { heading: '', was: '', now: '', act: '', noun: 'the form', isNew: false }
  const way = outcomes[String(outcome)]
  return [
    ...(way ? [{ ...line, act: way }] : []),
    ...asked
      .filter(text => typeof text === 'string' && text !== '')
      .map(text => ({ ...line, heading: 'Asked', now: String(text), isNew: true })),
  ]
}

const outcomes: Record<string, string> = {
  logged: 'logged the form that was signed',
  returned: 'returned the form that was signed',
}
