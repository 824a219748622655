import { readXml } from './xml.ts'
import type { Zip } from './zip.ts'

/** How a number is shown, as far as it changes what it means. For dates, the finest part shown. */
export type CellFormat = 'plain' | 'percent' | 'pounds' | 'year' | 'month' | 'day' | 'minute' | 'time'

/** The format of each cell style of the workbook, by its index. */
export async function readCellFormats(zip: Zip, path: string | undefined): Promise<CellFormat[]> {
  const formats: CellFormat[] = []
  if (!path || !zip.has(path)) return formats
  const codes = new Map<string, string>()
  let inCellStyles = false
  await readXml(zip.stream(path), {
    open: (name, { numFmtId = '0', formatCode = '' }) => {
      if (name === 'numFmt') codes.set(numFmtId, formatCode)
      if (name === 'cellXfs') inCellStyles = true
      if (name === 'xf' && inCellStyles) formats.push(formatOf(Number(numFmtId), codes.get(numFmtId)))
    },
    close: name => {
      if (name === 'cellXfs') inCellStyles = false
    },
  })
  return formats
}

/** Reads a number format by its code, or by its built-in number when it has none. */
export function formatOf(id: number, code: string | undefined): CellFormat {
  if (code === undefined) return builtIn(id)
  const bare = code.replace(/"[^"]*"|\\.|_.|\*.|\[(?!\$|h|m|s)[^\]]*\]/gi, '')
  const dateLetters = bare.replace(/\[\$[^\]]*\]|general/gi, '')
  if (/[ymdhs]/i.test(dateLetters)) return finestPart(dateLetters.toLowerCase())
  if (/£/.test(code)) return 'pounds'
  return bare.includes('%') ? 'percent' : 'plain'
}

function finestPart(code: string): CellFormat {
  if (/[hs]/.test(code)) return /[yd]/.test(code) ? 'minute' : 'time'
  if (code.includes('d')) return 'day'
  return code.includes('m') ? 'month' : 'year'
}

function builtIn(id: number): CellFormat {
  if (id === 9 || id === 10) return 'percent'
  if (id === 17) return 'month'
  if (id === 22) return 'minute'
  if (id === 18 || id === 19 || id === 20 || id === 21 || (id >= 45 && id <= 47)) return 'time'
  if ((id >= 14 && id <= 16) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return 'day'
  return 'plain'
}
