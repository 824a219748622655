import { z } from 'zod'
import type { Wrong } from '#src/decide/demanded.ts'
import { firstDayOf, formatDate } from '#src/domain/dates.ts'
import { line, lines, partialDate } from '#src/partnerships/entry/sections/rules.ts'
import type { Evidence } from './record.ts'

/** How it was approved: who, when and where that can be read; all of it or nothing. */
export function evidenceForm(today: string) {
  return z
    .object({
      evidenced_by: line('Who approved it'),
      evidenced_on: partialDate('The day it was approved'),
      evidence: lines('Where it can be read', 2000),
      why: line('The reason', 500),
    })
    .superRefine(({ evidenced_by, evidenced_on, evidence }, context) => {
      const wrong = evidenceWrong({ evidenced_by, evidenced_on, evidence }, today)
      for (const { field, text } of wrong) context.addIssue({ code: 'custom', path: [field], message: text })
    })
}

/** What is wrong with how an approval is evidenced. @param today ISO */
export function evidenceWrong({ evidenced_by, evidenced_on, evidence }: Evidence, today: string): Wrong[] {
  const wrong: Wrong[] = []
  const say = (field: string, text: string) => wrong.push({ field, text })
  if (evidenced_on && firstDayOf(evidenced_on) > today)
    say('evidenced_on', `The day it was approved must be ${formatDate(today)} or earlier`)
  if (!evidenced_by && !evidenced_on && !evidence) return wrong
  if (!evidenced_by) say('evidenced_by', 'Say who approved it')
  if (!evidenced_on) say('evidenced_on', 'Enter when it was approved. A year will do.')
  if (!evidence) say('evidence', 'Say where the approval can be read: a minute, a decision or a link')
  return wrong
}
