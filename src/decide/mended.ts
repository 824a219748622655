import { askPages, pageAsking } from '#src/ask/pages.ts'
import { leavesOf } from '#src/protocol/conditions.ts'
import type { Case } from '#src/protocol/known.ts'
import { refOf } from '#src/protocol/questions.ts'

/** The page below an entry's address on which a requirement can be met: of the first question it looks at. */
export function pageMending(made: Case, requirement: string): string {
  const rule = made.pack.requirements.find(each => each.id === requirement)
  const pages = (rule ? leavesOf(rule.met) : []).map(leaf => {
    if (leaf.complete !== undefined) return pageLeft(made, leaf.complete)
    return leaf.answer !== undefined ? pageOf(made, leaf.answer) : pageKnowing(made, leaf.fact!)
  })
  return pages.find(page => page !== undefined) ?? 'proposal'
}

/** The page below an entry's address that asks for a fact; undefined where no question does. */
export function pageKnowing(made: Case, fact: string): string | undefined {
  const refs = made.pack.sets.flatMap(set =>
    set.questions.filter(question => question.fact === fact).map(question => refOf(set, question)),
  )
  return refs.map(ref => pageOf(made, ref)).find(page => page !== undefined) ?? onRegister[fact]
}

// Facts that no question writes, because a page of the proposal fills in the register with them.
const onRegister: Record<string, string> = {
  partners: 'proposal/partnership',
  sponsor_named: 'proposal/people',
  performance_lead_named: 'proposal/people',
  manager_named: 'proposal/people',
}

function pageOf(made: Case, ref: string): string | undefined {
  const page = pageAsking(askPages(made, [ref.slice(0, ref.indexOf('.'))]), ref)
  return page && `questions/${page.name}#q.${ref.slice(ref.indexOf('.') + 1)}`
}

function pageLeft(made: Case, set: string): string | undefined {
  const pages = askPages(made, [set])
  const page = pages.find(each => each.left.length > 0) ?? pages[0]
  return page && `questions/${page.name}`
}
