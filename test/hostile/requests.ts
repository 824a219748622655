import fc from 'fast-check'
import { workbook } from '#test/registers/workbook.ts'

export type Body = [name: string, value: string][]
export type Mutation = (body: Body) => Body

const otherId = '0197f000-0000-7000-8000-00000000beef'

// What people, scripts and broken programs put into a field.
const values = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    'null',
    'undefined',
    'true',
    '-1',
    '0',
    '1e309',
    '99999999999999999999',
    '2147483648',
    '-0.0001',
    'NaN',
    '31/02/2026',
    '2026-02-30',
    '0000',
    '9999-99-99',
    '999999/99',
    '../../../../etc/passwd',
    '..\\..\\windows\\win.ini',
    '/%2e%2e/%2e%2e/',
    "'; drop table event; --",
    '{{ 7 * 7 }}{% raw %}',
    '<script>alert(1)</script>',
    '[object Object]',
    '{"$ne":null}',
    '["a","b"]',
    '=HYPERLINK("http://example.com")',
    '\u202Etxt.exe',
    '\uD800',
    '𝔘𝔫𝔦𝔠𝔬𝔡𝔢 ﷽ 👩‍👩‍👧‍👦',
    'é'.normalize('NFD').repeat(500),
    '%',
    '_%\\',
    otherId,
    otherId.toUpperCase(),
    'https://example.com/'.padEnd(5000, 'x'),
    'x'.repeat(100_000),
    '; '.repeat(2000),
    '"'.repeat(501),
  ),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.integer().map(String),
)

const names = fc.constantFrom(
  '__proto__',
  'constructor',
  'toString',
  'name[]',
  'name[a][b]',
  'version',
  'id',
  'why',
  '',
)

/** One thing gone wrong with a form that was right. */
export const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.nat(), values).map(([at, value]) => change(at, () => [value])) },
  { weight: 2, arbitrary: fc.nat().map(at => change(at, () => [])) },
  { weight: 2, arbitrary: fc.tuple(fc.nat(), values).map(([at, value]) => change(at, old => [old, value])) },
  {
    weight: 1,
    arbitrary: fc.nat(20).map(times => (body: Body) => Array.from({ length: times }, () => body).flat()),
  },
  { weight: 1, arbitrary: fc.tuple(names, values).map(added => (body: Body) => [...body, added] as Body) },
  { weight: 1, arbitrary: fc.nat().map(at => change(at, old => [old.slice(0, old.length / 2)])) },
)

// Token and one-time number stay right, so that the form comes through to what reads it.
function change(at: number, how: (old: string) => string[]): Mutation {
  return body => {
    const open = body.map((_, i) => i).filter(i => !['_csrf', 'form_id'].includes(body[i]![0]))
    if (open.length === 0) return body
    const chosen = open[at % open.length]!
    return body.flatMap(([name, value], i) =>
      i === chosen
        ? how(value).map(each => [name, each] as [string, string])
        : [[name, value] as [string, string]],
    )
  }
}

/** A body as a browser would send it, or now and then as something else would. */
export function encode(body: Body, how: number, multipart: boolean, upload: string | undefined) {
  const query = queryOf(body, 4000)
  if (how === 0 && !multipart) {
    const payload = JSON.stringify(Object.fromEntries(body))
    return { query, payload: Buffer.from(payload), headers: { 'content-type': 'application/json' } }
  }
  if (multipart || how === 1) return { query, ...multipartOf(body, upload, how) }
  const payload = Buffer.from(new URLSearchParams(body).toString())
  return { query, payload, headers: { 'content-type': 'application/x-www-form-urlencoded' } }
}

function multipartOf(body: Body, upload: string | undefined, how: number) {
  const edge = 'edgeOfThePart'
  const parts = body.map(
    ([name, value]) =>
      `--${edge}\r\nContent-Disposition: form-data; name="${name.replace(/["\r\n]/g, '')}"\r\n\r\n${value}\r\n`,
  )
  const [fileName, bytes] = files[how % files.length]!
  const file = upload
    ? [
        Buffer.from(
          `--${edge}\r\nContent-Disposition: form-data; name="${upload}"; filename="${fileName}"\r\nContent-Type: application/octet-stream\r\n\r\n`,
        ),
        bytes,
        Buffer.from('\r\n'),
      ]
    : []
  return {
    payload: Buffer.concat([
      Buffer.from(parts.join('')),
      ...file,
      Buffer.from(how === 9 ? '' : `--${edge}--\r\n`),
    ]),
    headers: { 'content-type': `multipart/form-data; boundary=${edge}` },
  }
}

