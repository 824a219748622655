import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { roleNames, type Verb, verbTable } from '#src/accounts/may.ts'
import type { PublicField } from '#src/db/public-content.ts'
import type { Role } from '#src/db/tables.ts'
import { type Field, fields } from '#src/partnerships/fields.ts'
import { columnsOf } from '#src/public/data/columns.ts'
import { dictionaryOf } from '#src/public/data/dictionary.ts'
import { fileFormats } from '#src/public/data/formats.ts'
import { licence } from '#src/public/data/licence.ts'
import { protocolPages } from './protocol-pages.ts'

const made = 'Made from the code by `node scripts/docs.ts`; a test compares the two.'

const verbs: Record<Verb, string> = {
  see: 'Read the register, its people and bodies, and the history of a record',
  export: 'Take away what a list shows, as CSV, XLSX or JSON',
  edit: 'Change an entry',
  confirm: 'Confirm that an entry is right',
  propose:
    'Try whether it is a partnership, assess how significant it is, make a proposal, submit it and take it back',
  decide: 'Decide on a proposal, where one holds the post that decides or records for the committee',
  advise: 'Answer a question that was put to one’s team or to oneself',
  'override-tier': 'Set another tier than the protocol found, with the reason',
  waive:
    'Put on record that a requirement or a step is waived, on the word of someone entitled; never on one’s own proposal',
  're-route': 'Work out the route of a running approval again after the rules changed',
  register: 'Fill in the registration form, sign it, and confirm or correct an entry with it',
  log: 'Log a signed registration form on the register, or return it',
  publish: 'Publish entries, and take down or erase what is published',
  add: 'Add an entry',
  'edit-directory': 'Change people, posts, bodies, directorates, plans and fields of the authority’s own',
  import: 'Take in a spreadsheet',
  settle: 'Settle what an import could not place',
  merge: 'Make two records one',
  undo: 'Undo an import or a merge',
  remove: 'Remove an entry that was made by mistake',
  'change-in-bulk': 'Change many entries in one act',
  'read-exempt':
    'Read what is exempt from publication in a report or a decision; whoever is asked to decide or advise on it does so too',
  'read-trail': 'Read and take away the whole trail',
  administer: 'Change the authority’s settings, accounts and roles',
}

const types: Record<Field['type'], string> = {
  text: 'words',
  'long-text': 'words, on several lines',
  link: 'a web address',
  'yes-no': 'yes or no',
  number: 'a whole number',
  choice: 'one of a list',
  'partial-date': 'a year, a month or a day',
  names: 'names, separated by `;`',
  organisation: 'a body',
  organisations: 'bodies, separated by `;`',
  holder: 'a person, a post or both',
  holders: 'people or posts, separated by `;`',
  priorities: 'priorities, separated by `;`',
  money: 'pounds by financial year',
  effort: 'officer time by financial year',
  'in-kind': 'contributions in kind by financial year',
}

const publicRules = { public: 'yes', never: 'never', ask: 'when someone says so' }

const published: PublicField[] = fields.map(({ name, heading, help, type, choices, public: rule }) => ({
  name,
  heading,
  help,
  type,
  rule,
  ...(choices ? { choices: [...choices] } : {}),
}))

/** The pages of docs/ that repeat a table of the code, by their names. */
export const pages: Record<string, string> = {
  'roles.md': `# Who may do what

A role holds for a whole authority, one directorate or one entry. ${made}

${table(
  ['', ...Object.values(roleNames)],
  Object.entries(verbs).map(([verb, words]) => [
    words,
    ...Object.keys(roleNames).map(role => (verbTable[verb as Verb].includes(role as Role) ? 'yes' : '')),
  ]),
)}

The installation's operator adds authorities and their first administrators, and reads no authority's records.
`,
  'fields.md': `# The fields of the register

Import, export, forms and history know these. An authority's own fields join them. ${made}

${table(
  ['Name', 'Heading', 'Holds', 'What it is', 'Public'],
  fields.map(field => [
    `\`${field.name}\``,
    field.heading,
    field.choices ? field.choices.map(choice => choice.label).join(', ') : types[field.type],
    field.help,
    publicRules[field.public],
  ]),
)}
`,
  'open-data.md': `# Open data

