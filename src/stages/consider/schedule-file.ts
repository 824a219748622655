import { stringify } from 'csv-stringify/sync'
import { formatDate } from '#src/domain/dates.ts'
import { escapeCell } from '#src/domain/spreadsheet.ts'
import { labelOf, stages } from '#src/domain/words.ts'
import { type Cell, dateCell, numberCell, textCell, writeWorkbook } from '#src/web/workbook.ts'
import type { Scheduled } from './schedule.ts'

type Column = { heading: string; width: number; of: (line: Scheduled) => string | number | null; day?: true }

const columns: Column[] = [
  { heading: 'Reference', width: 14, of: line => line.reference },
  { heading: 'Name', width: 45, of: line => line.name },
  { heading: 'Directorate', width: 25, of: line => line.directorate },
  { heading: 'Status', width: 15, of: line => labelOf(stages, line.stage) },
  { heading: 'Why it is significant', width: 60, of: line => line.says },
  { heading: 'Tier overridden', width: 15, of: line => (line.overridden ? 'Yes' : 'No') },
  { heading: 'Our money a year (£)', width: 18, of: line => line.money },
  { heading: 'Risk before any control', width: 20, of: line => riskWord(line.risk) },
  { heading: 'Sponsor', width: 30, of: line => line.sponsor },
  { heading: 'Last assessed', width: 15, of: line => line.assessedOn, day: true },
  { heading: 'Review due', width: 15, of: line => line.reviewDue, day: true },
  { heading: 'Assess again because', width: 45, of: line => line.again.join('; ') },
]

/** The schedule as CSV in UTF-8, with the mark that Excel needs to read it so; every cell is safe to open. */
export function scheduleCsv(lines: Scheduled[]): string {
  const cell = (value: string | number | null) => (value === null ? '' : escapeCell(String(value)))
  const rows = lines.map(line => columns.map(column => cell(column.of(line))))
  return `\ufeff${stringify([columns.map(each => each.heading), ...rows], { record_delimiter: 'windows' })}`
}

/** The schedule as a workbook of one sheet. */
export function scheduleXlsx(lines: Scheduled[], today: string): Promise<Uint8Array> {
  const cell = ({ of, day }: Column, line: Scheduled): Cell => {
    const value = of(line)
    if (value === null || value === '') return null
    if (typeof value === 'number') return numberCell(value)
    return day ? dateCell(value) : textCell(value)
  }
  const name = `Significant ${formatDate(today)}`.slice(0, 31)
  return writeWorkbook([
    {
      name,
      headings: columns.map(({ heading, width }) => ({ heading, width })),
      rows: [lines.map(line => columns.map(each => cell(each, line)))],
    },
  ])
}

/** A level of risk as people read it; where it is not known, that. */
export function riskWord(risk: Scheduled['risk']): string {
  return risk ? `${risk.charAt(0).toUpperCase()}${risk.slice(1)}` : 'Not assessed'
}
