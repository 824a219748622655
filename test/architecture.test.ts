import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { pages } from '../scripts/docs.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

type Source = { path: string; text: string; lines: string[] }
const filesIn = (folder: string, ending: string): Source[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith(ending))
    .map(entry => {
      const path = relative(root, join(entry.parentPath, entry.name))
      const text = readFileSync(join(root, path), 'utf8')
      return { path, text, lines: text.split('\n') }
    })

const source = filesIn('src', '.ts')
const product = source.filter(file => !file.path.endsWith('.test.ts'))
const templates = filesIn('src', '.njk')
const everything = [
  ...source,
  ...filesIn('test', '.ts'),
  ...filesIn('seed', '.ts'),
  ...filesIn('scripts', '.ts'),
]

/** What each folder may not import, and where the rule comes from: ARCHITECTURE.md, 'The rules', 1. */
const oneWay: { from: string; never: RegExp; but?: RegExp }[] = [
  { from: 'src/domain/', never: /^(src\/(?!domain\/)|node:|pg$|kysely|fastify|@)/, but: /^node:crypto$/ },
  { from: 'src/protocol/', never: /^(src\/(?!domain\/|protocol\/)|node:|pg$|kysely|fastify)/ },
  {
    from: 'src/adopted/',
    never: /^src\/(partnerships|settings|home|stages|publish|public)\//,
  },
  { from: 'src/db/', never: /^(src\/(?!db\/|domain\/|protocol\/|config|errors)|fastify)/ },
  {
    from: 'src/trail/',
    never: /^src\/(partnerships|directory|settings|home|stages|publish|accounts\/routes)/,
    but: /^src\/partnerships\/(fields|gaps)\.ts$/,
  },
  { from: 'src/web/', never: /^src\/(partnerships|directory|settings|home|stages|publish|notify)\// },
  { from: 'src/notify/', never: /^src\/(partnerships|directory|settings|home|stages|publish|web)\// },
  { from: 'src/accounts/', never: /^src\/(partnerships|settings|home|stages|publish)\// },
  {
    from: 'src/directory/',
    never: /^src\/(settings|home|stages|publish|partnerships\/(entry|import|export|bulk))\//,
    but: /^src\/partnerships\/import\/(names|read\/(file|unreadable))\.ts$/,
  },
  { from: 'src/partnerships/', never: /^src\/(settings|home|stages|publish|ask)\// },
  { from: 'src/ask/', never: /^src\/(settings|home|stages|publish|public)\// },
  { from: 'src/decide/', never: /^src\/(settings|home|stages|publish|public)\// },
  { from: 'src/publish/', never: /^src\/stages\// },
  // The rules of a protocol read no working table: the public reads and tries them over the published copy of a pack.
  { from: 'src/public/', never: /^src\/(?!(public|web|domain|db|protocol)\/|(deps|errors|config)\.ts$)/ },
]

// Rows no trail need tell of: what a file holds while it is taken in, remembered headings, what is made from other rows,
// the public's copies, of which the trail holds the hash.
const bookkeeping: Record<string, RegExp> = {
  import_batch: /^src\/(partnerships\/import\/|housekeeping)/,
  import_row: /^src\/(partnerships\/import\/|housekeeping)/,
  import_mapping: /^src\/partnerships\/import\//,
  register_entry: /^src\/partnerships\/import\//,
  publication: /^src\/publish\//,
  public_copy: /^src\/publish\//,
  public_mention: /^src\/publish\//,
  public_protocol: /^src\/publish\//,
  public_site: /^src\/publish\/(log|open)\.ts$/,
}

// The last transaction of an import: its rows were written and their events made by change(), held until now.
const showsAnImport = /^src\/partnerships\/import\/show-pending\.ts$/

describe('how the house is built', () => {
  test('imports point one way', () => {
    const wrong = product.flatMap(file =>
      importsOf(file).flatMap(({ target }) => [
        ...oneWay
          .filter(
            rule => file.path.startsWith(rule.from) && rule.never.test(target) && !rule.but?.test(target),
          )
          .map(rule => `${file.path} imports ${target}, which ${rule.from} may not`),
        ...(otherStage(file.path, target) ? [`${file.path} imports another stage: ${target}`] : []),
        ...(/^(test|seed|scripts)\//.test(target) && !/^src\/(cli|commands)|sample|start/.test(file.path)
          ? [`${file.path} imports ${target}`]
          : []),
      ]),
    )
    assert.deepEqual(wrong, [])
  })

  test('an import of the same folder starts with ./ and one of another area with #src', () => {
    const area = (path: string) => path.split('/').slice(0, 2).join('/')
    const wrong = product.flatMap(file =>
      importsOf(file)
        .filter(({ written, target }) =>
          written.startsWith('#src/')
            ? dirname(target) === dirname(file.path)
            : written.startsWith('.') && file.path.includes('/', 4) && area(target) !== area(file.path),
        )
        .map(({ written }) => `${file.path}: ${written}`),
    )
    assert.deepEqual(wrong, [])
  })

  test('folders and files are named after what they are about', () => {
    const vague = /^(utils?|common|helpers?|shared|libs?|services?|middlewares?|types|misc|core)$/
    const wrong = everything.filter(({ path }) =>
      path.split('/').some(part => vague.test(part.replace(/\.ts$/, ''))),
    )
    assert.deepEqual(
      wrong.map(file => file.path),
      [],
    )
  })

  // Three tables read better whole: the dictionaries of fields and of facts, and the tables of the database.
  const tables = ['src/partnerships/fields.ts', 'src/protocol/fact-list.ts', 'src/db/tables.ts']
  test('a file fits in a head: none has over 300 lines', () => {
    const long = everything.filter(file => file.lines.length > 301 && !tables.includes(file.path))
    assert.deepEqual(
      long.map(file => `${file.path} ${file.lines.length}`),
      [],
    )
  })

  test('every exported function says what it takes and gives', () => {
    const silent = product.flatMap(file =>
      file.lines.flatMap((line, i) => {
        if (!/^export (async )?function /.test(line)) return []
        // An overload is told by the comment above the first of them.
        const name = /function (\w+)/.exec(line)![1]!
        const above = file.lines[i - 1] ?? ''
        const told =
          above.trimEnd().endsWith('*/') || new RegExp(`^export (async )?function ${name}\\b`).test(above)
        return told ? [] : [`${file.path}:${i + 1} ${name}`]
      }),
    )
    assert.deepEqual(silent, [])
  })

  test('rows of an authority are written inside change() and nowhere else', () => {
    const owned = [
      ...readFileSync(join(root, 'src/db/tables.ts'), 'utf8').matchAll(
        /^ {2}(\w+): (?:Own|Pending|\{\n\s+authority_id)/gm,
      ),
    ].map(match => match[1]!)
    assert.ok(owned.length > 20)
    const written = new RegExp(
      `(insertInto|updateTable|deleteFrom)\\(\\s*'(${owned.join('|')})'|\\b(insert into|update|delete from) "?(${owned.join('|')})\\b(?=[\\s(])`,
      'g',
    )
    const wrong = product
      .filter(file => !file.path.startsWith('src/trail/'))
      .flatMap(file =>
        [...file.text.matchAll(written)]
          .map(match => match[2] ?? match[4]!)
          .filter(() => !showsAnImport.test(file.path))
          .filter(table => !(bookkeeping[table] ?? /^$/).test(file.path))
          .map(table => `${file.path} writes ${table}`),
      )
    assert.deepEqual(wrong, [])
  })

  test('nothing is left for later in the code, and no test is skipped', () => {
    const words = /\b(TODO|FIXME|XXX|HACK)\b/
    const skipped = /\b(test|describe|it)\.(skip|only|todo)\b|\b(skip|todo|only): true/
    const wrong = everything
      .filter(file => file.path !== 'test/architecture.test.ts')
      .flatMap(file =>
        file.lines
          .map((line, i) => ({ line, at: `${file.path}:${i + 1}` }))
          .filter(({ line }) => words.test(line) || skipped.test(line))
          .map(({ at, line }) => `${at} ${line.trim()}`),
      )
    assert.deepEqual(wrong, [])
  })

  test('pages carry no script, style or event handler of their own, which the policy would block', () => {
    const wrong = templates.flatMap(file =>
      file.lines
        .map((line, i) => ({ line, at: `${file.path}:${i + 1}` }))
        .filter(({ line }) =>
          /<script(?![^>]*\bsrc=)|<style\b|\sstyle="|\son[a-z]+="|javascript:/i.test(line),
        )
        .map(({ at, line }) => `${at} ${line.trim()}`),
    )
    assert.deepEqual(wrong, [])
  })

  test('the tables in the guides say what the code says', () => {
    for (const [name, text] of Object.entries(pages))
      assert.equal(
        readFileSync(join(root, 'docs', name), 'utf8'),
        text,
        `run node scripts/docs.ts: docs/${name}`,
      )
  })

  test('no page borrows the crown or the typeface of GOV.UK', () => {
    const wrong = [...templates, ...filesIn('src/web', '.css')].filter(({ text }) =>
      /GDS Transport|crown|govuk-header__logo|govukHeader\(/i.test(text),
    )
    assert.deepEqual(
      wrong.map(file => file.path),
      [],
    )
  })
})

function importsOf(file: Source) {
  return [...file.text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(match => {
    const written = match[1]!
    const target = written.startsWith('#')
      ? written.slice(1)
      : written.startsWith('.')
        ? normalize(join(dirname(file.path), written))
        : written
    return { written, target }
  })
}

function otherStage(path: string, target: string) {
  const [from, to] = [path, target].map(each => /^src\/stages\/([^/]+)\//.exec(each)?.[1])
  return from !== undefined && to !== undefined && from !== to
}
