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
  /** The writer for one record: its type, id and the name people know it by. */
  on(type: string, id: string, label: string): Writer
}

/**
 * The only way to change a record: the rows and their events commit together or not at all.
 * @returns what `work` returns
 * @throws AlreadyDone when the form was submitted before
 */
export function change<R>(db: Db, what: What, work: (act: Act) => Promise<R>): Promise<R> {
  return db.transaction().execute(async trx => {
    if (what.once) await claim(trx, what)
    const subjects = new Map<string, Subject>()
    const result = await work({
      trx,
      on: (type, id, label) => writerFor(trx, what, subjectOf(subjects, type, id, label)),
    })
    const told = [...subjects.values()].filter(subject => subject.changes.length > 0)
    await recordEvents(trx, what, told)
    await refreshRegister(trx, told)
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

async function claim(trx: Transaction<Tables>, what: What) {
  const claimed = await trx
    .insertInto('submission')
    .values({ form_id: what.once!, account_id: what.by.accountId ?? newId(), at: what.at, location: null })
    .onConflict(oc => oc.column('form_id').doNothing())
    .returning('form_id')
    .executeTakeFirst()
  if (!claimed) throw new AlreadyDone(what.once!)
}

function writerFor(trx: Transaction<Tables>, what: What, subject: Subject): Writer {
  // Kysely cannot follow a table name that is a type parameter; the signatures of Writer keep callers honest.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  const loose = trx as unknown as Transaction<any>
  const tenant = (table: string) =>
    table === 'account' || table === 'authority' ? {} : { authority_id: what.authority }
  const rowOf = (table: string, id: string) => {
    const query = loose.selectFrom(table).selectAll().where('id', '=', id)
    return table === 'account' || table === 'authority'
      ? query
      : query.where('authority_id', '=', what.authority)
  }
  const insertMany = async (table: string, rows: Record<string, unknown>[]) => {
    const whole: Record<string, unknown>[] = rows.map(row => ({ ...tenant(table), id: newId(), ...row }))
    for (let i = 0; i < whole.length; i += 200) {
      const slice = whole.slice(i, i + 200)
      await loose
        .insertInto(table)
        .values(slice.map(row => storable(row)))
        .execute()
    }
    for (const row of whole) subject.changes.push(...fieldsInserted(table, row))
    return whole.map(row => row.id as string)
  }
  return {
    async insert(table, row) {
      return (await insertMany(table, [row as Record<string, unknown>]))[0]!
    },
    insertMany: (table, rows) => insertMany(table, rows as Record<string, unknown>[]),
    async update(table, id, patch, seen) {
      const row = await rowOf(table, id).forUpdate().executeTakeFirst()
      if (!row) throw new NotFound(`No ${table} ${id}`)
      if (seen !== undefined && row.version !== seen)
        throw new Conflict('Someone else changed this since you opened it.')
      const changes = fieldsUpdated(table, id, row, patch as Record<string, unknown>)
      if (changes.length === 0) return false
      const changed = Object.fromEntries(
        Object.entries(patch as Record<string, unknown>).filter(([, value]) => value !== undefined),
      )
      let query = loose
        .updateTable(table)
        .set({ ...storable(changed), version: (row.version as number) + 1 })
        .where('id', '=', id)
      if (table !== 'account' && table !== 'authority')
        query = query.where('authority_id', '=', what.authority)
      await query.execute()
      subject.changes.push(...changes)
      return true
    },
    async remove(table, id) {
      const row = await rowOf(table, id).forUpdate().executeTakeFirst()
      if (!row) throw new NotFound(`No ${table} ${id}`)
      await loose.deleteFrom(table).where('authority_id', '=', what.authority).where('id', '=', id).execute()
      subject.changes.push(...fieldsRemoved(table, row))
    },
    note(field, after) {
      subject.changes.push({ table: subject.type, id: subject.id, field, before: null, after })
    },
  }
}

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
      payload: JSON.stringify(payload),
      payload_hash: payloadHash(payload),
    }
  })
  if (what.hold) return what.hold(events)
  for (let i = 0; i < events.length; i += 200)
    await trx
      .insertInto('event')
      .values(events.slice(i, i + 200))
      .execute()
}

async function refreshRegister(trx: Transaction<Tables>, subjects: Subject[]) {
  const types = subjects.map(subject => subject.type)
  const ids = subjects.map(subject => subject.id)
  if (!types.some(type => inRegister.has(type))) return
  await sql`select refresh_register(array(
    select t.involvement_id from unnest(${types}::text[], ${ids}::uuid[]) as s(type, id), touched_involvements(s.type, s.id) t))`.execute(
    trx,
  )
}

// Renaming any of these changes what lists and search show.
const inRegister = new Set(['involvement', 'organisation', 'person', 'post', 'directorate', 'plan'])
