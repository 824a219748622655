import { createHash } from 'node:crypto'
import type { Offer } from '#src/partnerships/entry/choices.ts'
import { inWords } from '#src/partnerships/entry/edit/words.ts'
import type { Entry } from '#src/partnerships/entry/queries.ts'
import { sorted } from '#src/trail/diff.ts'
import { type Extras, extraPages } from './extras.ts'
import { type FormPage, formPages } from './pages.ts'
import type { Registration } from './queries.ts'

/** What someone put their name to: the questions and answers as they were shown, in plain lines (REG-2, REG-3). */
export type SignedForm = {
  form: 1
  title: string
  authority: string
  reference: string
  sections: FormAnswers[]
  declaration: string
  signedName: string
  /** ISO 8601. */
  signedAt: string
  /** The name of the account that signed. */
  account: string
}
export type FormAnswers = { title: string; rows: FormAnswer[] }
/** No lines where nothing was answered. */
export type FormAnswer = { page: string; field: string; question: string; answer: string[] }

export const declaration =
  'To the best of my knowledge these answers are complete and right. I will tell the keeper of the register when they change.'

/** The form of an entry as it stands, with whoever signs it; unsigned where there is no signature. */
export function signedForm(
  given: { authority: string; entry: Entry; registration: Registration; offer: Offer; extras: Extras },
  signature: { name: string; at: Date; account: string } | null,
): SignedForm {
  const { authority, entry, registration, offer, extras } = given
  return {
    form: 1,
    title: registration.purpose === 'new' ? 'Registration of a partnership' : 'Confirmation of a partnership',
    authority,
    reference: entry.reference,
    sections: answersOf(formPages(offer, entry, registration, extraPages(extras)), entry),
    declaration,
    signedName: signature?.name ?? '',
    signedAt: signature?.at.toISOString() ?? '',
    account: signature?.account ?? '',
  }
}

/** The questions of these pages with what the entry answers to them, part by part. */
export function answersOf(pages: readonly FormPage[], entry: Entry): FormAnswers[] {
  const titles = [...new Set(pages.map(page => page.group))]
  return titles.map(title => ({
    title,
    rows: pages
      .filter(page => page.group === title)
      .flatMap(page => {
        const values = page.shown(entry)
        return page.inputs
          .map(input => ({
            page: page.name,
            field: input.name,
            question: input.label,
            answer: inWords(input, values[input.name]),
          }))
          .filter(row => row.answer.length > 0 || !page.asides.includes(row.field))
      }),
  }))
}

/** The hash that binds what was signed. */
export function hashOf(form: SignedForm): string {
  return createHash('sha256').update(sorted(form)).digest('hex')
}

/** A short name for these answers, by which a signer is held to the answers they read. */
export function answersHash(sections: readonly FormAnswers[]): string {
  return createHash('sha256').update(JSON.stringify(sections)).digest('hex')
}

/** What one signed form answers otherwise than another, in the order of the form (REG-3). */
export function changesBetween(
  before: SignedForm,
  after: SignedForm,
): { page: string; question: string; was: string[]; now: string[] }[] {
  const rows = (form: SignedForm) => (form.sections ?? []).flatMap(each => each.rows)
  const keyOf = (row: FormAnswer) => `${row.page} ${row.field}`
  const was = new Map(rows(before).map(row => [keyOf(row), row]))
  const now = new Map(rows(after).map(row => [keyOf(row), row]))
  return [...new Set([...now.keys(), ...was.keys()])].flatMap(key => {
    const [old, current] = [was.get(key), now.get(key)]
    if (JSON.stringify(old?.answer ?? []) === JSON.stringify(current?.answer ?? [])) return []
    const { page, question } = (current ?? old)!
    return [{ page, question, was: old?.answer ?? [], now: current?.answer ?? [] }]
  })
}
