import { z } from 'zod'
import type { AskPage } from '#src/ask/pages.ts'
import { optionsOf } from '#src/ask/shown.ts'
import type { Db } from '#src/db/open.ts'
import { type EntryCase, findCase } from '#src/partnerships/case/case.ts'
import { extraSets, extrasFor, wordsOf } from '#src/partnerships/case/extras.ts'
import type { Entry } from '#src/partnerships/entry/queries.ts'
import type { Pack } from '#src/protocol/pack.ts'
import { groupsOf, progressOf, refOf } from '#src/protocol/questions.ts'
import type { FormPage } from './pages.ts'

/** What the protocol asks on the form of an entry beside the form's own pages, with the answers as they stand. */
export type Extras = { entryCase: EntryCase; pages: AskPage[] }

/** The part of the form in which they stand. */
const group = 'Also asked by our protocol'

/**
 * What the protocol of an entry asks on its registration form besides, a page for each set (PRO-1). What its proposal or
 * the register says already is not asked again.
 * @param on the day, ISO
 */
export async function findExtras(db: Db, authorityId: string, entry: Entry, on: string): Promise<Extras> {
  const entryCase = await findCase(db, authorityId, entry, on, 'standing')
  const { made } = entryCase
  const pages = extrasFor(made).map(set => {
    const { asked, answered, left } = progressOf(set, made)
    const begun = asked.some(each => made.answers[refOf(set, each)] !== undefined)
    const state = left.length === 0 ? 'done' : begun ? 'in progress' : 'not started'
    const groups = groupsOf(set, asked)
    return { name: nameOf(set.id), set, title: titleOf(set), groups, asked, answered, left, state } as const
  })
  return { entryCase, pages }
}

/** These as pages of the form, for its task list, its answers and what is signed. */
export function extraPages({ entryCase: { made }, pages }: Extras): FormPage[] {
  return pages.map(({ name, title, set, asked, left }) => {
    const shown = Object.fromEntries(
      asked.map(question => [boxOf(question.id), wordsOf(set, question, made).join('\n')]),
    )
    return {
      ...pageOf(name, title, asked),
      shown: () => shown,
      missing: () =>
        left.map(({ question }) => ({ field: boxOf(question.id), text: `Answer ‘${question.text}’` })),
    }
  })
}

/** The same with no entry: every question a protocol may ask on the form besides. */
export function blankExtras(pack: Pick<Pack, 'sets'>): FormPage[] {
  return extraSets(pack).map(set => {
    const page = pageOf(nameOf(set.id), titleOf(set), set.questions)
    const choicesOn = (name: string) => optionsOf(set.questions.find(each => boxOf(each.id) === name)!)
    return { ...page, inputs: page.inputs.map(input => ({ ...input, choices: choicesOn(input.name) })) }
  })
}

// Read and written by the protocol's own mechanism: here it is only told.
function pageOf(name: string, title: string, asked: AskPage['asked']): FormPage {
  return {
    name,
    title,
    group,
    inputs: asked.map(({ id, text, help, kind }) => ({
      name: boxOf(id),
      label: text,
      type: kind === 'text' ? 'long-text' : 'text',
      ...(help ? { hint: help } : {}),
    })),
    asides: asked.filter(each => each.optional).map(each => boxOf(each.id)),
    schema: z.object({}),
    shown: () => ({}),
    missing: () => [],
    write: async () => {},
  }
}

const nameOf = (set: string) => `protocol-${set}`

// The set of the form itself has the form's name.
const titleOf = (set: { id: string; title: string }) =>
  set.id === 'registration' ? 'Questions our protocol adds' : set.title

const boxOf = (question: string) => `answer.${question}`
