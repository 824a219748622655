/** A piece of a report: paragraphs or a list of words, questions with what was said to each, or a table of figures. */
export type Block =
  | { as: 'text'; lines: string[] }
  | { as: 'list'; lines: string[]; numbered?: boolean }
  | { as: 'answers'; rows: [question: string, said: string][] }
  | { as: 'table'; caption: string; columns: string[]; rows: string[][] }

/** Paragraphs, or nothing where there is nothing to say. */
export function text(...lines: (string | undefined | false)[]): Block[] {
  const said = lines.filter((line): line is string => Boolean(line))
  return said.length > 0 ? [{ as: 'text', lines: said }] : []
}

/** A list, or nothing where it is empty. */
export function list(lines: readonly string[]): Block[] {
  return lines.length > 0 ? [{ as: 'list', lines: [...lines] }] : []
}

/** Questions with what was said to each, or nothing where none was answered. */
export function answers(rows: [question: string, said: string][]): Block[] {
  return rows.length > 0 ? [{ as: 'answers', rows }] : []
}

/** A table, or nothing where it has no rows. */
export function tableOf(caption: string, columns: string[], rows: string[][]): Block[] {
  return rows.length > 0 ? [{ as: 'table', caption, columns, rows }] : []
}

/** What someone types as blocks: a paragraph a line, a list where lines begin with a hyphen. */
export function blocksOf(typed: string): Block[] {
  const blocks: Block[] = []
  for (const line of typed.split(/\r\n?|\n/).map(each => each.trim())) {
    if (line === '') continue
    const as = /^[-*•]\s/.test(line) ? 'list' : 'text'
    const words = as === 'list' ? line.replace(/^[-*•]\s+/, '') : line
    const last = blocks.at(-1)
    if (last && last.as === as) last.lines.push(words)
    else blocks.push({ as, lines: [words] })
  }
  return blocks
}

/** The words of blocks as someone would type them; tables, which come from the record alone, are left out. */
export function typedOf(blocks: readonly Block[]): string {
  return blocks
    .flatMap(block => {
      if (block.as === 'table') return []
      if (block.as === 'answers') return block.rows.map(([question, said]) => `- ${question} ${said}`)
      return block.as === 'list' ? block.lines.map(line => `- ${line}`) : block.lines
    })
    .join('\n')
}
