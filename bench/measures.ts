import { randomUUID } from 'node:crypto'
import type { Filled } from './fill.ts'
import { questions as hundred, asked as proposals } from './fill-questions.ts'
import { type Ask, type Load, load, send } from './load.ts'
import type { Result } from './report.ts'
import { words } from './words.ts'

/** What a form must carry: its token, and the cookie that goes with it. */
export type Csrf = { token: string; cookie: string }

export type Measure = {
  name: string
  ours?: (n: number) => Ask
  /** Absent where nothing bare shows the same. */
  bare?: (n: number) => Ask
  expect?: number
}

const asked = [
  'flood risk',
  'merrow waste',
  'culverts',
  'redfern',
  'apprenticeship',
  'housing board',
  'museum',
  'oakhanger',
]

/** What is measured, the service's request beside the bare handler's. */
export function measures({ slugs, partnerships, cookie }: Filled, csrf: Csrf): Measure[] {
  const headers = { cookie }
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const slug = (n: number) => slugs[n % slugs.length]!
  const id = (n: number) =>
    `01990000-0000-7000-8000-${(1 + (n % slugs.length)).toString(16).padStart(12, '0')}`

  const page = (n: number) => 1 + (n % 5)
  const reference = (n: number) => `MC-${String(1 + ((n * 7919) % partnerships)).padStart(4, '0')}`
  const phrase = (n: number) => encodeURIComponent(asked[n % asked.length]!)
  return [
    // The same page again and again, from memory; beside it one that a bare server has as a string.
    {
      name: 'public page, unchanged',
      ours: () => ({ path: `/${slugs[0]}/register?stage=in-place` }),
      bare: () => ({ path: '/constant' }),
    },
    {
      name: 'list',
      ours: n => ({ path: `/${slug(n)}/staff/partnerships?status=in-place&page=${page(n)}`, headers }),
      bare: n => ({ path: `/list?authority=${id(n)}&stage=in-place&page=${page(n)}` }),
    },
    {
      name: 'search',
      ours: n => ({ path: `/${slug(n)}/staff/partnerships?q=${phrase(n)}`, headers }),
      bare: n => ({ path: `/search?authority=${id(n)}&q=${phrase(n)}` }),
    },
    {
      name: 'search, indexed',
      ours: n => ({ path: `/${slug(n)}/staff/partnerships?q=${phrase(n)}`, headers }),
      bare: n => ({ path: `/search-indexed?authority=${id(n)}&q=${phrase(n)}` }),
    },
    {
      name: 'entry',
      ours: n => ({ path: `/${slug(n)}/staff/partnerships/${reference(n)}`, headers }),
      bare: n => ({ path: `/entry?authority=${id(n)}&ref=${reference(n)}` }),
    },
    {
      name: 'save',
      ours: n => ({
        path: `/${slug(n)}/staff/partnerships/${reference(n)}/edit/own`,
        method: 'POST',
        headers: { ...form, cookie: `${cookie}; ${csrf.cookie}` },
        body: new URLSearchParams({ _csrf: csrf.token, form_id: randomUUID(), notes: noteOf() }).toString(),
      }),
      bare: n => ({
        path: '/save',
        method: 'POST',
        headers: form,
        body: new URLSearchParams({ authority: id(n), reference: reference(n), notes: noteOf() }).toString(),
      }),
      expect: 303,
    },
    // What the protocol adds: their processor time is what counts, set beside that of the list.
    ...['assessments', 'proposals', 'decisions', 'significant'].map(name => ({
      name,
      ours: (n: number) => ({ path: `/${slug(n)}/staff/${name}`, headers }),
    })),
    // A page of twenty out of a hundred questions, all of them answered; and one of them answered anew.
    {
      name: 'questions',
      ours: n => ({ path: `${questions(n)}`, headers }),
      bare: n => ({ path: `/questions?authority=${id(0)}&ref=${proposalOf(n)}` }),
    },
    {
      name: 'save an answer',
      ours: n => ({
        path: questions(n),
        method: 'POST',
        headers: { ...form, cookie: `${cookie}; ${csrf.cookie}` },
        body: answersOf(n, csrf.token).toString(),
      }),
      bare: n => ({
        path: '/save-answer',
        method: 'POST',
        headers: form,
        body: new URLSearchParams({
          authority: id(0),
          reference: proposalOf(n),
          question: `hundred.${lines[n % lines.length]}`,
          value: noteOf(),
        }).toString(),
      }),
      expect: 303,
    },
    // Each asks for more pages than are kept in memory, so that all of them are made.
    {
      name: 'public list',
      ours: n => ({ path: `/${slug(n)}/register?stage=in-place&page=${farPage(n)}&sort=${sorts[n % 3]}` }),
      bare: n => ({ path: `/public-list?authority=${id(n)}&stage=in-place&page=${farPage(n)}` }),
    },
    {
      name: 'public page',
      ours: n => ({ path: `/${slug(n)}/register/${reference(n)}` }),
      bare: n => ({ path: `/public-entry?authority=${id(n)}&ref=${reference(n)}` }),
    },
    {
      name: 'search over all',
      ours: n => ({ path: `/?q=${rarePhrase(n)}` }),
      bare: n => ({ path: `/public-search?q=${rarePhrase(n)}` }),
    },
  ]

  function proposalOf(n: number) {
    return `MC-${String(1 + (n % proposals)).padStart(4, '0')}`
  }

  function questions(n: number) {
    return `/${slugs[0]}/staff/partnerships/${proposalOf(n)}/questions/hundred`
  }

  // As a browser sends the page back: every box, and beside each what it was opened with.
  function answersOf(n: number, token: string) {
    const body = new URLSearchParams({ _csrf: token, form_id: randomUUID() })
    const changed = lines[n % lines.length]
    for (const { id: question, kind } of hundred.slice(0, 20)) {
      if (question === changed) body.set(`answer.${question}`, noteOf())
      else if (kind === 'text') {
        body.set(`answer.${question}`, 'As the plan says.')
        body.set(`base.${question}`, JSON.stringify({ value: 'As the plan says.' }))
      }
    }
    return body
  }

  function farPage(n: number) {
    return 1 + ((n * 7) % Math.max(1, Math.floor(partnerships / 110)))
  }
}

