import type { Merge } from './merges.ts'
import { limits } from './unreadable.ts'
import { columnOf } from './xlsx-rows.ts'

/** A part that another part of the workbook points to, or a web address outside it. */
export type Relation = { id: string; type: string; target: string }

/** What stands after a sheet's rows: its merged areas in order, and the web addresses behind cells by row number. */
export type SheetTail = { merges: Merge[]; links: Map<number, Record<number, string>> }

/**
 * Looks for merges and links before the rows are read: they stand after them in the XML, so the sheet is unpacked twice.
 * Looking for two tags needs no parser.
 */
export async function readSheetTail(
  chunks: AsyncIterable<Buffer>,
  relations: readonly Relation[],
): Promise<SheetTail> {
  const tail: SheetTail = { merges: [], links: new Map() }
  const targets = new Map(relations.map(relation => [relation.id, relation.target]))
  let rest = ''
  for await (const chunk of chunks) {
    const text = rest + chunk.toString('latin1')
    for (const [tag, name] of text.matchAll(/<(?:\w+:)?(mergeCell|hyperlink)\s[^<>]{1,2000}>/g)) {
      const ref = /\bref="([A-Z]+\d+)(?::([A-Z]+\d+))?"/.exec(tag)
      if (!ref) continue
      if (name === 'mergeCell') tail.merges.push(mergeOf(ref[1]!, ref[2] ?? ref[1]!))
      else addLink(tail.links, ref[1]!, targets.get(/:id="([^"]+)"/.exec(tag)?.[1] ?? ''))
    }
    const open = text.lastIndexOf('<')
    rest = open >= 0 && text.length - open < 2000 && text.indexOf('>', open) < 0 ? text.slice(open) : ''
  }
  tail.merges.sort((a, b) => a.top - b.top)
  return tail
}

function mergeOf(first: string, last: string): Merge {
  return {
    left: columnOf(first),
    top: rowOf(first) - 1,
    right: Math.min(columnOf(last), limits.columns - 1),
    bottom: rowOf(last) - 1,
  }
}

function addLink(links: SheetTail['links'], address: string, target: string | undefined): void {
  if (!target || !/^https?:/i.test(target)) return
  const row = links.get(rowOf(address)) ?? {}
  row[columnOf(address)] = target
  links.set(rowOf(address), row)
}

function rowOf(address: string): number {
  return Number(/\d+/.exec(address)![0])
}
