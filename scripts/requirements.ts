import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const ids = /[A-Z]{3}-\d+/g
const rows = [
  ...readFileSync('docs/requirements.md', 'utf8').matchAll(/^\| ([A-Z]{3}-\d+) \| (.+?) \| (.+?) \|$/gm),
].map(([, id, title, state]) => ({ id: id!, title: title!, state: state! }))

const titles = ['src', 'seed', 'test'].flatMap(folder =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.test.ts'))
    .flatMap(name => titlesIn(readFileSync(join(folder, name), 'utf8'))),
)

for (const { id, title, state } of rows) {
  console.log(`${id}  ${title}  [${state}]`)
  for (const test of testsOf(id)) console.log(`    ✓ ${test}`)
}

const unproved = rows.filter(({ id, state }) => state.startsWith('built') && testsOf(id).length === 0)
const known = new Set(rows.map(row => row.id))
const unknown = titles.filter(title => title.ids.some(id => !known.has(id)))
for (const { id } of unproved) console.error(`${id} is listed as built, and no test names it`)
for (const { text } of unknown) console.error(`A test names a requirement that is not listed: ${text}`)
const built = rows.filter(row => row.state.startsWith('built')).length
console.log(`\n${rows.length} requirements, ${built} built, ${titles.length} tests that name one`)
process.exitCode = unproved.length + unknown.length > 0 ? 1 : 0

function testsOf(id: string) {
  return titles.filter(title => title.ids.includes(id)).map(title => title.text)
}

// A test proves what its title begins with: 'REG-7: …' or 'REG-7, DEF-4: …'.
function titlesIn(text: string) {
  const named = /\btest\(\s*(['"`])((?:[A-Z]{3}-\d+)(?:, [A-Z]{3}-\d+)*: (?:(?!\1).)+)\1/g
  return [...text.matchAll(named)].map(match => {
    const title = match[2]!
    return { text: title, ids: title.split(':')[0]!.match(ids)! }
  })
}
