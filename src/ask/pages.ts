import type { ProposalPurpose } from '#src/db/tables.ts'
import type { Case } from '#src/protocol/known.ts'
import type { Pack, QuestionSet } from '#src/protocol/pack.ts'
import type { Question } from '#src/protocol/question-shape.ts'
import { groupsOf, type Progress, progressOf, refOf, valueTo } from '#src/protocol/questions.ts'

/** How far a page has come, in the words of a task list. */
export type PageState = 'not started' | 'in progress' | 'done'

/** One page of questions: a whole set, or what stands under one heading of a long one. */
export type AskPage = {
  /** Its name in addresses: 'case', or 'setup-the-agreement'. */
  name: string
  set: QuestionSet
  /** The set's title, or the heading of this part of it. */
  title: string
  /** What is asked, under the headings of the page; '' where there is none. */
  groups: { heading: string; questions: Question[] }[]
  asked: Question[]
  /** How many are answered or settled; with those left, how many there are to answer. */
  answered: number
  left: Progress['left']
  state: PageState
}

/**
 * The pages on which question sets are asked, in the order of the pack. A set of a few questions is one page; a longer one
 * has a page for each of its headings, and a very long stretch without one is cut. A set of which nothing is asked has
 * no page.
 * @param which a use such as 'entry', or the ids of sets
 */
export function askPages(made: Case, which: QuestionSet['use'] | readonly string[]): AskPage[] {
  const sets = made.pack.sets.filter(set =>
    typeof which === 'string' ? set.use === which : which.includes(set.id),
  )
  return sets.flatMap(set => pagesOf(set, made))
}

/** The sets a proposal answers: what significance rests on, then those of entering. */
export function setsOfProposal({ definition, sets }: Pack): string[] {
  const tests = [definition.set, definition.features]
  return sets
    .filter(set => set.use === 'entry' || (set.use === 'test' && !tests.includes(set.id)))
    .map(set => set.id)
}

/** The sets the short door asks: what significance rests on, the evaluation, and the exposure (ENT-7, ENT-8). */
export function setsOfDoor({ definition, sets }: Pack): string[] {
  const tests = [definition.set, definition.features]
  const significance = sets.filter(set => set.use === 'test' && !tests.includes(set.id)).map(set => set.id)
  return [...significance, ...sets.map(set => set.id).filter(id => id === 'evaluation' || id === 'exposure')]
}

/** The sets that a proposal of a purpose asks. */
export function setsAsked(pack: Pack, purpose: ProposalPurpose): string[] {
  return purpose === 'existing' ? setsOfDoor(pack) : setsOfProposal(pack)
}

/** The page that asks a question now, by set.question; undefined where it is not asked. */
export function pageAsking(pages: readonly AskPage[], ref: string): AskPage | undefined {
  return pages.find(page => page.asked.some(question => refOf(page.set, question) === ref))
}

const mostOnOnePage = 12
// Without headings to divide it, a long set is cut where it is long.
const mostInARow = 20

function pagesOf(set: QuestionSet, made: Case): AskPage[] {
  const progress = progressOf(set, made)
  const groups = groupsOf(set, progress.asked)
  const page = (name: string, title: string, own: AskPage['groups']): AskPage => {
    const asked = own.flatMap(group => group.questions)
    const left = progress.left.filter(each => asked.includes(each.question))
    return { name, set, title, groups: own, asked, ...stateOf(set, asked, left, made) }
  }
  if (groups.length === 0) return []
  const whole = groups.length === 1 ? mostInARow : mostOnOnePage
  if (progress.asked.length <= whole) return [page(set.id, set.title, groups)]
  return named(groups).flatMap(({ name, heading, questions }) => {
    const own = { name: name ? `${set.id}-${name}` : set.id, title: heading || set.title }
    const runs = runsOf(questions)
    return runs.map((run, i) =>
      page(
        i === 0 ? own.name : `${own.name}-${i + 1}`,
        runs.length > 1 ? `${own.title} (${i + 1} of ${runs.length})` : own.title,
        [{ heading: '', questions: run }],
      ),
    )
  })
}

function runsOf(questions: Question[]): Question[][] {
  const runs = Math.ceil(questions.length / mostInARow)
  const each = Math.ceil(questions.length / runs)
  return Array.from({ length: runs }, (_, i) => questions.slice(i * each, (i + 1) * each))
}

function stateOf(set: QuestionSet, asked: Question[], left: Progress['left'], made: Case) {
  // A question that lacks only its note or evidence is begun; one that reads what the register knows is not begun by it.
  const begun = asked.some(
    question => question.field === undefined && made.answers[refOf(set, question)] !== undefined,
  )
  // What is optional counts once somebody answers it.
  const answered = asked.filter(
    question => !left.some(each => each.question === question) && isSettled(set, question, made),
  ).length
  const state: PageState = left.length === 0 ? 'done' : begun ? 'in progress' : 'not started'
  return { answered, left, state }
}

function isSettled(set: QuestionSet, question: Question, made: Case): boolean {
  const value = valueTo(set, question, made)
  const said = value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
  return said || Boolean(made.answers[refOf(set, question)]?.notRelevant)
}

// Two headings of one set may read alike.
function named(groups: { heading: string; questions: Question[] }[]) {
  const seen = new Map<string, number>()
  return groups.map(group => {
    const name = slugOf(group.heading)
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return { ...group, name: times > 1 ? `${name}-${times}` : name }
  })
}

function slugOf(heading: string): string {
  return heading
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}
