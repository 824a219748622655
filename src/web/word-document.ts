import type * as Docx from 'docx'

export type Words = typeof Docx
type Child = Docx.Paragraph | Docx.Table

/** What is left of an A4 page between its margins, in twentieths of a point. */
export const textWidth = 11906 - 2 * 1134

/**
 * A Word document that everyone can read: headings that are headings, in British English, with a title, the rows above
 * tables repeated and the pages numbered.
 * @param contents makes what it holds, from the library and the helpers below
 */
export async function wordDocument(
  about: { title: string; authority: string },
  contents: (docx: Words) => Child[],
): Promise<Buffer> {
  // Read when the first document is asked for: it is large, and a process that serves pages does without.
  const docx = await import('docx')
  const document = new docx.Document({
    title: about.title,
    creator: about.authority,
    lastModifiedBy: about.authority,
    styles: styles(docx),
    numbering: { config: [numbered(docx)] },
    sections: [
      {
        properties: { page: { size: { width: 11906, height: 16838 }, margin: margins } },
        footers: { default: footer(docx, about.title) },
        children: contents(docx),
      },
    ],
  })
  return docx.Packer.toBuffer(document)
}

/** A paragraph of plain words, from right to left where its first letter says so. */
export function written(
  { Paragraph, TextRun }: Words,
  text: string,
  more: Omit<Docx.IParagraphOptions, 'children'> = {},
): Docx.Paragraph {
  const rightToLeft = firstLetter.exec(text)?.[1] !== undefined
  return new Paragraph({
    ...more,
    ...(rightToLeft ? { bidirectional: true } : {}),
    children: [new TextRun({ text, ...(rightToLeft ? { rightToLeft } : {}) })],
  })
}

/** A heading of a level. */
export function heading(docx: Words, text: string, level: 1 | 2 | 3): Docx.Paragraph {
  return written(docx, text, { heading: docx.HeadingLevel[`HEADING_${level}`] })
}

/** A table with its row of headings, as wide as the text. `height` is the least of a row, for writing in by hand. */
export function table(
  docx: Words,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  height?: number,
): Docx.Table {
  const { Table, TableRow, TableCell, WidthType, HeightRule } = docx
  const share = Math.floor(textWidth / columns.length)
  const row = (texts: readonly string[], head: boolean) =>
    new TableRow({
      // Some readers take the mark for set wherever it stands, even where it says no.
      ...(head ? { tableHeader: true } : {}),
      cantSplit: true,
      ...(head || height === undefined ? {} : { height: { value: height, rule: HeightRule.ATLEAST } }),
      children: texts.map(
        text =>
          new TableCell({
            width: { size: share, type: WidthType.DXA },
            margins: { top: 60, bottom: 60, left: 80, right: 80 },
            children: [written(docx, text, { style: head ? 'TableHeading' : 'Small' })],
          }),
      ),
    })
  return new Table({
    width: { size: share * columns.length, type: WidthType.DXA },
    columnWidths: columns.map(() => share),
    rows: [row(columns, true), ...rows.map(each => row(each, false))],
  })
}

const margins = { top: 1134, bottom: 1134, left: 1134, right: 1134 }

// One list of a document may be numbered: another would go on counting.
function numbered({ LevelFormat, AlignmentType }: Words) {
  const style = { paragraph: { indent: { left: 720, hanging: 360 } } }
  const level = { level: 0, format: LevelFormat.DECIMAL, text: '%1.', alignment: AlignmentType.START, style }
  return { reference: 'numbered', levels: [level] }
}

function styles({ LineRuleType }: Words): Docx.IStylesOptions {
  const style = (size: number, before: number, after = 80) => ({
    run: { size, bold: true, color: '0B0C0C', font: 'Arial' },
    paragraph: { keepNext: true, spacing: { before, after } },
  })
  return {
    default: {
      document: {
        run: { font: 'Arial', size: 24, language: { value: 'en-GB', eastAsia: 'en-GB' } },
        paragraph: { spacing: { after: 120, line: 288, lineRule: LineRuleType.AUTO } },
      },
      heading1: style(40, 120, 160),
      heading2: style(30, 400),
      heading3: style(24, 240, 40),
    },
    paragraphStyles: [
      { id: 'Small', name: 'Small', basedOn: 'Normal', run: { size: 20, color: '484949' } },
      {
        id: 'TableHeading',
        name: 'Table heading',
        basedOn: 'Small',
        run: { size: 20, bold: true, color: '0B0C0C' },
        paragraph: { keepNext: true },
      },
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
        tabStops: [{ type: TabStopType.RIGHT, position: textWidth }],
        children: [
          new TextRun({ children: [short, '\tPage ', PageNumber.CURRENT, ' of ', PageNumber.TOTAL_PAGES] }),
        ],
      }),
    ],
  })
}

// The first letter says which way a line runs.
const firstLetter =
  /^\P{L}*(?:([\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}])|\p{L})/u
