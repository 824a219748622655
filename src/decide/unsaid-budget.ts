import type { EntryCase } from '#src/partnerships/case/case.ts'
import { refOf } from '#src/protocol/questions.ts'
import { pageKnowing } from './mended.ts'
import type { Hindrance } from './plan.ts'

/**
 * What hinders an extension whose money nobody has placed within budgets or outside (ENT-5): the register says that what
 * stands is budgeted, and of what an extension adds only its proposer can.
 * @param record the entry's address below the staff pages
 */
export function unsaidBudget({ made, proposal }: EntryCase, record: string): Hindrance[] {
  const where = proposal?.purpose === 'extend' ? pageKnowing(made, 'in_budget') : undefined
  const refs = made.pack.sets.flatMap(set =>
    set.questions.filter(question => question.fact === 'in_budget').map(question => refOf(set, question)),
  )
  if (!where || refs.some(ref => made.answers[ref]?.value !== undefined)) return []
  const says = 'It is not known yet whether all the money, the new money too, is within approved budgets.'
  return [{ says, where: `${record}/${where}` }]
}
