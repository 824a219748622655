import type { CellFormat } from './xlsx-formats.ts'

const dayLength = 86_400_000

/** The text of a numeric cell as a person would write it: dates as ISO as fine as they are shown, money with its £. */
export function numberText(raw: string, format: CellFormat, date1904: boolean): string {
  const value = Number(raw)
  if (raw.trim() === '' || !Number.isFinite(value)) return raw
  if (format === 'plain') return plain(value)
  if (format === 'percent') return `${plain(value * 100)}%`
  if (format === 'pounds') return `${value < 0 ? '-' : ''}£${plain(Math.abs(value))}`
  return dateText(value, format, date1904) ?? plain(value)
}

// Excel keeps 15 digits; the rest is noise from binary fractions.
function plain(value: number): string {
  return String(Number(value.toPrecision(15)))
}

function dateText(serial: number, format: CellFormat, date1904: boolean): string | undefined {
  if (serial < 0 || serial > 2_958_465) return undefined
  if (format === 'time' && serial < 1) return isoAt(serial).slice(11, 16)
  // Excel believes in 29 February 1900, so serials before 1 March 1900 are one day behind.
  const days = date1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial
  const iso = isoAt(days)
  if (format === 'year') return iso.slice(0, 4)
  if (format === 'month') return iso.slice(0, 7)
  if (format === 'day') return iso.slice(0, 10)
  return iso.slice(0, 16).replace('T', ' ')
}

function isoAt(serial: number): string {
  const minutes = Math.round(serial * 1440)
  return new Date(Date.UTC(1899, 11, 30) + minutes * (dayLength / 1440)).toISOString()
}
