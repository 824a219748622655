import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { adoptCommon } from '#test/approved.ts'
import type { Client } from '#test/client.ts'
import { useWorld } from '#test/world.ts'

const workbook = fileURLToPath(new URL('../../../seed/registers/saltmere-partnerships.xlsx', import.meta.url))
const base = '/wendleshire/staff/imports'

describe('taking in a register', () => {
  const world = useWorld()
  const text = (csv: string, name = 'register.csv') => ({ name, bytes: new TextEncoder().encode(csv) })

  // A page that works looks again by itself; so does the test.
  async function follow(client: Client, path: string) {
    for (let looks = 0; looks < 200; looks++) {
      const page = await client.see(path)
      if (page.location) return follow(client, page.location)
      if (!page.body.includes('http-equiv="refresh"')) return { path, page }
      await new Promise(resolve => setTimeout(resolve, 50))
    }
    throw new Error(`${path} never came to an end`)
  }

  async function upToPreview(client: Client, file: { name: string; bytes: Uint8Array }, sheet = {}) {
    const sent = await client.upload(`${base}/new`, 'file', file)
    assert.equal(sent.status, 303, sent.text)
    const chosen = await follow(client, sent.location!)
    const headings = await client.fill(chosen.path, { ...defaultsOf(chosen.page.body), ...sheet })
    assert.equal(headings.status, 303, headings.text)
    const columns = await client.see(headings.location!)
    const mapped = await client.fill(headings.location!, selectedIn(columns.body))
    assert.equal(mapped.status, 303, mapped.text)
    return follow(client, mapped.location!)
  }

  async function takeIn(client: Client, file: { name: string; bytes: Uint8Array }) {
    const preview = await upToPreview(client, file)
    const commit = preview.path.replace(/preview.*$/, 'commit')
    const done = await client.fill(preview.path, {}, commit)
    assert.equal(done.status, 303, done.text)
    return follow(client, done.location!)
  }

  test('APP-2: the check says which rows would stand as in place though they began since the protocol', async () => {
    await adoptCommon(world, '2025-06-02')
    const keeper = await world.signIn('keeper')
    const rows =
      'Name,Kind,Status,Started\nNew Homes Board,Partnership,In place,10 November 2026\nOld Board,Partnership,In place,2014\n'
    const { page, path } = await upToPreview(keeper, text(rows))
    assert.match(page.text, /1 new entry in the file began after our protocol came into force/)
    assert.match(page.text, /New Homes Board Not approved : It started after our protocol came into force/)
    const which = await keeper.see(`${path.split('?')[0]}?show=too-new`)
    assert.match(which.text, /New Homes Board It started after .* It is taken in as not approved\./)
    assert.doesNotMatch(which.text, /Old Board/)
  })

  test('REG-7: a messy workbook is uploaded, looked at, taken in, settled and undone', async () => {
    const keeper = await world.signIn('keeper')
    const preview = await upToPreview(keeper, { name: 'saltmere.xlsx', bytes: await readFile(workbook) })
    assert.match(preview.page.text, /7 new entries, 0 changed/)
    assert.match(preview.page.text, /Nothing is saved yet/)
    assert.equal((await world.county.db.selectFrom('involvement').selectAll().execute()).length, 0)

    const commit = preview.path.replace(/preview.*$/, 'commit')
    const done = await keeper.fill(preview.path, {}, commit)
    const result = await follow(keeper, done.location!)
    assert.match(result.page.text, /The file is taken in/)
    assert.match(result.page.text, /Harbour Users’ Forum/)

    const settle = await keeper.see(`${base}/settle`)
    const before = Number(/(\d+) things to settle/.exec(settle.text)![1])
    const accepted = await keeper.fill(`${base}/settle`, { ...valueIn(settle.body), do: 'dismiss' })
    assert.equal(accepted.status, 303, accepted.text)
    const after = await keeper.see(accepted.location!)
    assert.match(after.text, new RegExp(`${before - 1} things? to settle`))
    assert.match(after.text, /That is settled/)

    const undo = await keeper.see(`${result.path}/undo`)
    assert.match(undo.text, /7 entries it brought in are removed/)
    const undone = await keeper.fill(`${result.path}/undo`, {})
    const last = await follow(keeper, undone.location!)
    assert.match(last.page.text, /This import is undone/)
    const left = await world.county.db
      .selectFrom('register_entry')
      .where('removed', '=', false)
      .selectAll()
      .execute()
    assert.deepEqual(left, [])
    assert.deepEqual(await world.county.db.selectFrom('organisation').selectAll().execute(), [])
    assert.deepEqual(await world.county.db.selectFrom('person').selectAll().execute(), [])
    assert.match((await keeper.see(`${base}/settle`)).text, /Everything is settled/)
  })

  test('REG-7: words of a column that fills no field are kept and shown', async () => {
    const keeper = await world.signIn('keeper')
    const file = text('Name,Purpose,Shelf mark\nFlood Forum,Keep dry,Cupboard 7 by the door\n')
    assert.match(
      (await upToPreview(keeper, file)).page.text,
      /Kept as original text: Shelf mark: ‘Cupboard 7/,
    )
    assert.match((await takeIn(keeper, file)).page.text, /Shelf mark: ‘Cupboard 7 by the door’/)
  })

  test('REG-7: rows can be pasted', async () => {
    const keeper = await world.signIn('keeper')
    const sent = await keeper.upload(`${base}/new`, 'nothing', text(''), {
      pasted: 'Name\tPurpose\nFlood Forum\tKeep dry',
    })
    const chosen = await follow(keeper, sent.location!)
    assert.match(chosen.page.text, /Flood Forum/)
  })

  test('REG-7: files that cannot be read are refused in a clear sentence', async () => {
    const keeper = await world.signIn('keeper')
    const old = Buffer.from('d0cf11e0a1b11ae1000000000000000000000000', 'hex')
    for (const [bytes, name, words] of [
      [new Uint8Array(), 'empty.csv', /empty/],
      [old, 'old.xls', /\.xls/],
      [Buffer.from('%PDF-1.7 something'), 'register.pdf', /PDF/],
      [Buffer.from('PK\x03\x04nonsense'), 'broken.xlsx', /./],
    ] as const) {
      const answer = await keeper.upload(`${base}/new`, 'file', { name, bytes })
      assert.equal(answer.status, 422, name)
      assert.match(answer.text, /There is a problem/)
      assert.match(answer.text, words)
    }
    const nothing = await keeper.fill(`${base}/new`, {})
    assert.equal(nothing.status, 422)
    assert.match(nothing.text, /Choose a file, or paste/)
    assert.deepEqual(await world.county.db.selectFrom('import_batch').selectAll().execute(), [])
  })

  test('REG-7: who does not keep the register cannot import, settle or merge', async () => {
    for (const role of ['reader', 'contributor', 'auditor', 'adviser'] as const) {
      const client = await world.signIn(role)
      for (const page of ['', '/new', '/settle', '/duplicates'])
        assert.equal((await client.see(`${base}${page}`)).status, 403, `${role} ${page}`)
    }
  })

  test('MUL-1: another authority’s import, question and pair are not found', async () => {
    const keeper = await world.signIn('keeper')
    const other = await world.signIn('keeper', 'borough')
    const { path } = await takeIn(
      keeper,
      text('Name,Directorate\nFlood Forum,Nowhere\nThe Flood Forum,Nowhere\n'),
    )
    const id = path.split('/').at(-1)!
    const elsewhere = `/saltmere/staff/imports`
    for (const page of [id, `${id}/sheet`, `${id}/columns`, `${id}/preview`, `${id}/undo`])
      assert.equal((await other.see(`${elsewhere}/${page}`)).status, 404, page)
    for (const act of ['sheet', 'columns', 'commit', 'stop', 'undo'])
      assert.equal((await other.post(`${elsewhere}/${id}/${act}`, {})).status, 404, act)
    const settlement = await world.county.db.selectFrom('settlement').select('id').executeTakeFirstOrThrow()
    const duplicate = await world.county.db.selectFrom('duplicate').select('id').executeTakeFirstOrThrow()
    assert.equal((await other.post(`${elsewhere}/settle`, { id: settlement.id, do: 'dismiss' })).status, 404)
    assert.equal((await other.post(`${elsewhere}/duplicates`, { id: duplicate.id })).status, 404)
    assert.equal((await other.see(`${elsewhere}/${'0'.repeat(8)}`)).status, 404)
  })

  test('REG-7: two who take it in at once take it in once', async () => {
    const keeper = await world.signIn('keeper')
    const preview = await upToPreview(keeper, text('Name\nFlood Forum\nSea Forum\nHill Forum\n'))
    const commit = preview.path.replace(/preview.*$/, 'commit')
    await Promise.all([keeper.post(commit, {}), keeper.post(commit, {})])
    await follow(keeper, preview.path)
    await keeper.post(commit, {})
    await follow(keeper, preview.path)
    const rows = await world.county.db.selectFrom('involvement').select('id').execute()
    assert.equal(rows.length, 3)
    const told = await world.county.db
      .selectFrom('event')
      .select('id')
      .where('subject_type', '=', 'import')
      .execute()
    assert.equal(told.length, 1)
  })
})

/** What the page's form would send as it stands: chosen radios, selects and boxes. */
function defaultsOf(html: string): Record<string, string> {
  const main = html.slice(html.indexOf('<main'))
  const fields: Record<string, string> = { ...selectedIn(main) }
  for (const [tag] of main.matchAll(/<input[^>]*>/g)) {
    const name = /name="([^"]+)"/.exec(tag)?.[1]
    const radio = /type="radio"/.test(tag)
    if (name && !/type="hidden"/.test(tag) && (!radio || / checked/.test(tag)))
      fields[name] = /value="([^"]*)"/.exec(tag)?.[1] ?? ''
  }
  return fields
}

function selectedIn(html: string): Record<string, string> {
  return Object.fromEntries(
    [...html.matchAll(/<select[^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g)].map(([, name, options]) => [
      name!,
      /value="([^"]*)" selected/.exec(options!)?.[1] ?? /value="([^"]*)"/.exec(options!)?.[1] ?? '',
    ]),
  )
}

function valueIn(html: string): Record<string, string> {
  return { value: /name="value" value="([^"]*)"/.exec(html)?.[1] ?? '' }
}
