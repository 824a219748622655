import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import ajvFormats from 'ajv-formats'
import { parse } from 'csv-parse/sync'
import jsonld from 'jsonld'
import { readSheet } from 'read-excel-file/node'
import { fullContent, plainContent, publicFields } from '#test/contents.ts'
import { faultsOfCsv } from '#test/csvw.ts'
import { wellFormed } from '#test/xml.ts'
import { addressesAt } from './addresses.ts'
import { atomOf, type Happened } from './atom.ts'
import { catalogOf } from './catalog.ts'
import { columnsOf } from './columns.ts'
import { csvOf } from './csv.ts'
import { csvwOf } from './csvw.ts'
import { entryJson, listJson } from './json.ts'
import type { Published } from './published.ts'
import { schemasAt } from './schema.ts'
import { robotsOf, sitemapOf } from './sitemap.ts'
import { xlsxOf } from './xlsx.ts'

// biome-ignore lint/suspicious/noExplicitAny: expanded JSON-LD nests to any depth
type Node = any

const base = 'https://partnerships.example.org'
const addresses = addressesAt(base, 'wendleshire')
const owner = { name: 'Wendleshire County Council', addresses }
const columns = columnsOf(publicFields)
const at = new Date('2026-11-20T09:30:00Z')
const entries: Published[] = [
  { number: 7, content: fullContent, publishedAt: at, untilAt: null },
  { number: 3, content: plainContent, publishedAt: at, untilAt: null },
]

