import { readXml } from './xml.ts'
import type { Zip } from './zip.ts'

/** The workbook's shared strings in order; runs of rich text are joined, reading aids left out. */
export async function readSharedStrings(zip: Zip, path: string | undefined): Promise<string[]> {
  const strings: string[] = []
  if (!path || !zip.has(path)) return strings
  let current = ''
  let inText = false
  let inAid = false
  await readXml(zip.stream(path), {
    open: name => {
      if (name === 'si') current = ''
      if (name === 'rPh') inAid = true
      if (name === 't') inText = !inAid
    },
    text: text => {
      if (inText) current += text
    },
    close: name => {
      if (name === 't') inText = false
      if (name === 'rPh') inAid = false
      if (name === 'si') strings.push(unescapeControls(current))
    },
  })
  return strings
}

/** Restores characters that Excel writes as _x000D_ and the like. */
export function unescapeControls(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}
