import { type SqlBool, sql } from 'kysely'
import type { Database, Db } from '#src/db/open.ts'
import type { EventPayload } from '#src/db/tables.ts'
import { formatDate } from '#src/domain/dates.ts'
import { payloadHash, type Sealed, sealHash } from './hash.ts'
import { findHead, type Head, installationChain } from './seal.ts'
import { sealAll } from './sealing.ts'

/** How far a chain had come when someone wrote it down; without the chain's name it may be any. */
export type Checkpoint = Head & { name?: string | undefined }

/** A chain as it was found: how many events, where it ends, and the first thing wrong with it. */
export type ChainReport = {
  name: string
  events: number
  redacted: number
  head: Head
  broken: string | null
}

/**
 * Walks every chain from its first event: seals what waits, then recomputes every hash. Finds a changed, added or
 * missing event, and against a checkpoint a cut tail.
 * @param told hears how many events were walked so far
 * @returns a report for each chain, and the first thing that is wrong
 */
export async function verifyTrail(
  database: Database,
  checkpoints: Checkpoint[] = [],
  told: (done: number, of: number) => void = () => {},
): Promise<{ chains: ChainReport[]; broken: string | null }> {
  await sealAll(database)
  const db = database.maintenance()
  const of = await countSeals(db)
  let done = 0
  const chains: ChainReport[] = []
  for (const { id, name } of await listChains(db)) {
    const report = await walk(db, id, name, count => {
      done += count
      told(done, of)
    })
    chains.push({ ...report, broken: report.broken ?? (await findUnsealed(db, id)) })
  }
  const found = chains.find(chain => chain.broken)
  const broken = found ? `${found.name}: ${found.broken}` : null
  return { chains, broken: broken ?? (await strayed(db, checkpoints)) }
}

async function countSeals(db: Db): Promise<number> {
  const count = db.selectFrom('event_seal').select(eb => eb.fn.countAll<number>().as('of'))
  return (await count.executeTakeFirstOrThrow()).of
}

// The installation's own chain, then each authority's by its address.
async function listChains(db: Db): Promise<{ id: string; name: string }[]> {
  const rows = await db.selectFrom('authority').select(['id', 'slug as name']).orderBy('slug').execute()
  return [{ id: installationChain, name: 'installation' }, ...rows]
}

async function walk(
  db: Db,
  chain: string,
  name: string,
  told: (count: number) => void,
): Promise<ChainReport> {
  const report: ChainReport = { name, events: 0, head: { seq: 0, hash: '' }, redacted: 0, broken: null }
  for (;;) {
    const links = await listLinks(db, chain, report.head.seq)
    for (const link of links) {
      const broken = flawOf(link, report.head, chain)
      if (broken) return { ...report, broken }
      report.head = { seq: link.seq, hash: link.hash }
      report.events++
      if (link.payload === null) report.redacted++
    }
    told(links.length)
    if (links.length < pageLength) return report
  }
}

const pageLength = 1000

type Link = Sealed & {
  seq: number
  hash: string
  authority_id: string | null
  fields: string[]
  payload: EventPayload | null
  redacted_at: Date | null
}

async function listLinks(db: Db, chain: string, after: number): Promise<Link[]> {
  return db
    .selectFrom('event_seal')
    .innerJoin('event', 'event.id', 'event_seal.event_id')
    .selectAll('event')
    .select(['seq', 'hash'])
    .where('chain', '=', chain)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(pageLength)
    .execute()
}

function flawOf(link: Link, previous: Head, chain: string): string | null {
  const event = nameOf(link)
  if (link.seq !== previous.seq + 1) return `event ${previous.seq + 1} is missing; the next is ${event}`
  if ((link.authority_id ?? installationChain) !== chain)
    return `${event} was moved here from another authority`
  if (sealHash(previous.hash, link) !== link.hash) return `${event} was changed after it was written`
  if (link.payload === null)
    return link.redacted_at ? null : `the words of ${event} are gone and no redaction is noted`
  if (payloadHash(link.payload) !== link.payload_hash)
    return `the words of ${event} were changed after they were written`
  const fields = new Set(link.payload.changes.map(change => change.field))
  const same = fields.size === link.fields.length && link.fields.every(field => fields.has(field))
  return same ? null : `the list of fields of ${event} was changed after it was written`
}

// An event without a seal that does not wait for one either: it was slipped in, or its seal was taken away.
async function findUnsealed(db: Db, chain: string): Promise<string | null> {
  const event = await db
    .selectFrom('event')
    .selectAll('event')
    .where(sql<SqlBool>`coalesce(authority_id, ${installationChain}::uuid) = ${chain}::uuid`)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('event_seal').select('seq').whereRef('event_seal.event_id', '=', 'event.id'))),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('event_unsealed')
            .select('event_id')
            .whereRef('event_unsealed.event_id', '=', 'event.id'),
        ),
      ),
    )
    .orderBy('at')
    .limit(1)
    .executeTakeFirst()
  return event ? `${nameOf(event)} has no seal: it was slipped in, or the chain was cut before it` : null
}

// A tail that was cut off leaves a shorter chain that is whole: only what someone wrote down earlier tells.
async function strayed(db: Db, checkpoints: Checkpoint[]): Promise<string | null> {
  const chains = await listChains(db)
  for (const { name, seq, hash } of checkpoints.filter(checkpoint => checkpoint.seq > 0)) {
    const chain = chains.find(each => each.name === name)
    if (name !== undefined && !chain) return `${name}: the checkpoint names it, but it is gone`
    const seal = await db
      .selectFrom('event_seal')
      .select('seq')
      .where('seq', '=', seq)
      .where('hash', '=', hash)
      .$if(chain !== undefined, query => query.where('chain', '=', chain!.id))
      .executeTakeFirst()
    if (seal) continue
    const head = chain && (await findHead(db, chain.id))
    if (head && head.seq < seq)
      return `${name}: the trail ends at event ${head.seq}, but the checkpoint names event ${seq}: its end was cut off`
    return `${name ?? 'the trail'}: event ${seq} is not the one the checkpoint names`
  }
  return null
}

function nameOf(event: { seq?: number; id: string; action: string; at: Date }): string {
  const number = event.seq === undefined ? '' : `${event.seq} `
  return `event ${number}(${event.action} of ${formatDate(event.at.toISOString())}, ${event.id})`
}
