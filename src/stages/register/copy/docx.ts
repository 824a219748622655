import type * as Docx from 'docx'
import { heading, table, textWidth, type Words, wordDocument, written } from '#src/web/word-document.ts'
import type { Paper, PaperRow, Room } from './paper.ts'

/** A form on paper as a Word document (REG-3). */
export function docxOf(paper: Paper): Promise<Buffer> {
  const title = [paper.title, ...paper.about.slice(0, 1)].join(': ')
  return wordDocument({ title, authority: paper.authority }, docx => contents(docx, paper))
}

function contents(docx: Words, paper: Paper): (Docx.Paragraph | Docx.Table)[] {
  return [
    written(docx, paper.authority),
    heading(docx, paper.title, 1),
    ...paper.about.map(each => written(docx, each)),
    ...paper.sections.flatMap(section => [
      heading(docx, section.title, 2),
      ...section.rows.flatMap(row => [heading(docx, row.question, 3), ...below(docx, row)]),
    ]),
    heading(docx, 'Declaration', 2),
    written(docx, paper.declaration, { keepNext: true }),
    ...paper.signature.map(line => signatureLine(docx, line)),
    ...(paper.fingerprint
      ? [written(docx, `Fingerprint of what was signed: ${paper.fingerprint}`, { style: 'Small' })]
      : []),
  ]
}

function below(docx: Words, row: PaperRow): (Docx.Paragraph | Docx.Table)[] {
  const help = row.help ? [written(docx, row.help, { style: 'Small', keepNext: true })] : []
  if ('room' in row) return [...help, ...roomToWrite(docx, row.room)]
  const lines = row.answer.length > 0 ? row.answer : ['None given']
  return [...help, ...lines.map(line => written(docx, line, { style: 'Answer' }))]
}

function roomToWrite(docx: Words, room: Room): (Docx.Paragraph | Docx.Table)[] {
  if (room.as === 'boxes') return room.boxes.map(each => written(docx, `☐ ${each}`, { style: 'Answer' }))
  if (room.as === 'table') return [tableToFill(docx, room), written(docx, '')]
  return Array.from({ length: room.lines }, () => ruled(docx, ''))
}

function tableToFill(docx: Words, { columns, rows }: Room & { as: 'table' }) {
  const empty = columns.map(() => '')
  return table(
    docx,
    columns,
    Array.from({ length: rows }, () => empty),
    700,
  )
}

function signatureLine(docx: Words, { label, text }: { label: string; text: string }) {
  return text ? written(docx, `${label}: ${text}`, { style: 'Answer' }) : ruled(docx, `${label}: `)
}

// A line to write on, up to the margin.
function ruled({ Paragraph, TextRun, TabStopType, LeaderType }: Words, label: string) {
  return new Paragraph({
    spacing: { before: 160, after: 160 },
    tabStops: [{ type: TabStopType.RIGHT, position: textWidth, leader: LeaderType.UNDERSCORE }],
    children: [new TextRun({ children: [label, '\t'] })],
  })
}
