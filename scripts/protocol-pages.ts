import { readFileSync } from 'node:fs'
import { type Fact, facts } from '#src/protocol/fact-list.ts'
import { packSchema } from '#src/protocol/open-pack.ts'

type Table = (headings: string[], rows: string[][]) => string

const factTypes: Record<Fact['type'], string> = {
  'yes-no': 'yes or no',
  money: 'pounds',
  number: 'a number',
  choice: 'one of',
  names: 'names, separated by `;`',
}

/** The guide to packs, with its tables made from the code, and the schema of a pack's file. */
export function protocolPages(table: Table): Record<string, string> {
  return {
    'protocol.md': filled('docs/protocol.md', {
      facts: table(
        ['Fact', 'Holds', 'What it is', 'Found in'],
        facts.map(fact => [`\`${fact.name}\``, holds(fact), `${fact.label}. ${fact.help}`, fact.from]),
      ),
      keys: keyTables(table, packSchema() as Schema),
    }),
    '../protocols/pack.schema.json': `${JSON.stringify(packSchema(), null, 2)}\n`,
  }
}

function holds({ type, unit, choices, ordered }: Fact): string {
  if (type === 'choice')
    return `${factTypes.choice} ${choices!.map(each => `\`${each.value}\``).join(ordered ? ' < ' : ', ')}`
  return unit === undefined ? factTypes[type] : `${factTypes[type]}: ${unit}`
}

// A page written by hand in which what stands between two marks is made from the code.
function filled(path: string, parts: Record<string, string>): string {
  return Object.entries(parts).reduce(
    (text, [name, made]) =>
      text.replace(
        new RegExp(`(<!-- ${name}[^>]*-->\\n)[\\s\\S]*?(<!-- end of ${name} -->)`),
        (_, from, to) => `${from}\n${made}\n\n${to}`,
      ),
    readFileSync(path, 'utf8'),
  )
}

type Schema = {
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  description?: string
  enum?: string[]
  const?: string
  anyOf?: Schema[]
}

function keyTables(table: Table, schema: Schema, where = 'a pack'): string {
  const rows = Object.entries(schema.properties ?? {}).map(([key, part]) => [
    `\`${key}\``,
    [part.description ?? part.items?.description ?? '', choicesOf(part)].filter(Boolean).join('. '),
  ])
  const deeper = Object.entries(schema.properties ?? {}).flatMap(([key, part]) => {
    const inner = part.properties ? part : part.items?.properties ? part.items : undefined
    return inner ? [keyTables(table, inner, where === 'a pack' ? key : `${where} / ${key}`)] : []
  })
  return [`**${where}**\n\n${table(['Key', 'What it says'], rows)}`, ...deeper].join('\n\n')
}

function choicesOf({ enum: words, const: only, items }: Schema): string {
  const choices = words ?? items?.enum ?? (only === undefined ? [] : [only])
  return choices.map(each => `\`${each}\``).join(', ')
}
