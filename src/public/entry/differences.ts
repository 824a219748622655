import type { EntryBody } from './entry-body.ts'

/** One thing that two versions say differently; '' where one says nothing of it. */
export type Difference = { label: string; before: string; after: string }

/**
 * What a reader of two versions would see changed, field by field in the order of the page (REG-5). Both are compared
 * as they are read: what looks the same is the same.
 */
export function differencesOf(before: EntryBody, after: EntryBody): Difference[] {
  const [old, fresh] = [saidBy(before), saidBy(after)]
  const labels = [...new Set([...fresh.keys(), ...old.keys()])]
  return labels
    .map(label => ({ label, before: old.get(label) ?? '', after: fresh.get(label) ?? '' }))
    .filter(each => each.before !== each.after)
}

function saidBy(body: EntryBody): Map<string, string> {
  const said = new Map<string, string>()
  const say = (label: string, text: string) => {
    const known = said.get(label)
    if (text) said.set(label, known ? `${known}\n${text}` : text)
  }
  say('Name', body.name)
  say('Kind', body.kind)
  say('Status', body.stage)
  say('Purpose', body.purpose)
  say('Last confirmed', body.confirmedOn)
  for (const { rows, tables } of body.sections) {
    for (const { label, items } of rows)
      for (const { text, note, href } of items)
        say(
          label,
          [text, note && `(${note})`, isElsewhere(href) && href !== text && `<${href}>`]
            .filter(Boolean)
            .join(' '),
        )
    for (const { caption, columns, rows: lines } of tables)
      for (const [year, ...cells] of lines)
        cells.forEach((cell, at) => {
          if (cell) say(`${caption.replace(/ by year$/, '')} in ${year}`, `${columns[at + 1]!.text}: ${cell}`)
        })
  }
  for (const { heading, reason } of body.withheld) say('Withheld', `${heading} (${reason})`)
  return said
}

const isElsewhere = (href: string | undefined) => href !== undefined && !href.startsWith('/')
