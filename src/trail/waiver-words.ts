import { inWords } from './labels.ts'
import type { Line } from './lines.ts'
import type { List } from './list-words.ts'
import { isNothing } from './values.ts'

/** What of the protocol was set aside for an entry. */
export const waiverLists: Record<string, List> = {
  waiver: {
    key: 'requirement',
    noun: 'the waivers',
    made: ({ held }) =>
      `waived ‘${inWords(String(held.requirement))}’${isNothing(held.allowed_by) ? '' : `, allowed by ${held.allowed_by}`}: ${held.reason}`,
    gone: ({ held }) => `removed the waiver of ‘${inWords(String(held.requirement))}’`,
    which: ({ held }) => `Waiver of ‘${inWords(String(held.requirement))}’`,
    changed: ({ held }) =>
      isNothing(held.withdrawn_at)
        ? undefined
        : [
            {
              heading: '',
              was: '',
              now: '',
              act: `took back the waiver of ‘${inWords(String(held.requirement))}’`,
              noun: 'the waivers',
              isNew: false,
            },
          ],
  },
}

/** What is done about a waiver or a condition, where the usual words do not say it. */
export const waiverVerbs: Record<string, (noun: string, lines: Line[]) => string> = {
  waive: told('set aside what the protocol asks'),
  'withdraw-waiver': told('took back a waiver'),
  'action-progress': () => 'noted how a condition is coming along',
  'action-done': told('reported a condition as done'),
  'action-close': told('closed a condition'),
  'action-send-back': told('sent a condition back'),
  'action-drop': told('dropped a condition'),
}

function told(otherwise: string) {
  return (_: string, lines: Line[]) => lines.find(line => line.act)?.act ?? otherwise
}