const lines = hundred.slice(0, 20).flatMap(({ id, kind }) => (kind === 'text' ? [id] : []))

const sorts = ['name', 'money', 'confirmed']

// Two words that stand together in a few names, some six hundred of such pairs.
function rarePhrase(n: number) {
  const place = words.places[(n * 3) % words.places.length]!
  const subject = words.subjects[(n * 7) % words.subjects.length]!
  return encodeURIComponent(`${place} ${subject}`.toLowerCase())
}

/** The whole register as a file, once each, and the list's waits meanwhile. */
export async function measureExport(
  { slugs, cookie }: Filled,
  service: string,
  bare: string | undefined,
): Promise<Result[]> {
  const path = `/${slugs[0]}/staff/partnerships`
  const headers = { cookie }
  const files: [name: string, who: string, base: string | undefined, path: string][] = [
    ['export .csv', 'Concordat', service, `${path}.csv`],
    ['export .csv', 'bare', bare, `/copy?authority=01990000-0000-7000-8000-000000000001`],
    ['export .xlsx', 'Concordat', service, `${path}.xlsx`],
    ['export .json', 'Concordat', service, `${path}.json`],
  ]
  const results: Result[] = []
  for (const [name, who, base, file] of files) {
    if (!base) continue
    const start = performance.now()
    const { status, body } = await send(base, { path: file, headers })
    if (status !== 200) throw new Error(`${file} answered ${status}`)
    const seconds = (performance.now() - start) / 1000
    results.push({ name, who, ...once(seconds, body.length) })
  }
  const list = () => ({ path: `${path}?status=in-place`, headers })
  results.push({ name: 'list alone', who: 'Concordat', ...(await load(service, list, { until: 4000 })) })
  let over = false
  const exporting = (async () => {
    while (!over) await send(service, { path: `${path}.csv`, headers })
  })()
  const during = await load(service, list, { until: 4000 })
  over = true
  await exporting
  results.push({ name: 'list during export', who: 'Concordat', ...during })
  return results
}

const once = (seconds: number, bytes: number): Load => ({
  requestsPerSecond: 1 / seconds,
  p50: seconds * 1000,
  p99: seconds * 1000,
  bytes,
  requests: 1,
  seconds,
})

// Never what stands there already: a save without a change writes nothing.
const noteOf = () => `Reviewed with the sponsor, file ${randomUUID()}.`
