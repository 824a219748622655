import { type Block, blocksOf, typedOf } from './blocks.ts'
import type { Layout, Part, ReportSource } from './queries.ts'
import { tellingOf } from './record.ts'
import { titleOf, toldUnder } from './told.ts'

/** One heading of a report with what stands under it. */
export type Heading = {
  id: string
  title: string
  blocks: Block[]
  /** From the record, written by hand, confirmed to be nothing, or still to be written. */
  from: 'record' | 'written' | 'none' | 'missing'
  noneConfirmedBy: string
  exempt: { paragraph: string; blocks: Block[] } | null
}

/** A decision report as it is read, printed and taken away (APP-7). */
export type Report = {
  which: string
  title: string
  subject: string
  authority: string
  reference: string
  /** What keeps it from being whole, at the head of every copy of it; '' where nothing does. */
  mark: string
  /** What stands under a heading that nothing was written under. */
  unwritten: string
  /** Which submission its figures are those of, in a sentence. */
  figures: string
  headings: Heading[]
  missing: Heading[]
  exempt: Heading[]
  file: string
}

/**
 * Makes a report from the record and from what was written under its headings. Every heading has text, or a post that
 * confirmed that there is none; `missing` are those that have neither.
 */
export function reportOf(
  source: ReportSource,
  layout: Layout,
  parts: readonly Part[],
  figures: string,
): Report {
  const record = tellingOf(source, parts)
  const headings = layout.headings.map(({ id, title }): Heading => {
    const part = parts.find(each => each.heading === id)
    const told = toldUnder(id, record)
    const tables = told.filter(block => block.as === 'table')
    const exempt = part?.exempt_body
      ? { paragraph: part.exempt_paragraph, blocks: blocksOf(part.exempt_body) }
      : null
    const base = { id, title, noneConfirmedBy: '', exempt }
    if (part?.none_confirmed_by)
      return { ...base, blocks: [], from: 'none', noneConfirmedBy: part.none_confirmed_by }
    if (part?.body) return { ...base, blocks: [...blocksOf(part.body), ...tables], from: 'written' }
    return { ...base, blocks: told, from: told.length > 0 || exempt ? 'record' : 'missing' }
  })
  const missing = headings.filter(each => each.from === 'missing')
  return {
    which: layout.id,
    title: layout.title,
    subject: titleOf(source.content),
    authority: source.authority,
    reference: source.content.reference,
    mark: markOf(source, missing.length),
    unwritten: source.open ? 'Still to be written' : 'Nothing was written here',
    figures,
    headings,
    missing,
    exempt: headings.filter(each => each.exempt !== null),
    file: `${source.content.reference}-${layout.id}`.replace(/[^A-Za-z0-9-]+/g, '-'),
  }
}

function markOf({ draft, open }: ReportSource, missing: number): string {
  const headings = missing === 1 ? '1 heading' : `${missing} headings`
  if (!open) return missing > 0 ? `Unfinished: ${headings} left unwritten` : ''
  const lacks = [draft && 'not submitted yet', missing > 0 && `${headings} still to be written`].filter(
    Boolean,
  )
  return lacks.length > 0 ? `Draft: ${lacks.join(', ')}` : ''
}

/** What the record says under a heading, as someone would type it. */
export function typedFromRecord(source: ReportSource, parts: readonly Part[], heading: string): string {
  return typedOf(toldUnder(heading, tellingOf(source, parts)))
}

/** Whether the record gives tables of figures under a heading, which stand there whatever is written. */
export function toldTables(source: ReportSource, heading: string): boolean {
  return toldUnder(heading, tellingOf(source, [])).some(block => block.as === 'table')
}
