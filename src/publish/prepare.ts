import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import type { PublicContent, WithheldReason } from '#src/db/public-content.ts'
import type { PublicationAct } from '#src/db/tables.ts'
import { NotFound } from '#src/errors.ts'
import { listCustomFields } from '#src/partnerships/custom-fields.ts'
import type { Field } from '#src/partnerships/fields.ts'
import { listRecords, type RegisterRecord } from '#src/partnerships/record.ts'
import { contentHash } from './chain.ts'
import { type Choices, contentOf } from './content.ts'
import { readNamed } from './named.ts'
import { listRuledFields, type RuledField, type Rules, rulesOf } from './rules.ts'

/** How an authority publishes: what is read once for many entries. */
export type Practice = { authorityId: string; customFields: Field[]; ruledFields: RuledField[]; rules: Rules }

/** An entry as it would be published now, beside what the public reads of it. */
export type Prepared = {
  record: RegisterRecord
  content: PublicContent
  /** Fields that hold something and wait for a decision. */
  undecided: string[]
  choices: Choices
  latest: Latest | null
  /** Why it cannot be published at all; null where it can. */
  barred: string | null
}

/** The newest row of the public log about an entry. */
export type Latest = {
  number: number
  act: PublicationAct
  at: Date
  hash: string
  reason: string
  /** Of the copy it made, while there is one. */
  salt: string | null
}

/** Reads the authority's fields and rules. */
export async function readPractice(db: Db, authorityId: string): Promise<Practice> {
  const customFields = await listCustomFields(db, authorityId)
  const ruledFields = await listRuledFields(db, authorityId)
  return { authorityId, customFields, ruledFields, rules: rulesOf(ruledFields) }
}

/** One entry as its keeper looks at it before publishing. */
export type Look = Prepared & {
  /** The hash of all that decisions could show: the same as long as neither entry nor rules change. */
  basis: string
  /** With every field that is decided entry by entry shown. */
  whole: PublicContent
  /** The fields of this entry that are decided entry by entry and hold something. */
  asked: string[]
}

/**
 * Looks at one entry with decisions that may not be saved yet laid over those that are.
 * @throws NotFound
 */
export async function lookAt(
  db: Db,
  practice: Practice,
  id: string,
  day: string,
  decided: Choices = new Map(),
): Promise<Look> {
  const { authorityId, customFields, rules } = practice
  const [record] = await listRecords(db, authorityId, [id], customFields)
  if (!record) throw new NotFound('No such entry')
  const named = await readNamed(db, authorityId, [record], day)
  const saved = (await readChoices(db, authorityId, [id])).get(id) ?? new Map()
  const choices: Choices = new Map([...saved, ...decided])
  const open: Rules = new Map(
    [...rules].map(([field, rule]) => [field, rule === 'ask' ? 'public' : rule] as const),
  )
  const whole = contentOf(record, named, open, new Map()).content
  const { content, undecided } = contentOf(record, named, rules, choices)
  return {
    record,
    content,
    undecided,
    choices,
    latest: (await readLatest(db, authorityId, [id])).get(id) ?? null,
    barred: barrier(record, (await readLogged(db, authorityId, [id])).has(id)),
    basis: contentHash(whole),
    whole,
    asked: contentOf(record, named, rules, new Map()).undecided,
  }
}

/** Works out what would be published of these entries on that day (an ISO date), in the order of their references. */
export async function prepareEntries(
  db: Db,
  practice: Practice,
  ids: readonly string[],
  day: string,
): Promise<Prepared[]> {
  const { authorityId, customFields, rules } = practice
  const records = await listRecords(db, authorityId, ids, customFields)
  const named = await readNamed(db, authorityId, records, day)
  const choices = await readChoices(db, authorityId, ids)
  const latest = await readLatest(db, authorityId, ids)
  const logged = await readLogged(db, authorityId, ids)
  return records.map(record => {
    const chosen: Choices = choices.get(record.involvementId) ?? new Map()
    const { content, undecided } = contentOf(record, named, rules, chosen)
    return {
      record,
      content,
      undecided,
      choices: chosen,
      latest: latest.get(record.involvementId) ?? null,
      barred: barrier(record, logged.has(record.involvementId)),
    }
  })
}

/** Whether the public reads exactly this already. */
export function isUnchanged({ latest, content }: Prepared): boolean {
  if (latest?.act !== 'published') return false
  return latest.hash === contentHash(latest.salt ? { ...content, salt: latest.salt } : content)
}

/** The newest row of the public log about each of these entries; none for one that was never published. */
export async function readLatest(
  db: Db,
  authorityId: string,
  ids: readonly string[],
): Promise<Map<string, Latest>> {
  const rows = await db
    .selectFrom('publication as p')
    .leftJoin('public_copy as c', join =>
      join.onRef('c.authority_id', '=', 'p.authority_id').onRef('c.number', '=', 'p.number'),
    )
    .distinctOn('p.involvement_id')
    .select(['p.involvement_id', 'p.number', 'p.act', 'p.at', 'p.content_hash as hash', 'p.reason'])
    .select(sql<string | null>`c.content->>'salt'`.as('salt'))
    .where('p.authority_id', '=', authorityId)
    .where(sql<boolean>`p.involvement_id = any(${ids}::uuid[])`)
    .orderBy('p.involvement_id')
    .orderBy('p.number', 'desc')
    .execute()
  return new Map(rows.map(({ involvement_id, ...row }) => [involvement_id, row]))
}

async function readChoices(
  db: Db,
  authorityId: string,
  ids: readonly string[],
): Promise<Map<string, Map<string, { show: true } | { show: false; reason: WithheldReason }>>> {
  const rows = await db
    .selectFrom('publication_choice')
    .select(['involvement_id', 'field', 'show', 'reason'])
    .where('authority_id', '=', authorityId)
    .where(sql<boolean>`involvement_id = any(${ids}::uuid[])`)
    .execute()
  const found = new Map<string, Map<string, { show: true } | { show: false; reason: WithheldReason }>>()
  for (const { involvement_id, field, show, reason } of rows) {
    const chosen = found.get(involvement_id) ?? new Map()
    found.set(involvement_id, chosen.set(field, show ? { show } : { show, reason: reason! }))
  }
  return found
}

async function readLogged(db: Db, authorityId: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('involvement')
    .select('id')
    .where('authority_id', '=', authorityId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .where('registration', '=', 'logged')
    .where('pending_batch', 'is', null)
    .execute()
  return new Set(rows.map(row => row.id))
}

function barrier({ mergedInto, removedAt }: RegisterRecord, logged: boolean): string | null {
  if (mergedInto) return 'It was joined to another entry.'
  if (removedAt) return 'It was removed from the register.'
  return logged ? null : 'It is not logged on the register yet.'
}
