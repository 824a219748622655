import { sql } from 'kysely'
import { findProtocol, protocolOn } from '#src/adopted/protocol.ts'
import type { Db } from '#src/db/open.ts'
import { isId } from '#src/domain/id.ts'
import type { Value } from '#src/protocol/facts.ts'
import { fits } from '#src/protocol/fits.ts'
import type { Pack } from '#src/protocol/pack.ts'
import type { Question } from '#src/protocol/question-shape.ts'
import { londonDay } from '#src/web/views.ts'
import { foldRows, type RowChange } from './fold.ts'
import { type NameType, nameTypes, refersTo } from './labels.ts'
import type { TrailEvent } from './queries.ts'
import { isNothing } from './values.ts'

type Row = Record<string, unknown>

/** Everything a history needs to name what its events only number. */
export type Names = {
  /** The name of a record, or undefined where it is not known here. */
  nameOf(type: NameType, id: unknown): string | undefined
  /** What a row of a list holds, so that a change of its note can say whose. */
  rowOf(table: string, id: string): Row
  /** The question that a proposal was asked, by set.question, where it is known: the one this value answers, where given. */
  asked(proposalId: unknown, question: unknown, value?: unknown): Question | undefined
  /** The title of a role of the protocol that a proposal is judged by. */
  role(proposalId: unknown, role: unknown): string
  /** The heading of an authority's own field. */
  ownHeading(key: string): string
}

/** Reads, with one query a table, the names and rows these events speak of. */
export async function readNames(db: Db, events: TrailEvent[]): Promise<Names> {
  const changes = events.flatMap(event => foldRows(event.payload?.changes ?? []))
  const rows = await readRows(db, changes)
  const wanted = new Map<NameType, Set<string>>(nameTypes.map(type => [type, new Set()]))
  const want = (table: string, field: string, value: unknown) => {
    const type = typeOf(table, field)
    if (type && isId(value)) wanted.get(type)!.add(value)
  }
  for (const { table, fields } of changes)
    for (const [field, { before, after }] of fields)
      for (const value of [before, after]) want(table, field, value)
  for (const [key, row] of rows)
    for (const [field, value] of Object.entries(row)) want(key.split(' ')[0]!, field, value)

  const packs = await readPacks(db, changes, rows)
  const names = new Map<string, string>()
  for (const type of nameTypes) {
    const ids = [...wanted.get(type)!]
    if (ids.length === 0) continue
    for (const { id, name } of await nameQueries[type](db, ids)) names.set(`${type} ${id}`, name)
  }
  const own = changes.some(nameOwnFields)
    ? await db.selectFrom('custom_field').select(['key', 'heading']).execute()
    : []
  const headings = new Map(own.map(({ key, heading }) => [key, heading]))
  return {
    nameOf: (type, id) => names.get(`${type} ${id}`),
    rowOf: (table, id) => rows.get(`${table} ${id}`) ?? {},
    asked(proposalId, question, value) {
      const found = (packs.get(String(proposalId)) ?? []).flatMap(pack => questionIn(pack, question) ?? [])
      return found.find(each => isNothing(value) || fits(each, value as Value)) ?? found[0]
    },
    role: (proposalId, role) =>
      packs
        .get(String(proposalId))
        ?.flatMap(pack => pack.roles)
        .find(each => each.id === role)?.title ?? String(role),
    ownHeading: key => headings.get(key) ?? key.replaceAll('_', ' '),
  }
}

/** What kind of record a column of a table names. */
export function typeOf(table: string, field: string): NameType | undefined {
  if (field !== 'merged_into') return refersTo(field)
  return nameTypes.find(type => type === table)
}

// The rows of lists: what an event says of them is only what changed, not which one it was.
const listed = [
  'membership',
  'appointment',
  'commitment',
  'post_holding',
  'involvement_priority',
  'priority',
  'role_grant',
  'settlement',
  'duplicate',
  'publication_rule',
  'publication_choice',
  'committee_recorder',
  'role_filling',
  'delegation',
  'report_layout',
  'answer',
  'advice',
  'approval_seat',
  'decision',
  'action',
  'waiver',
] as const

async function readRows(db: Db, changes: RowChange[]): Promise<Map<string, Row>> {
  const rows = new Map<string, Row>()
  // A row that is gone, or was not made yet, is known from the events that made or removed it.
  for (const { table, id, fields } of changes)
    for (const [field, { before, after }] of fields) {
      const key = `${table} ${id}`
      rows.set(key, { [field]: after ?? before, ...rows.get(key) })
    }
  for (const table of listed) {
    const of = changes.filter(row => row.table === table)
    const others = of.flatMap(row => Object.values(row.fields.get('substitute_for') ?? {}).filter(isId))
    const ids = [...new Set([...of.map(row => row.id), ...others])]
    if (ids.length === 0) continue
    const held = await db.selectFrom(table).selectAll().where('id', 'in', ids).execute()
    for (const row of held) rows.set(`${table} ${row.id}`, row)
  }
  return rows
}

