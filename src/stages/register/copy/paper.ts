import { plainWords } from '#src/partnerships/import/names.ts'
import { formatMoment } from '#src/web/views.ts'
import type { SignedForm } from '../signed.ts'
import type { SignedCopy } from './queries.ts'

/** A form on paper: what every copy of it shows, whether it is printed or taken away as a document. */
export type Paper = {
  title: string
  authority: string
  /** Which form it is, a line each. */
  about: string[]
  sections: { title: string; rows: PaperRow[] }[]
  declaration: string
  signature: { label: string; text: string }[]
  /** What binds the copy to what was signed; '' for a blank form. */
  fingerprint: string
  /** What the file is called, without its ending. */
  file: string
}
export type PaperRow =
  | { question: string; help?: string; answer: string[] }
  | { question: string; help?: string; room: Room }
/** Where a pen writes: some lines, boxes to tick, or a table to fill. */
export type Room =
  | { as: 'lines'; lines: number }
  | { as: 'boxes'; boxes: string[] }
  | { as: 'table'; columns: string[]; rows: number }

/** The department's copy of what was signed, from nothing but the frozen content (REG-3). */
export function paperOf(copy: SignedCopy): Paper {
  const { form, number, all } = copy
  const name = nameIn(form)
  const which = all.length > 1 ? `Signature ${number} of ${all.length}, ` : 'Signed '
  return printable({
    title: form.title,
    authority: form.authority,
    about: [`${form.reference} ${name}`.trim(), `${which}${formatMoment(copy.signed_at)}`],
    sections: form.sections.map(section => ({
      title: section.title,
      rows: section.rows.map(({ question, answer }) => ({
        question,
        answer: answer.flatMap(each => each.split(/\r\n?|\n/)),
      })),
    })),
    declaration: form.declaration,
    signature: [
      { label: 'Signed by', text: form.signedName },
      { label: 'Signed on', text: formatMoment(new Date(form.signedAt)) },
      ...(form.account === form.signedName ? [] : [{ label: 'From the account of', text: form.account }]),
      { label: 'Since then', text: outcomeOf(copy) },
    ],
    fingerprint: copy.content_hash,
    file: [form.reference, plainWords(name), 'form', all.length > 1 ? number : '']
      .map(safe)
      .filter(Boolean)
      .join('-'),
  })
}

/** What the form calls the partnership. */
export function nameIn(form: SignedForm): string {
  const rows = form.sections.flatMap(section => section.rows)
  return rows.find(row => row.field === 'name')?.answer[0] ?? ''
}

/** The form without what neither a page nor a document can hold: control characters and halves of letters. */
export function printable(paper: Paper): Paper {
  return JSON.parse(JSON.stringify(paper, (_, value) => (typeof value === 'string' ? clean(value) : value)))
}

const clean = (text: string) => text.toWellFormed().replace(/[^\P{Cc}\t]|[\uFFFE\uFFFF]/gu, '')

function outcomeOf({ outcome, outcome_at, outcome_name }: SignedCopy): string {
  if (!outcome || !outcome_at) return 'With the keeper of the register, who has not logged it yet'
  const by = outcome_name ? ` by ${outcome_name}` : ''
  return `${outcome === 'logged' ? 'Logged' : 'Returned with comments'}${by} on ${formatMoment(outcome_at)}`
}

const safe = (text: string | number) =>
  String(text)
    .replace(/[^a-z0-9]+/gi, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '')
