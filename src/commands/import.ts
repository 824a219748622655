import { resolve } from 'node:path'
import { type Kind, kinds } from '#src/domain/words.ts'
import { Refused } from '#src/errors.ts'
import { listFieldNames, type Report, runImport } from '#src/partnerships/import/run.ts'
import { authorityNamed } from './authority.ts'
import { type Command, commandLine, type Words } from './command.ts'
import { tableOf } from './table.ts'
import { textOf, wordsOf } from './words.ts'

/** Takes a file into an authority's register, or says what that would do (REG-7). */
export const importFile: Command = {
  options: {
    authority: { type: 'string' },
    sheet: { type: 'string' },
    map: { type: 'string', multiple: true },
    kind: { type: 'string' },
    'dry-run': { type: 'boolean' },
    json: { type: 'boolean' },
    fields: { type: 'boolean' },
  },
  async run(words, { database, cwd, now, out, progress }) {
    if (words.values.fields) {
      await out(
        tableOf(
          ['Field', 'Heading', 'What it holds'],
          listFieldNames().map(({ name, heading, help }) => [name, heading, help]),
        ),
      )
      return 0
    }
    const [file = ''] = wordsOf(words, 'FILE')
    const authority = await authorityNamed(database, textOf(words, 'authority'))
    const sheet = textOf(words, 'sheet')
    const kind = kindOf(textOf(words, 'kind'))
    const report = await runImport(database, authority.id, {
      path: resolve(cwd, file),
      map: mapOf(words),
      dryRun: words.values['dry-run'] === true,
      by: commandLine,
      at: now(),
      onProgress: (step, done, of) => progress(shareDone(step, done, of), 100),
      ...(sheet === undefined ? {} : { sheet }),
      ...(kind === undefined ? {} : { kind }),
    })
    progress(100, 100)
    await out(words.values.json ? `${JSON.stringify(report)}\n` : said(report))
    return 0
  },
}

function mapOf(words: Words): Record<string, string> {
  const pairs = [words.values.map ?? []].flat().map(pair => {
    const at = String(pair).indexOf('=')
    if (at < 1)
      throw new Refused(`--map takes field=Heading, not ‘${pair}’. import --fields lists the fields.`)
    return [String(pair).slice(0, at), String(pair).slice(at + 1)]
  })
  return Object.fromEntries(pairs)
}

function kindOf(word: string | undefined): Kind | undefined {
  const kind = kinds.find(each => each.value === word)
  if (word === undefined || kind) return kind?.value
  throw new Refused(`There is no kind ‘${word}’. The kinds are: ${kinds.map(each => each.value).join(', ')}.`)
}

// Three steps, of which each takes about a third of the time.
function shareDone(step: 'reading' | 'comparing' | 'saving', done: number, of: number): number {
  const before = { reading: 0, comparing: 33, saving: 66 }[step]
  return Math.min(99, before + (of > 0 ? (33 * done) / of : 0))
}

// A register without dates would fill the screen.
const fewRows = 20

function said(report: Report): string {
  const { file, rows, created, updated, unchanged, skipped, toSettle, duplicates, tooNew, dryRun } = report
  const would = dryRun ? 'would be ' : ''
  const lines = [
    `${file}: ${rows} rows. ${created} ${would}added, ${updated} ${would}changed, ${unchanged} the same, ${skipped.length} ${would}left out.`,
    toSettle.length > 0 &&
      `${toSettle.length} values are kept as they stand, to settle on the import’s page.`,
    duplicates.length > 0 &&
      `${duplicates.length} rows look like entries that are there already: decide on the import’s page.`,
    ...tooNew
      .slice(0, fewRows)
      .map(({ row, name, message }) => `Row ${row}: ${name} ${would}taken in as not approved. ${message}.`),
    tooNew.length > fewRows &&
      `${tooNew.length - fewRows} more rows ${would}taken in as not approved by their start: the register’s filter ‘Missing information’ lists them.`,
    ...skipped.map(({ row, reason }) => `Row ${row}: ${reason}`),
    dryRun && 'Nothing was changed: this was a dry run.',
  ]
  return `${lines.filter(Boolean).join('\n')}\n`
}
