import { z } from 'zod'
import type { Wrong } from '#src/decide/demanded.ts'
import { type ReadForm, readForm } from '#src/web/form.ts'
import { day, joinDays, lines } from '#src/web/inputs.ts'

/** What can be done about an action. */
export type Does = 'progress' | 'done' | 'close' | 'send-back' | 'drop'
/** What someone does about an action, and what they say. */
export type Deed = { does: Does; progress: string; evidence: string; doneOn: string; remark: string }

/** What the page offers, by whose it is and the state it belongs to. */
export const deeds: { value: Does; label: string; whose: 'works' | 'closes'; in: string[] }[] = [
  { value: 'progress', label: 'How it is coming along', whose: 'works', in: ['open'] },
  { value: 'done', label: 'It is done', whose: 'works', in: ['open'] },
  { value: 'close', label: 'Close it: it is fulfilled', whose: 'closes', in: ['open', 'done'] },
  { value: 'send-back', label: 'Send it back: it is not fulfilled', whose: 'closes', in: ['done'] },
  { value: 'drop', label: 'Drop it: it is not needed any more', whose: 'closes', in: ['open', 'done'] },
]

const tooLate = 'The day must be today or in the past'

const unsaid: Partial<Record<Does, string>> = {
  progress: 'Say how it is coming along',
  done: 'Say what shows that it is done',
  'send-back': 'Say what is still missing',
  drop: 'Say why it is not needed any more',
}

/** What is wrong with what someone does about an action: nothing said where it has to be, or done on a day to come. @param today ISO */
export function deedWrong({ does, progress, evidence, doneOn, remark }: Deed, today: string): Wrong[] {
  const said = { progress, done: evidence, 'send-back': remark, drop: remark, close: remark }[does]
  const text = unsaid[does]
  return [
    ...(text && said.trim() === '' ? [{ field: 'does', text }] : []),
    ...(does === 'done' && !(doneOn <= today && doneOn !== '') ? [{ field: 'done_on', text: tooLate }] : []),
  ]
}

/** Reads what is done about an action. @param today ISO: nothing was done later */
export function readDeed(body: unknown, today: string): ReadForm<Deed> {
  const joined: Record<string, unknown> = joinDays(body, ['done_on'])
  const read = readForm(joined.does === 'done' ? DoneForm(today) : formOf(joined.does), joined)
  if (!read.ok) return { ...read, values: body as Record<string, unknown> }
  const said = read.value as Record<string, string>
  return {
    ok: true,
    value: {
      does: said.does as Does,
      progress: said.progress ?? '',
      evidence: said.evidence ?? '',
      doneOn: said.done_on ?? '',
      remark: said.remark_back ?? said.remark_drop ?? said.remark_close ?? '',
    },
  }
}

const DoneForm = (today: string) =>
  z.object({
    does: z.literal('done'),
    evidence: lines('The evidence', 4000).refine(text => text !== '', unsaid.done),
    done_on: day('Enter the day on which it was done, such as 31 3 2027').refine(
      text => !/^\d{4}-/.test(text) || text <= today,
      tooLate,
    ),
  })

function formOf(does: unknown) {
  const needed = (message: string) => lines('The text', 4000).refine(text => text !== '', message)
  switch (does) {
    case 'progress':
      return z.object({ does: z.literal('progress'), progress: needed(unsaid.progress!) })
    case 'close':
      return z.object({ does: z.literal('close'), remark_close: lines('The note', 4000) })
    case 'send-back':
      return z.object({ does: z.literal('send-back'), remark_back: needed(unsaid['send-back']!) })
    case 'drop':
      return z.object({ does: z.literal('drop'), remark_drop: needed(unsaid.drop!) })
    default:
      return z.object({ does: z.literal('progress', { error: 'Choose what you want to record' }) })
  }
}
