import type { Here } from '#src/accounts/here.ts'
import { listHistory } from '#src/trail/queries.ts'
import { badForm } from '#src/web/form.ts'
import type { Unknown } from '../names.ts'
import { type Entry, findEntryLine } from '../queries.ts'
import type { EntrySection, FormValues, Input } from '../sections/section.ts'
import { asFields, readAnswers } from './typed.ts'
import { inWords } from './words.ts'

/** A form over some fields of an entry: where it stands, and what its page shows besides them. */
export type FormOver = {
  here: Here
  entry: Entry
  section: EntrySection
  view: string
  page: { caption: string; back: string; action: string } & Record<string, unknown>
}

type Shown = {
  values: FormValues
  base: FormValues
  body?: Record<string, unknown>
  unknown?: Unknown[]
  errors?: { text: string; href: string }[]
}

/** What the form of a section shows. Names nobody knows are asked about above the fields. */
export function editPage({ section, page }: FormOver, shown: Shown) {
  const { values, base, body = {}, unknown = [], ...rest } = shown
  const doubts = unknown.map(each => ({
    ...each,
    text: `Say ${asks[each.type]} you mean by ‘${each.name}’`,
    field: `name-${each.key}`,
  }))
  return {
    ...page,
    title: section.title,
    section,
    ...(doubts.length > 0 ? badForm({}, doubts) : {}),
    ...rest,
    values: { ...values, form_id: body.form_id },
    wide: section.inputs.some(input => input.type === 'list'),
    base: JSON.stringify(base),
    why: body.why,
    answers: unanswered(body, doubts),
    unknown: doubts,
  }
}

/** What the page shows that lays two versions side by side, a choice for each field both changed. */
export async function conflictPage(
  { here, entry, section, page }: FormOver,
  given: {
    disputed: string[]
    theirs: FormValues
    typed: FormValues
    body: Record<string, unknown>
    missing?: string[]
  },
) {
  const inputs = section.inputs.filter(input => given.disputed.includes(input.name))
  const { events } = await listHistory(here.db, here.authority.id, [{ type: 'involvement', id: entry.id }], {
    limit: 50,
  })
  const mistakes = (given.missing ?? []).map(name => ({
    field: `keep-${name}`,
    text: `Choose which to keep: ${labelOf(inputs, name)}`,
  }))
  return {
    ...page,
    section,
    title: 'Someone else changed this too',
    ...(mistakes.length > 0 ? badForm({}, mistakes) : {}),
    base: JSON.stringify(given.theirs),
    why: given.body.why,
    carried: [...asFields(given.typed), ...unanswered(given.body, [])],
    disputed: inputs.map(input => {
      const event = events.find(each =>
        each.payload?.changes.some(({ table, field }) => [table, field].includes(input.stored ?? input.name)),
      )
      return {
        name: input.name,
        label: input.label,
        theirs: inWords(input, given.theirs[input.name]),
        yours: inWords(input, given.typed[input.name]),
        by: event?.payload?.actor.name ?? 'someone else',
        at: event?.at,
        keep: given.body[`keep-${input.name}`],
      }
    }),
  }
}

/** What the page shows when the entry was removed or joined to another while someone typed. */
export async function gonePage({ here, section, page }: FormOver, entry: Entry, typed: FormValues) {
  const survivor = entry.merged_into ? await findEntryLine(here.db, entry.merged_into) : undefined
  return {
    ...page,
    section,
    title: survivor ? 'This entry was joined to another meanwhile' : 'This entry was removed meanwhile',
    survivor,
    reason: entry.removed_reason,
    typed: section.inputs
      .map(input => ({ label: input.label, words: inWords(input, typed[input.name]) }))
      .filter(({ words }) => words.length > 0),
  }
}

// Answers to names asked about earlier are carried along; those asked now are fields of the page.
function unanswered(body: Record<string, unknown>, asked: { key: string }[]) {
  const now = new Set(asked.map(({ key }) => key))
  return Object.entries(readAnswers(body))
    .filter(([key]) => !now.has(key))
    .map(([key, value]) => ({ name: `name-${key}`, value }))
}

const asks = { organisation: 'which body', person: 'whom', post: 'which post' }

const labelOf = (inputs: readonly Input[], name: string) =>
  inputs.find(input => input.name === name)?.label ?? name