describe('formats of the open data', () => {
  test('REG-5: the CSV has the names of the fields as headings, in the order of the dictionary', async () => {
    const [header] = parse(await wholeOf(csvOf(columns, [], addresses)), { bom: true })
    assert.deepEqual(header!.slice(0, 7), [
      'reference',
      'name',
      'former_names',
      'kind',
      'stage',
      'purpose',
      'website',
    ])
    assert.deepEqual(header!.slice(-6), [
      'custom.grade',
      'custom.score',
      'withheld',
      'publication',
      'published_at',
      'address',
    ])
    assert.ok(!header!.includes('notes'), 'a field that is never published has a column')
    assert.ok(!header!.includes('bodies_note'), 'words beside a body stand with the body')
  })

  test('REG-5: several items in a cell keep apart, whatever they contain', async () => {
    const row = (await csvRows())[0]!
    assert.equal(row.former_names, '"Crime; Disorder"; Safer Streets')
    assert.equal(row.partners, '"Police; Fire [joint]" [note: "since 2024; on trial"]')
    assert.equal(row.sponsor, 'Director of Place')
    assert.equal(row.councillors, 'Cllr Ann Lee [position: Chair] [from: 2026-05-01] [to: 2027-05]; Vacant')
    assert.equal(row.substitutes, 'Ben Ash [post: Leader] [for: Cllr Ann Lee]')
    assert.equal(
      row.money,
      '2026/27: 5605.50 [form: grant] [budgeted: yes] [note: "plus VAT; 20%"]; 2027/28: -5.00',
    )
    assert.equal(row.officer_time, '2026/27: 20.5 days [note: Policy officer]')
    assert.equal(row.in_kind, '2026/27: "Rooms; printing"')
    assert.equal(row.priorities, '"Safe; and well" [plan: Council Plan 2025]')
    assert.equal(row.withheld, 'risk_register_reason: safety')
    assert.equal(row.lead_member, 'no')
    assert.equal(row.address, `${base}/wendleshire/register/WCC-0001`)
  })

  test('REG-5: no cell of the CSV runs as a formula, and a number stays one', async () => {
    const row = (await csvRows())[0]!
    assert.equal(
      row.name,
      '"=Safer ""Wendleshire""; and more"'.replaceAll('""', '"').slice(1, -1).replace(/^/, "'"),
    )
    assert.equal(row['custom.grade'], "'=A")
    assert.equal(row['custom.score'], '-1.5')
  })

  test('REG-5: the CSV is valid by its metadata, and the check sees what is not', async () => {
    const described = { authority: owner.name, website: '', modified: at, query: '' }
    const metadata = csvwOf(columns, addresses, described)
    const csv = await wholeOf(csvOf(columns, [entries], addresses))
    const address = `${base}/wendleshire/register.csv`
    assert.deepEqual(faultsOfCsv(Buffer.from(csv), metadata, address), [])
    for (const [right, wrong] of [
      ['network', 'netwrok'],
      ['2024-04', 'April 2024'],
      ['-1.5', 'minus'],
      [',no,', ',No,'],
      ['WCC-0002,', 'WCC-0001,'],
      ['reference,name', 'reference,title'],
      ['Parish Liaison Forum', ''],
      ['https://safer', 'safer'],
    ] as const) {
      assert.ok(csv.includes(right), right)
      const faults = faultsOfCsv(Buffer.from(csv.replace(right, wrong)), metadata, address)
      assert.notDeepEqual(faults, [], `${wrong} was let through`)
    }
  })

  test('REG-5: the workbook holds what the CSV holds, numbers and days as such', async () => {
    const pieces: Uint8Array[] = []
    for await (const piece of xlsxOf(columns, [entries], addresses)) pieces.push(piece)
    const book = Buffer.concat(pieces)
    const [header, first, second] = await readSheet(book, 'Register')
    const cell = (row: typeof first, name: string) => row![columns.findIndex(column => column.name === name)]
    assert.deepEqual(
      header,
      columns.map(column => column.name),
    )
    assert.equal(cell(first, 'custom.score'), -1.5)
    assert.equal(cell(first, 'publication'), 7)
    assert.deepEqual(cell(first, 'ended_on'), new Date('2031-03-31T00:00:00Z'))
    assert.equal(cell(first, 'started_on'), '2024-04')
    assert.equal(cell(first, 'name'), `'=Safer "Wendleshire"; and more`)
    assert.equal(cell(second, 'purpose'), null)
    const fields = await readSheet(book, 'Fields')
    assert.deepEqual(fields[1]!.slice(0, 3), ['reference', 'Reference', 'What reference is.'])
  })

  test('REG-5: the list and the entry in JSON keep to their published schemas', async () => {
    const list = await wholeOf(listJson({ asAt: '2026-03-31', total: 2, columns, owner }, [entries]))
    assert.deepEqual(faultsBy('register.json', JSON.parse(list)), [])
    const log = [
      { number: 9, act: 'ended' as const, at, contentHash: '', reason: 'It closed.' },
      { number: 7, act: 'published' as const, at, contentHash: 'ab12', reason: '' },
    ]
    const about = { reference: 'WCC-0001', state: 'ended' as const, asAt: null }
    const entry = JSON.parse(entryJson(about, entries, log, entries[0], { columns, owner }))
    assert.deepEqual(faultsBy('entry.json', entry), [])
    assert.equal(entry.log[0].reason, 'It closed.')
    const wrong = JSON.parse(list)
    wrong.partnerships[0].memberships[0].organization.classification = 'guild'
    wrong.partnerships[1].secret = 'x'
    assert.ok(faultsBy('register.json', wrong).length >= 2)
  })

  test('REG-5: people, posts and memberships have the names of Popolo, and addresses as ids', async () => {
    const list = JSON.parse(await wholeOf(listJson({ asAt: null, total: 2, columns, owner }, [entries])))
    const [full, plain] = list.partnerships
    assert.equal(full.id, `${base}/wendleshire/register/WCC-0001`)
    assert.equal(full.classification, 'partnership')
    assert.equal(full.founding_date, '2024-04')
    assert.deepEqual(full.memberships[3].organization, {
      id: `${base}/wendleshire/bodies/marlbeck-nhs-trust-9f3c21ab`,
      name: 'Marlbeck NHS Trust',
      classification: 'health',
      identifiers: [{ scheme: 'ODS', identifier: 'RX1' }],
      links: [{ url: 'https://nhs.example' }],
    })
    assert.deepEqual(full.memberships[5], {
      role: 'councillor',
      label: 'Chair',
      substitute: false,
      substitute_for: null,
      person: {
        id: `${base}/wendleshire/people/ann-lee-00c0ffee`,
        name: 'Ann Lee',
        honorific_prefix: 'Cllr',
        classification: 'councillor',
        ward: 'Weston',
        party: 'Independent',
      },
      post: null,
      on_behalf_of: { id: `${base}/wendleshire/register`, name: 'Wendleshire County Council' },
      start_date: '2026-05-01',
      end_date: '2027-05',
    })
    assert.equal(full.commitments[0].amount, 5605.5)
    assert.equal(full.fields['custom.score'], -1.5)
    assert.equal(plain.fields.purpose, null)
    assert.ok(!('notes' in full.fields) && !('address' in full.fields))
    assert.match(list.licence.name, /Open Government Licence v3/)
  })

  test('REG-5: the feed is Atom, with ids that stay and no words of what was erased', () => {
    const happened: Happened[] = [
      { ...act(9, 'erased'), reference: 'WCC-0004', name: null, reason: 'Names a child.' },
      { ...act(8, 'changed'), name: 'A & B <b>]]></b>\u000b', changed: ['Purpose', 'Partners'] },
      { ...act(7, 'published'), name: 'Safer Streets' },
    ]
    const openedAt = new Date('2026-01-05T00:00:00Z')
    const feed = wellFormed(atomOf(owner, openedAt, happened))
    assert.equal(feed.name, 'feed')
    assert.equal(feed.attributes.xmlns, 'http://www.w3.org/2005/Atom')
    for (const name of ['id', 'title', 'updated'])
      assert.equal(feed.all(name).length, 1, `the feed has one ${name}`)
    assert.equal(feed.one('author').one('name').text, owner.name)
    assert.equal(feed.one('id').text, 'tag:partnerships.example.org,2026-01-05:wendleshire/register')
    assert.equal(
      feed.all('link').find(link => link.attributes.rel === 'self')!.attributes.href,
      `${base}/wendleshire/register.atom`,
    )
    const items = feed.all('entry')
    for (const item of items) {
      for (const name of ['id', 'title', 'updated']) assert.equal(item.all(name).length, 1)
      assert.match(item.one('updated').text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
      assert.ok(item.all('link').some(link => URL.canParse(link.attributes.href!)))
    }
    assert.equal(items[0]!.one('id').text, `${feed.one('id').text}/9`)
    assert.equal(items[0]!.one('title').text, 'Erased: WCC-0004')
    assert.match(items[0]!.one('summary').text, /Reason: Names a child\./)
    // The titles are HTML: what a name has of it is written out.
    assert.equal(items[1]!.one('title').text, 'Changed: A &amp; B &lt;b&gt;]]&gt;&lt;/b&gt;\ufffd')
    assert.match(items[1]!.one('summary').text, /Purpose, Partners/)
  })

  test('REG-5: the catalogue is DCAT in JSON-LD that expands without the network', async () => {
    const site = {
      name: owner.name,
      website: 'https://wendleshire.example',
      contact: { name: 'Partnerships team', email: 'p@wendleshire.example' },
      openedAt: at,
      newest: at,
      addresses,
    }
    const documentLoader = async (url: string): Promise<never> => assert.fail(`asked for ${url}`)
    const catalog = catalogOf(base, [site])
    const [expanded] = (await jsonld.expand(catalog as jsonld.JsonLdDocument, { documentLoader })) as Node[]
    const dcat = 'http://www.w3.org/ns/dcat#'
    const dct = 'http://purl.org/dc/terms/'
    assert.deepEqual(expanded['@type'], [`${dcat}Catalog`])
    const [dataset] = expanded[`${dcat}dataset`]
    assert.deepEqual(dataset['@type'], [`${dcat}Dataset`])
    assert.match(dataset[`${dct}license`][0]['@id'], /open-government-licence\/version\/3/)
    assert.equal(dataset[`${dct}modified`][0]['@value'], at.toISOString())
    const media = dataset[`${dcat}distribution`].map((each: Node) => each[`${dcat}mediaType`][0]['@id'])
    assert.ok(media.includes('https://www.iana.org/assignments/media-types/text/csv'))
    // A property the context does not know is dropped without a word: none is.
    const triples = (await jsonld.toRDF(catalog as jsonld.JsonLdDocument, { documentLoader })) as unknown[]
    const written = JSON.stringify(catalog['dataset' as keyof typeof catalog])
    const keys = new Set([...written.matchAll(/"([\w:@]+)":/g)].map(match => match[1]!))
    const known = Object.keys((catalog as { '@context': object })['@context'])
    assert.deepEqual(
      [...keys].filter(key => !key.includes(':') && !key.startsWith('@') && !known.includes(key)),
      [],
    )
    assert.ok(triples.length > 40)
  })

  test('REG-5: the sitemap and the word to robots are well formed', () => {
    const places = [{ address: `${base}/a?b=1&c=2`, changedAt: at }, { address: `${base}/b` }]
    const sitemap = wellFormed(sitemapOf(places))
    assert.deepEqual(
      sitemap.all('url').map(url => url.one('loc').text),
      places.map(place => place.address),
    )
    assert.equal(sitemap.all('url')[0]!.one('lastmod').text, at.toISOString())
    assert.match(robotsOf(base), /^Disallow: \/\*\/staff$/m)
  })

  async function csvRows(): Promise<Record<string, string>[]> {
    return parse(await wholeOf(csvOf(columns, [entries], addresses)), { bom: true, columns: true })
  }
})

const act = (number: number, what: Happened['act']): Happened => ({
  number,
  act: what,
  at,
  reference: 'WCC-0001',
  name: null,
  reason: '',
  changed: [],
})

async function wholeOf(pieces: AsyncIterable<string>): Promise<string> {
  let whole = ''
  for await (const piece of pieces) whole += piece
  return whole
}

function faultsBy(schema: 'register.json' | 'entry.json', value: unknown): string[] {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false })
  ajvFormats.default(ajv)
  const valid = ajv.compile(schemasAt(base)[schema])
  valid(value)
  return (valid.errors ?? []).map(error => `${error.instancePath} ${error.message}`)
}
