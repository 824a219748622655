import type * as Docx from 'docx'
import { exemptParagraphs } from '#src/domain/schedule-12a.ts'
import { heading, table, type Words, wordDocument, written } from '#src/web/word-document.ts'
import type { Block } from './blocks.ts'
import type { Report } from './report.ts'

type Child = Docx.Paragraph | Docx.Table

/** A decision report as a Word document, without what is exempt (APP-7). */
export function reportDocx(report: Report): Promise<Buffer> {
  return wordDocument({ title: `${report.title}: ${report.subject}`, authority: report.authority }, docx => [
    ...markOf(docx, report),
    written(docx, report.authority),
    heading(docx, report.title, 1),
    written(docx, `${report.subject} (${report.reference})`),
    written(docx, report.figures, { style: 'Small' }),
    ...report.headings.flatMap(each => [
      heading(docx, each.title, 2),
      ...(each.from === 'none' ? [written(docx, `None, confirmed by the ${each.noneConfirmedBy}.`)] : []),
      ...(each.from === 'missing' ? [written(docx, report.unwritten)] : []),
      ...each.blocks.flatMap(block => blockOf(docx, block)),
      ...(each.exempt
        ? [written(docx, 'Part of this stands in the exempt appendix.', { style: 'Small' })]
        : []),
    ]),
  ])
}

/** Its exempt appendix, a document of its own, which is not for the public. */
export function exemptDocx(report: Report): Promise<Buffer> {
  const title = `Exempt appendix: ${report.subject}`
  return wordDocument({ title, authority: report.authority }, docx => [
    written(docx, report.authority),
    heading(docx, title, 1),
    written(docx, 'Not for publication.'),
    ...report.exempt.flatMap(each => [
      heading(docx, each.title, 2),
      written(docx, exemptParagraphs[each.exempt!.paragraph] ?? each.exempt!.paragraph, { style: 'Small' }),
      ...each.exempt!.blocks.flatMap(block => blockOf(docx, block)),
    ]),
  ])
}

function markOf(docx: Words, { mark }: Report): Child[] {
  const { Paragraph, TextRun } = docx
  return mark ? [new Paragraph({ children: [new TextRun({ text: mark, bold: true })] })] : []
}

function blockOf(docx: Words, block: Block): Child[] {
  switch (block.as) {
    case 'text':
      return block.lines.map(line => written(docx, line))
    case 'list':
      return block.lines.map(line =>
        written(
          docx,
          line,
          block.numbered ? { numbering: { reference: 'numbered', level: 0 } } : { bullet: { level: 0 } },
        ),
      )
    case 'answers':
      return block.rows.flatMap(([question, said]) => [
        written(docx, question, { style: 'Small', keepNext: true, spacing: { after: 0 } }),
        written(docx, said, { style: 'Answer' }),
      ])
    case 'table':
      return [
        written(docx, block.caption, { style: 'Small', keepNext: true }),
        table(docx, block.columns, block.rows),
        written(docx, ''),
      ]
  }
}
