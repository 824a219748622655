import { type AskPage, askPages } from '#src/ask/pages.ts'
import { check } from '#src/partnerships/entry/edit/save.ts'
import { inWords } from '#src/partnerships/entry/edit/words.ts'
import type { Entry } from '#src/partnerships/entry/queries.ts'
import type { Case } from '#src/protocol/known.ts'
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
  const questions = (which: Parameters<typeof askPages>[1]) =>
    askPages(made, which).map(page => ({ set: page.set.id, task: questionTask(page, record, asked) }))
  const { set, features } = made.pack.definition
  const tests = made.pack.sets.filter(each => each.use === 'test' && each.id !== set && each.id !== features)
  const entry = questions('entry')
  const sets = [...new Set(entry.map(each => each.set))]
  const short = sets.filter(id => entry.filter(each => each.set === id).length === 1)
  return [
    { title: 'The partnership', tasks: registerTasks(open) },
    {
      title: 'How significant it is',
      tasks: questions(tests.map(each => each.id)).map(({ task }) => task),
    },
    {
      title: 'Why we should enter, and at what risk',
      tasks: entry.filter(each => short.includes(each.set)).map(({ task }) => task),
    },
    ...sets
      .filter(id => !short.includes(id))
      .map(id => ({
        title: made.pack.sets.find(each => each.id === id)!.title,
        tasks: entry.filter(each => each.set === id).map(({ task }) => task),
      })),
  ].filter(group => group.tasks.length > 0)
}

/** The pages over the register that still lack something, of a proposal that may change them. */
export function registerLeft({ offer, entry, proposal }: OpenProposal): RegisterPage[] {
  if (proposal?.purpose === 'extend') return []
  const done = proposal?.pagesDone ?? []
  return registerPages(offer, entry).filter(
    page => !['Done', 'Optional'].includes(statusOf(page, entry, done)),
  )
}

/** Whether everything the pages of a case ask is answered, counted. */
export function progressIn(made: Case): { asked: number; answered: number } {
  const pages = askPages(made, 'entry')
  return {
    asked: pages.reduce((sum, page) => sum + page.asked.length, 0),
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
