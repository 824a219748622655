import { type AskPage, askPages, setsOfProposal } from '#src/ask/pages.ts'
import type { FrozenProposal, FrozenRow } from '#src/db/tables.ts'
import type { ProposalPage } from '#src/partnerships/case/proposal-pages.ts'
import { check } from '#src/partnerships/entry/edit/save.ts'
import { inWords } from '#src/partnerships/entry/edit/words.ts'
import type { Entry } from '#src/partnerships/entry/queries.ts'
import type { Case } from '#src/protocol/known.ts'
import { setNamed } from '#src/protocol/questions.ts'
import type { OpenProposal } from './open.ts'
import { type RegisterPage, registerPages } from './pages.ts'

/** One line of the task list: how far it is, and what its reader should know before opening it. */
export type Task = {
  name: string
  title: string
  href: string
  status: 'Done' | 'In progress' | 'Not started' | 'Optional' | 'On the register'
  hint: string
}

export type TaskGroup = { title: string; tasks: Task[] }

/**
 * What makes up a proposal: what the register shall hold, then the questions of the protocol, page by page.
 * @param asked advice that is waited for, by set.question
 */
export function groupsOfTasks(open: OpenProposal, asked: ReadonlySet<string> = new Set()): TaskGroup[] {
  const { entryCase, record } = open
  const { made } = entryCase
  const groups: TaskGroup[] = [{ title: 'The partnership', tasks: registerTasks(open) }]
  let together: TaskGroup | undefined
  for (const id of setsOfProposal(made.pack)) {
    const tasks = askPages(made, [id]).map(page => questionTask(page, record, asked))
    if (tasks.length > 1) groups.push({ title: setNamed(made.pack, id)!.title, tasks })
    // Sets of one page stand together.
    else if (together && together === groups.at(-1)) together.tasks.push(...tasks)
    else if (tasks.length === 1) {
      const first = together === undefined
      together = { title: first ? 'What the protocol asks' : 'What else the protocol asks', tasks }
      groups.push(together)
    }
  }
  return groups
}

/** The pages over the register that still lack something, of a proposal that may change them. */
export function registerLeft({ offer, entry, proposal }: OpenProposal): RegisterPage[] {
  if (proposal?.purpose === 'extend') return []
  const done = proposal?.pagesDone ?? []
  return registerPages(offer, entry).filter(
    page => !['Done', 'Optional'].includes(statusOf(page, entry, done)),
  )
}

/** What the register holds of it, in words, page by page, as a proposal shows it. */
export function registerSections({ offer, entry }: OpenProposal): FrozenProposal['sections'] {
  return registerPages(offer, entry).map(page => {
    const values = page.shown(entry)
    const row = (input: RegisterPage['inputs'][number]): FrozenRow => ({
      id: input.name,
      question: input.label,
      clause: '',
      answer: inWords(input, values[input.name]),
      note: '',
      evidence: '',
      owner: '',
    })
    return { id: sectionId(page.name), title: page.title, rows: page.inputs.map(row) }
  })
}

/** The name of a section over the register, which no field of it shares. */
export const sectionId = (page: ProposalPage) => `proposal/${page}`

/** How many questions of the proposal are to be answered, and how many are; what is optional counts once it is answered. */
export function progressIn(made: Case): { asked: number; answered: number } {
  const pages = askPages(made, 'entry')
  return {
    asked: pages.reduce((sum, page) => sum + page.answered + page.left.length, 0),
    answered: pages.reduce((sum, page) => sum + page.answered, 0),
  }
}

function registerTasks({ offer, entry, proposal, base }: OpenProposal): Task[] {
  const stands = proposal?.purpose === 'extend'
  return registerPages(offer, entry).map(page => ({
    name: page.name,
    title: page.title,
    href: `${base}/${page.name}`,
    status: stands ? 'On the register' : statusOf(page, entry, proposal?.pagesDone ?? []),
    hint: '',
  }))
}

function statusOf(page: RegisterPage, entry: Entry, done: readonly string[]): Task['status'] {
  const values = page.shown(entry)
  const form = check(page, values)
  const whole = form.ok && page.missing(form.value).length === 0
  const said = page.inputs.some(input => inWords(input, values[input.name]).length > 0)
  if (whole && (said || done.includes(page.name))) return 'Done'
  if (said) return 'In progress'
  return page.optional ? 'Optional' : 'Not started'
}

const statuses = { done: 'Done', 'in progress': 'In progress', 'not started': 'Not started' } as const

function questionTask(page: AskPage, record: string, waiting: ReadonlySet<string>): Task {
  const status = statuses[page.state]
  const refs = page.asked.map(question => `${page.set.id}.${question.id}`)
  const hints = [
    ...(status === 'In progress' ? [`${page.left.length} of ${page.asked.length} questions left`] : []),
    ...(refs.some(ref => waiting.has(ref)) ? ['Advice is waited for'] : []),
  ]
  return {
    name: page.name,
    title: page.title,
    href: `${record}/questions/${page.name}`,
    status,
    hint: hints.join('. '),
  }
}