const book = workbook([
  {
    name: 'Register',
    rows: [
      ['Partnership', 'Lead'],
      ['Something', 'Someone'],
      [{ formula: '1/0' }, -1],
    ],
  },
])
const broken = Buffer.from(book)
for (let i = 40; i < broken.length; i += 97) broken[i] = broken[i]! ^ 0x5a

// Files as they should not be, with names as they should not be.
const files: [name: string, bytes: Buffer][] = [
  ['register.csv', Buffer.from('Name,Lead\r\n"unclosed,\r\n=1+1,\u0000\r\n')],
  ['register.xlsx', broken],
  ['register.xlsx', book.subarray(0, book.length / 2)],
  ['../../../etc/cron.d/x', book],
  ['', Buffer.alloc(0)],
  ['register.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0])],
  ['register.csv', Buffer.from('\uFEFF'.repeat(100) + 'a,b\n'.repeat(3000))],
  ['register.csv', Buffer.from(`Name\n${'x'.repeat(200_000)}\n`)],
  ['register.zip', Buffer.from('PK\u0003\u0004nothing more')],
  ['register.csv', Buffer.from([0xff, 0xfe, 0x41, 0xd8, 0x00, 0x00, 0x0a])],
]

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map(array => Buffer.from(array)),
  fc.json().map(text => Buffer.from(text)),
  fc
    .constantFrom(
      '{',
      '[]',
      'null',
      '"',
      '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
      'a=1&a=2&a[]=3',
      '%E0%A4%A',
      '--x\r\n',
      'x'.repeat(300_000),
    )
    .map(text => Buffer.from(text)),
)

const types = fc.constantFrom(
  'application/x-www-form-urlencoded',
  'application/json',
  'multipart/form-data',
  'multipart/form-data; boundary=x',
  'text/plain',
  'text/xml',
  'application/octet-stream',
  'nonsense',
  '',
)

const queries = fc.oneof(
  fc.constant(''),
  fc.constantFrom(
    '?page=-1',
    '?page=1e9',
    '?page=%00',
    '?page[]=1&page[]=2',
    '?sort=__proto__',
    '?q=%',
    '?q=%25%27%22%5C',
    '?q=((((',
    "?q='&kind=x&kind=y",
    '?done=constructor',
    '?done=__proto__',
    '?next=//example.com',
    '?%',
    '?a=%zz',
    '?as-at=9999-99-99',
    '?from=31/31/31&to=x',
    '?cursor=abc',
  ),
  fc
    .array(
      fc.tuple(
        fc.constantFrom(
          'q',
          'page',
          'sort',
          'kind',
          'stage',
          'tier',
          'role',
          'directorate',
          'sponsor',
          'lead',
          'partner',
          'priority',
          'missing',
          'from',
          'to',
          'person',
          'field',
          'record',
          'view',
          'state',
          'after',
        ),
        values,
      ),
      { maxLength: 4 },
    )
    .map(pairs => `?${queryOf(pairs, 2000)}`),
)

/** A request that no page of the service would make. `gap` stands in for what an address names. */
export const junkRequest = fc.record({
  query: queries,
  body: bytes,
  gap: fc.option(
    fc.oneof(
      fc.constantFrom('..', '%00', 'x'.repeat(199), otherId, 'WCC-9999', '-1', '🦊', "'", 'new'),
      fc.string({ minLength: 1, maxLength: 20 }),
    ),
    { freq: 2 },
  ),
  headers: fc.record({
    'content-type': types,
    accept: fc.constantFrom('text/html', 'application/json', '*/*', 'nonsense', ''),
    'x-forwarded-for': fc.constantFrom('127.0.0.1', 'nonsense, ::1'),
  }),
})

function queryOf(pairs: [string, string][], longest: number): string {
  return new URLSearchParams(
    pairs.map(([name, value]) => [name, value.toWellFormed().slice(0, longest)] as [string, string]),
  ).toString()
}
