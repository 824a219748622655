import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { roleNames, type Verb, verbTable } from '#src/accounts/may.ts'
import type { Role } from '#src/db/tables.ts'
import { type Field, fields } from '#src/partnerships/fields.ts'

const made = 'Made from the code by `node scripts/docs.ts`; a test compares the two.'

const verbs: Record<Verb, string> = {
  see: 'Read the register, its people and bodies, and the history of a record',
  export: 'Take away what a list shows, as CSV, XLSX or JSON',
  edit: 'Change an entry',
  confirm: 'Confirm that an entry is right',
  register: 'Fill in the registration form, sign it, and confirm or correct an entry with it',
  log: 'Log a signed registration form on the register, or return it',
  publish: 'Publish entries, end or erase their publication, and set what is published',
  add: 'Add an entry',
  'edit-directory': 'Change people, posts, bodies, directorates, plans and fields of the authority’s own',
  import: 'Take in a spreadsheet',
  settle: 'Settle what an import could not place',
  merge: 'Make two records one',
  undo: 'Undo an import or a merge',
  remove: 'Remove an entry that was made by mistake',
  'change-in-bulk': 'Change many entries in one act',
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
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of Object.entries(pages)) writeFileSync(`docs/${name}`, text)
}

function table(headings: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n')
}
