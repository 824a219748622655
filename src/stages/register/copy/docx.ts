import type * as Docx from 'docx'
import type { Paper, PaperRow, Room } from './paper.ts'

/**
 * A form on paper as a Word document that everyone can read: headings that are headings, in British English, with a
 * title, the rows above tables repeated and the pages numbered (REG-3).
 */
export async function docxOf(paper: Paper): Promise<Buffer> {
  // Read when the first copy is asked for: it is large, and a process that serves pages does without.
  const docx = await import('docx')
  const title = [paper.title, ...paper.about.slice(0, 1)].join(': ')
  const document = new docx.Document({
    title,
    creator: paper.authority,
    lastModifiedBy: paper.authority,
    styles: styles(docx),
    sections: [
      {
        properties: { page: { size: { width: 11906, height: 16838 }, margin: margins } },
        footers: { default: footer(docx, title) },
        children: contents(docx, paper),
      },
    ],
  })
  return docx.Packer.toBuffer(document)
}

type Words = typeof Docx

const margins = { top: 1134, bottom: 1134, left: 1134, right: 1134 }
// What is left of an A4 page between its margins, in twentieths of a point.
const width = 11906 - 2 * 1134

function styles({ LineRuleType }: Words): Docx.IStylesOptions {
  const heading = (size: number, before: number, after = 80) => ({
    run: { size, bold: true, color: '0B0C0C', font: 'Arial' },
    paragraph: { keepNext: true, spacing: { before, after } },
  })
  return {
    default: {
      document: {
        run: { font: 'Arial', size: 24, language: { value: 'en-GB', eastAsia: 'en-GB' } },
        paragraph: { spacing: { after: 120, line: 288, lineRule: LineRuleType.AUTO } },
      },
      heading1: heading(40, 120, 160),
      heading2: heading(30, 400),
      heading3: heading(24, 240, 40),
    },
    paragraphStyles: [
      { id: 'Small', name: 'Small', basedOn: 'Normal', run: { size: 20, color: '484949' } },
      { id: 'Answer', name: 'Answer', basedOn: 'Normal', paragraph: { spacing: { after: 60 } } },
    ],
  }
}

function footer({ Footer, Paragraph, TextRun, PageNumber, TabStopType }: Words, title: string) {
  const short = title.length > 70 ? `${title.slice(0, 69).toWellFormed().replace('\uFFFD', '')}…` : title
  return new Footer({
    children: [
      new Paragraph({
        style: 'Small',
        tabStops: [{ type: TabStopType.RIGHT, position: width }],
        children: [
          new TextRun({ children: [short, '\tPage ', PageNumber.CURRENT, ' of ', PageNumber.TOTAL_PAGES] }),
        ],
      }),
    ],
  })
}

function contents(docx: Words, paper: Paper): (Docx.Paragraph | Docx.Table)[] {
  const { HeadingLevel } = docx
  const heading = (words: string, level: keyof typeof HeadingLevel) =>
    written(docx, words, { heading: HeadingLevel[level] })
  return [
    written(docx, paper.authority),
    heading(paper.title, 'HEADING_1'),
    ...paper.about.map(each => written(docx, each)),
    ...paper.sections.flatMap(section => [
      heading(section.title, 'HEADING_2'),
      ...section.rows.flatMap(row => [heading(row.question, 'HEADING_3'), ...below(docx, row)]),
    ]),
    heading('Declaration', 'HEADING_2'),
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
  const { Table, TableRow, TableCell, WidthType, HeightRule } = docx
  const share = Math.floor(width / columns.length)
  const row = (texts: string[], head: boolean) =>
    new TableRow({
      tableHeader: head,
      cantSplit: true,
      ...(head ? {} : { height: { value: 700, rule: HeightRule.ATLEAST } }),
      children: texts.map(
        text =>
          new TableCell({
            width: { size: share, type: WidthType.DXA },
            margins: { top: 60, bottom: 60, left: 80, right: 80 },
            children: [written(docx, text, { style: 'Small' })],
          }),
      ),
    })
  return new Table({
    width: { size: share * columns.length, type: WidthType.DXA },
    columnWidths: columns.map(() => share),
    rows: [
      row(columns, true),
      ...Array.from({ length: rows }, () =>
        row(
          columns.map(() => ''),
          false,
        ),
      ),
    ],
  })
}

function signatureLine(docx: Words, { label, text }: { label: string; text: string }) {
  return text ? written(docx, `${label}: ${text}`, { style: 'Answer' }) : ruled(docx, `${label}: `)
}

// A line to write on, up to the margin.
function ruled({ Paragraph, TextRun, TabStopType, LeaderType }: Words, label: string) {
  return new Paragraph({
    spacing: { before: 160, after: 160 },
    tabStops: [{ type: TabStopType.RIGHT, position: width, leader: LeaderType.UNDERSCORE }],
    children: [new TextRun({ children: [label, '\t'] })],
  })
}

function written(
  { Paragraph, TextRun }: Words,
  text: string,
  more: Omit<Docx.IParagraphOptions, 'children'> = {},
) {
  const rightToLeft = firstLetter.exec(text)?.[1] !== undefined
  return new Paragraph({
    ...more,
    ...(rightToLeft ? { bidirectional: true } : {}),
    children: [new TextRun({ text, ...(rightToLeft ? { rightToLeft } : {}) })],
  })
}

// The first letter says which way a line runs.
const firstLetter =
  /^\P{L}*(?:([\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}])|\p{L})/u
