import { randomUUID } from 'node:crypto'
import { type Insertable, type Selectable, sql, type Transaction, type Updateable } from 'kysely'
import type { Db } from '#src/db/open.ts'
import type { EventPayload, FieldChange, Tables } from '#src/db/tables.ts'
import { newId } from '#src/domain/id.ts'
import { Conflict, NotFound } from '#src/errors.ts'
import { fieldsInserted, fieldsRemoved, fieldsUpdated, storable } from './diff.ts'
import { payloadHash } from './hash.ts'
import { AlreadyDone } from './once.ts'

/** Who acts, and the role, post or duty they rely on. */
export type Actor = {
  kind: 'person' | 'command' | 'job'
  accountId: string | null
  name: string
  capacity: string
}

/** The rows an act may write: everything with an id and a version. */
export type Recorded = {
  [T in keyof Tables]: Selectable<Tables[T]> extends { id: string; version: number } ? T : never
}[keyof Tables]

export type What = {
  /** The authority whose trail this stands on; null for the installation's own. */
  authority: string | null
  by: Actor
  at: Date
  /** 'involvement.edit', 'person.leave': the noun and the verb, which src/trail/sentences.ts puts into words. */
  action: string
  why?: string | undefined
  batch?: string | undefined
  /** The form's one-time number: a second submit of the same form does nothing. */
  once?: string | undefined
  /** Where the answer will lead, for the second submit; without it the page's frame notes it afterwards, in a write of its own. */
  leadsTo?: string | undefined
  /** Involvements that others who would change them wait for, from the start. */
  lock?: readonly string[]
  /** An import keeps its events until its rows are shown. */
  hold?: (events: Insertable<Tables['event']>[]) => Promise<void>
}

/** Writes rows for one record, noting every field that changes. */
export type Writer = {
  /** Adds a row; `id` may be given. @returns its id */
  insert<T extends Recorded>(
    table: T,
    row: Omit<Insertable<Tables[T]>, 'id' | 'authority_id'> & { id?: string },
  ): Promise<string>
  insertMany<T extends Recorded>(
    table: T,
    rows: (Omit<Insertable<Tables[T]>, 'id' | 'authority_id'> & { id?: string })[],
  ): Promise<string[]>
  /** Changes what differs. @returns whether anything did @throws NotFound; Conflict when `seen` is not the row's version */
  update<T extends Recorded>(
    table: T,
    id: string,
    patch: Updateable<Tables[T]>,
    seen?: number,
  ): Promise<boolean>
  remove<T extends Recorded>(table: T, id: string): Promise<void>
  /** Notes a fact that is not a column, such as 'confirmed'. */
  note(field: string, after: unknown): void
}

export type Act = {
  trx: Transaction<Tables>
  /** When the change is made. */
  at: Date
  /** The writer for one record: its type, id and the name people know it by. */
  on(type: string, id: string, label: string): Writer
  /** Adds rows of one table to several records in one statement; each row has its id. */
  insertEach(
    table: Recorded,
    rows: { to: [type: string, id: string, label: string]; row: Row }[],
  ): Promise<void>
}

/**
 * The only way to change a record: the rows and their events commit together or not at all.
 * @returns what `work` returns
 * @throws AlreadyDone when the form was submitted before
 */
export function change<R>(db: Db, what: What, work: (act: Act) => Promise<R>): Promise<R> {
  return db.transaction().execute(async trx => {
    await claim(trx, what)
    const subjects = new Map<string, Subject>()
    const result = await work({
      trx,
      at: what.at,
      on: (type, id, label) => writerFor(trx, what, subjectOf(subjects, type, id, label)),
      async insertEach(table, rows) {
        const whole = await insertRows(
          trx,
          what,
          table,
          rows.map(each => each.row),
        )
        for (const [i, { to }] of rows.entries())
          subjectOf(subjects, ...to).changes.push(...fieldsInserted(table, whole[i]!))
      },
    })
    const told = [...subjects.values()].filter(subject => subject.changes.length > 0)
    await recordEvents(trx, what, told)
    return result
  })
}

type Subject = { type: string; id: string; label: string; changes: FieldChange[] }

function subjectOf(subjects: Map<string, Subject>, type: string, id: string, label: string): Subject {
  const key = `${type} ${id}`
  const subject = subjects.get(key) ?? { type, id, label, changes: [] }
  subjects.set(key, subject)
  return subject
}

// The form's number and the entries' locks in one statement: every question inside a transaction is time others wait.
async function claim(trx: Transaction<Tables>, { once, lock = [], by, at, leadsTo }: What) {
  const locked = sql`locked as materialized (
    select i.id from involvement i where i.id = any(${lock}::uuid[]) order by i.id for update)`
  if (!once) {
    if (lock.length > 0) await sql`with ${locked} select count(*) from locked`.execute(trx)
    return
  }
  const { rows } = await sql<{ claimed: number }>`with claimed as (
      insert into submission (form_id, account_id, at, location)
      values (${once}, ${by.accountId ?? newId()}, ${at}, ${leadsTo ?? null})
      on conflict (form_id) do nothing returning form_id), ${locked}
    select (select count(*) from claimed) as claimed, (select count(*) from locked) as locked`.execute(trx)
  if (rows[0]!.claimed === 0) throw new AlreadyDone(once)
}