Everything an authority publishes can be taken away as data, without an account, under the [${licence.name}](${licence.id}).
Say where it comes from: *Contains information from the register of partnerships of …, licensed under the ${licence.name}.*
${made}

## Addresses

\`{authority}\` is the authority's short name in addresses, as \`wendleshire\`.

${table(
  ['Address', 'What it is'],
  [
    ...fileFormats.map(({ ending, about }) => [`\`/{authority}/register.${ending}\``, about]),
    [
      '`/{authority}/register.csv-metadata.json`',
      'What the columns of the CSV are, by the standard CSV on the Web.',
    ],
    [
      '`/{authority}/register/{reference}.json`',
      'One entry, every version of it that can still be read, and its log.',
    ],
    ['`/{authority}/register/fields`', 'The data dictionary of this authority, with fields of its own.'],
    ['`/{authority}/register/open-data`', 'All this for people, with the code to embed the table.'],
    ['`/{authority}/register/table`', 'The register as a plain table, for frames in other websites.'],
    ['`/data/catalog.jsonld`', 'Every register of the installation, by the standard DCAT 2.'],
    [
      '`/data/schema/register.json`, `/data/schema/entry.json`',
      'JSON Schemas (draft 2020-12) of the list and the entry.',
    ],
    ['`/sitemap.xml`, `/robots.txt`', 'For search engines.'],
  ],
)}

Files hold the whole register, not one page. They and the table take the words of the list's own address: \`q\`, \`kind\`,
\`stage\`, \`tier\`, \`theme\`, \`area\`, \`directorate\`, \`body\`, \`sort\`; and \`as-at=2026-03-31\` gives the register as it was at
the end of that day. An entry takes \`as-at\` too.

Any website may fetch the data and frame the table. Answers carry an \`ETag\` and \`Last-Modified\`: ask again with
\`If-None-Match\` or \`If-Modified-Since\`, and what has not changed is not sent. A publication shows within a second.

## What stays

- The address of an entry, and its reference, stay while the authority keeps its short name. A person's, post's or body's address keeps its last eight
  characters; another name before them leads to the right one.
- Names of fields and values keep their meaning. New fields may come in, in the CSV before \`withheld\`; go by the headings.
- In the JSON new properties come only with a new schema at the same address. The id of an entry of the feed is for ever.
- What was erased answers 410 and is in no file, whatever the day looked back to. What ended stays in its past versions.

## Fields

Cells that a spreadsheet would run as a formula begin with an apostrophe in the CSV and the workbook. Several things in
one cell stand between semicolons; what belongs to one of them follows it in square brackets; a text with a semicolon, a
square bracket, a quotation mark or a line break is in quotation marks, its own doubled. Words beside a body, a person or
a sum are shown, as \`[note: …]\`, only where the authority says so.

${table(
  ['Field', 'What it says', 'Shown, unless the authority decides otherwise', 'CSV and workbook', 'JSON'],
  dictionaryOf(published).map(({ name, heading, help, choices, shown, csv, json }) => [
    `${heading}<br>\`${name}\``,
    [help, choices.map(choice => `\`${choice.value}\``).join(', ')].filter(Boolean).join(' '),
    shown,
    csv || '–',
    json || '–',
  ]),
)}

Beside them the CSV and the workbook have:

${table(
  ['Column', 'What it says'],
  columnsOf([]).map(({ name, help }) => [`\`${name}\``, help]),
)}

In the JSON an entry is a Popolo organization: \`memberships\` hold the bodies that are in it (\`organization\`) and who acts for
the authority (\`person\`, \`post\`, \`on_behalf_of\`), \`identifiers\` are pairs of \`scheme\` and \`identifier\`, and every \`id\` is the
address of a public page.
`,
  ...protocolPages(table),
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of Object.entries(pages)) writeFileSync(`docs/${name}`, text)
}

function table(headings: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n')
}