// A question is told in the words of the protocol it was asked under. A draft may have gone over to another since, which
// does not know all that was asked before: the earlier ones follow.
async function readPacks(db: Db, changes: RowChange[], rows: Map<string, Row>): Promise<Map<string, Pack[]>> {
  const asked = changes
    .filter(({ table }) => table === 'answer' || table === 'advice')
    .map(({ table, id, fields }) => ({ ...rows.get(`${table} ${id}`), said: fields.get('value') }) as Asked)
  const proposals = asked.map(each => each.subject_id).filter(isId)
  const packs = new Map<string, Pack[]>()
  if (proposals.length === 0) return packs
  const found = await db
    .selectFrom('proposal')
    .select(['id', 'authority_id', 'protocol_id'])
    .where('id', 'in', [...new Set(proposals)])
    .execute()
  for (const { id, authority_id, protocol_id } of found) {
    const { pack } = await findProtocol(db, authority_id, protocol_id)
    const known = asked.every(each => each.subject_id !== id || isKnown(pack, each))
    packs.set(id, known ? [pack] : [pack, ...(await earlierPacks(db, authority_id, protocol_id))])
  }
  // What a registration form asked is told in the words of the protocol in force when it was answered.
  for (const { table, id } of changes) {
    const row = table === 'answer' ? rows.get(`answer ${id}`) : undefined
    if (!isId(row?.subject_id) || !isId(row.authority_id) || packs.has(row.subject_id)) continue
    const day = londonDay(new Date(String(row.answered_at)))
    packs.set(row.subject_id, [(await protocolOn(db, row.authority_id, day)).pack])
  }
  return packs
}

type Asked = { subject_id?: unknown; question?: unknown; said?: { before: unknown; after: unknown } }

function isKnown(pack: Pack, { question, said }: Asked): boolean {
  if (isNothing(question)) return true
  const found = questionIn(pack, question)
  const values = [said?.before, said?.after].filter(each => !isNothing(each))
  return found !== undefined && values.every(each => fits(found, each as Value))
}

async function earlierPacks(db: Db, authorityId: string, than: string): Promise<Pack[]> {
  const others = await db
    .selectFrom('protocol')
    .select('id')
    .where('authority_id', '=', authorityId)
    .where('id', '<>', than)
    .orderBy('adopted_at', 'desc')
    .execute()
  const packs: Pack[] = []
  for (const { id } of others) packs.push((await findProtocol(db, authorityId, id)).pack)
  return packs
}

function questionIn(pack: Pack, ref: unknown): Question | undefined {
  const [set, id] = String(ref).split('.')
  return pack.sets.find(each => each.id === set)?.questions.find(each => each.id === id)
}

const nameQueries: Record<NameType, (db: Db, ids: string[]) => Promise<{ id: string; name: string }[]>> = {
  organisation: (db, ids) =>
    db.selectFrom('organisation').select(['id', 'name']).where('id', 'in', ids).execute(),
  person: (db, ids) =>
    db
      .selectFrom('person')
      .select(['id', sql<string>`concat_ws(' ', nullif(honorific, ''), name)`.as('name')])
      .where('id', 'in', ids)
      .execute(),
  post: (db, ids) => db.selectFrom('post').select(['id', 'title as name']).where('id', 'in', ids).execute(),
  directorate: (db, ids) =>
    db.selectFrom('directorate').select(['id', 'name']).where('id', 'in', ids).execute(),
  priority: (db, ids) =>
    db
      .selectFrom('priority')
      .innerJoin('plan', join =>
        join
          .onRef('plan.authority_id', '=', 'priority.authority_id')
          .onRef('plan.id', '=', 'priority.plan_id'),
      )
      .select(['priority.id', sql<string>`priority.title || ' (' || plan.name || ')'`.as('name')])
      .where('priority.id', 'in', ids)
      .execute(),
  committee: (db, ids) => db.selectFrom('committee').select(['id', 'name']).where('id', 'in', ids).execute(),
  protocol: (db, ids) =>
    db
      .selectFrom('protocol')
      .select(['id', sql<string>`title || ', version ' || pack_version`.as('name')])
      .where('id', 'in', ids)
      .execute(),
  plan: (db, ids) => db.selectFrom('plan').select(['id', 'name']).where('id', 'in', ids).execute(),
  involvement: (db, ids) =>
    db
      .selectFrom('involvement as i')
      .innerJoin('partnership as p', join =>
        join.onRef('p.authority_id', '=', 'i.authority_id').onRef('p.id', '=', 'i.partnership_id'),
      )
      .select(['i.id', sql<string>`p.name || ' (' || i.reference || ')'`.as('name')])
      .where('i.id', 'in', ids)
      .execute(),
  account: (db, ids) => db.selectFrom('account').select(['id', 'name']).where('id', 'in', ids).execute(),
}

const nameOwnFields = ({ table, fields }: RowChange) =>
  (table === 'involvement' && fields.has('custom')) || table.startsWith('publication_')