async function insertRows(
  trx: Transaction<Tables>,
  what: What,
  table: Recorded,
  rows: Row[],
): Promise<Row[]> {
  const whole: Row[] = rows.map(row => ({
    ...(hasTenant(table) ? { authority_id: what.authority } : {}),
    id: newId(),
    ...row,
  }))
  for (let i = 0; i < whole.length; i += 200) {
    await trx
      .insertInto(table)
      .values(whole.slice(i, i + 200).map(storable) as never)
      .execute()
  }
  return whole
}

function writerFor(trx: Transaction<Tables>, what: What, subject: Subject): Writer {
  // Kysely cannot follow a table name that is a type parameter; the signatures of Writer keep callers honest.
  const rowOf = async (table: Recorded, id: string) => {
    const { rows } =
      await sql<Row>`select * from ${sql.table(table)} where ${own(table, what, id)} for update`.execute(trx)
    if (!rows[0]) throw new NotFound(`No ${table} ${id}`)
    return rows[0]
  }
  const insertMany = async (table: Recorded, rows: Row[]) => {
    const whole = await insertRows(trx, what, table, rows)
    for (const row of whole) subject.changes.push(...fieldsInserted(table, row))
    return whole.map(row => row.id as string)
  }
  return {
    insert: async (table, row) => (await insertMany(table, [row as Row]))[0]!,
    insertMany: (table, rows) => insertMany(table, rows as Row[]),
    async update(table, id, patch, seen) {
      const row = await rowOf(table, id)
      if (seen !== undefined && row.version !== seen)
        throw new Conflict('Someone else changed this since you opened it.')
      const changes = fieldsUpdated(table, id, row, patch as Row)
      if (changes.length === 0) return false
      const fields = new Set(changes.map(each => each.field))
      const values = Object.entries(storable(patch as Row)).filter(([field]) => fields.has(field))
      const set = sql.join(
        [...values, ['version', (row.version as number) + 1] as const].map(
          ([field, value]) => sql`${sql.ref(field)} = ${value}`,
        ),
      )
      await sql`update ${sql.table(table)} set ${set} where ${own(table, what, id)}`.execute(trx)
      subject.changes.push(...changes)
      return true
    },
    async remove(table, id) {
      const row = await rowOf(table, id)
      await sql`delete from ${sql.table(table)} where ${own(table, what, id)}`.execute(trx)
      subject.changes.push(...fieldsRemoved(table, row))
    },
    note(field, after) {
      subject.changes.push({ table: subject.type, id: subject.id, field, before: null, after })
    },
  }
}

type Row = Record<string, unknown>

const hasTenant = (table: Recorded) => table !== 'account' && table !== 'authority'

const own = (table: Recorded, what: What, id: string) =>
  hasTenant(table) ? sql`authority_id = ${what.authority} and id = ${id}` : sql`id = ${id}`

async function recordEvents(trx: Transaction<Tables>, what: What, subjects: Subject[]) {
  const events = subjects.map(subject => {
    const payload: EventPayload = {
      actor: { kind: what.by.kind, name: what.by.name },
      capacity: what.by.capacity,
      why: what.why ?? '',
      label: subject.label,
      changes: subject.changes,
      salt: randomUUID(),
    }
    const envelope = {
      authority_id: what.authority,
      id: newId(what.at),
      at: what.at,
      action: what.action,
      subject_type: subject.type,
      subject_id: subject.id,
      account_id: what.by.accountId,
      batch_id: what.batch ?? null,
    }
    return {
      ...envelope,
      fields: [...new Set(subject.changes.map(each => each.field))],
      payload,
      payload_hash: payloadHash(payload),
    }
  })
  if (what.hold) {
    await what.hold(events.map(event => ({ ...event, payload: JSON.stringify(event.payload) })))
    return recorded(trx, [], listed(subjects))
  }
  // The last of them makes the entries again, which say when they last changed.
  for (let i = 0; i < events.length; i += 200)
    await recorded(trx, events.slice(i, i + 200), i + 200 < events.length ? [] : listed(subjects))
}

async function recorded(trx: Transaction<Tables>, events: object[], subjects: Subject[]) {
  if (events.length === 0 && subjects.length === 0) return
  const types = subjects.map(subject => subject.type)
  const ids = subjects.map(subject => subject.id)
  await sql`select record_events(${JSON.stringify(events)}, ${types}::text[], ${ids}::uuid[])`.execute(trx)
}

/** Those whose change lists and search show. */
function listed(all: Subject[]): Subject[] {
  const subjects = all.filter(subject => subject.changes.some(isListed))
  return subjects.some(subject => inRegister.has(subject.type)) ? subjects : []
}

// Renaming any of these changes what lists and search show.
const inRegister = new Set(['involvement', 'organisation', 'person', 'post', 'directorate', 'plan'])

// What is published, and what was decided about publishing it, no list of the register shows.
const isListed = ({ table, field }: FieldChange) =>
  table !== 'publication_choice' && !field.startsWith('publication_') && field !== 'published'
