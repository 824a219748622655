import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import pg from 'pg'
import { openPglite } from '#src/db/embedded.ts'
import { entryPage } from './bare-entry.ts'
import { copiedFor, listPage, queryIndexed, queryList, queryPassage, queryTotal } from './bare-list.ts'
import { publicEntry, publicList, publicSearch } from './bare-public.ts'
import { questionsPage, saveAnswer } from './bare-questions.ts'
import { save } from './bare-save.ts'

/**
 * What the service is measured against: the same queries through the driver and the same page's HTML put
 * together by hand, without sign-in, permissions, tokens or templates.
 */
export type Query = (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>
/** The service's own pages, cut before and after what the handler writes itself. */
export type Shells = Record<
  'list' | 'entry' | 'publicList' | 'publicEntry',
  { before: string; after: string }
> & {
  /** A whole public page, for the constant one beside it. */
  constant: string
}

const shells: Shells = JSON.parse(readFileSync(process.env.SHELLS!, 'utf8'))
const { query, transaction } = process.env.DATABASE_URL ? server(process.env.DATABASE_URL) : await embedded()

const routes: Record<string, (params: URLSearchParams, req: IncomingMessage) => Promise<string> | string> = {
  '/constant': () => shells.constant,
  '/public-list': params => publicList(query, shells, params),
  '/public-entry': params => publicEntry(query, shells, params),
  '/public-search': params => publicSearch(query, shells, params),
  async '/list'(params) {
    const asked = [params.get('authority'), params.get('stage')]
    const total = await query(queryTotal, asked)
    const page = await query(queryList, [...asked, Number(params.get('page') ?? 1) * 50 - 50])
    return listPage(shells.list, page.rows, (total.rows as { total: number }[])[0]!.total)
  },
  '/search': params => found(queryPassage, params),
  '/search-indexed': params => found(queryIndexed, params),
  '/entry': params => entryPage(query, shells.entry, [params.get('authority'), params.get('ref')]),
  '/copy': params => copy(params.get('authority')!),
  '/questions': params => questionsPage(query, params),
  '/save': async (_, req) => written(req, save),
  '/save-answer': async (_, req) => written(req, saveAnswer),
}

async function written(req: IncomingMessage, write: typeof save) {
  let body = ''
  for await (const chunk of req) body += chunk
  return transaction(run => write(run, new URLSearchParams(body)))
}

async function found(queries: { total: string; page: string }, params: URLSearchParams) {
  const asked = [params.get('authority'), params.get('q')]
  const total = await query(queries.total, asked)
  const page = await query(queries.page, asked)
  return listPage(shells.list, page.rows, (total.rows as { total: number }[])[0]!.total)
}

// The register's own rows as the driver hands a COPY through, on a connection of its own.
async function copy(authority: string): Promise<string> {
  const client = new pg.Client({
    connectionString: process.env.DATABASE_URL!,
    options: '-c role=concordat_maintenance',
  })
  await client.connect()
  const chunks: Buffer[] = []
  const text = `copy (${copiedFor(authority)}) to stdout with (format csv, header)`
  await new Promise<void>((resolve, reject) => {
    const events = {
      submit: (connection: { query(text: string): void }) => connection.query(text),
      handleCopyData: ({ chunk }: { chunk: Buffer }) => chunks.push(Buffer.from(chunk)),
      handleRowDescription() {},
      handleCommandComplete() {},
      handleError: reject,
      handleReadyForQuery: () => resolve(),
    }
    client.query(events as never)
  })
  await client.end()
  return Buffer.concat(chunks).toString()
}

createServer(async (req, res) => {
  const url = new URL(req.url!, 'http://bare')
  const html = await routes[url.pathname]!(url.searchParams, req)
  res.writeHead(req.method === 'POST' ? 303 : 200, {
    'content-type': 'text/html; charset=utf-8',
    location: '/',
  })
  res.end(html)
}).listen(Number(process.env.PORT), process.env.HOST)

process.once('SIGTERM', () => process.exit(0))

function server(connectionString: string) {
  const pool = new pg.Pool({ connectionString, max: 20, options: '-c role=concordat_maintenance' })
  return {
    query: ((text, values) => pool.query(text, values)) as Query,
    async transaction<R>(work: (run: Query) => Promise<R>): Promise<R> {
      const client = await pool.connect()
      try {
        await client.query('begin')
        const result = await work(((text, values) => client.query(text, values)) as Query)
        await client.query('commit')
        return result
      } finally {
        client.release()
      }
    },
  }
}

async function embedded() {
  const pool = await openPglite(process.env.DATA_DIR!)
  const holding = async <R>(work: (run: Query) => Promise<R>): Promise<R> => {
    const client = await pool.connect()
    try {
      return await work(((text, values) => client.query(text, values)) as Query)
    } finally {
      client.release()
    }
  }
  const query: Query = (text, values) => holding(run => run(text, values))
  const transaction = <R>(work: (run: Query) => Promise<R>) =>
    holding(async run => {
      await run('begin')
      const result = await work(run)
      await run('commit')
      return result
    })
  return { query, transaction }
}
