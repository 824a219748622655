import { type Kysely, sql } from 'kysely'
import type { Here } from '#src/accounts/here.ts'
import type { Tables } from '#src/db/tables.ts'
import type { AppointmentRole } from '#src/domain/words.ts'

/** A person or a post, as a form names it: 'person:ID' or 'post:ID'. */
export type HolderChoice = { value: string; label: string }

/** One thing a change in bulk would touch: an appointment, or an entry's directorate. `id` is the row to change. */
export type Touched = {
  id: string
  involvementId: string
  reference: string
  name: string
  directorateId: string | null
  role: AppointmentRole | null
  isSubstitute: boolean
  startsOn: string | null
}

/** Everyone and every post that may hold something, and those of them who hold something now. */
export async function listHolders(
  db: Kysely<Tables>,
): Promise<{ all: HolderChoice[]; holding: HolderChoice[] }> {
  const { rows } = await sql<{ value: string; label: string; held: number; gone: boolean }>`
    select 'person:' || p.id as value,
      concat_ws(' ', nullif(p.honorific, ''), p.name) || case when p.job_title <> '' then ', ' || p.job_title else '' end as label,
      (select count(*)::int from appointment a join register_entry e using (authority_id, involvement_id)
        where a.authority_id = p.authority_id and a.person_id = p.id
        and (a.ends_on is null or a.ends_on >= current_day())) as held,
      p.left_on is not null as gone
    from person p where p.merged_into is null
    union all
    select 'post:' || t.id, t.title || ' (post)',
      (select count(*)::int from appointment a join register_entry e using (authority_id, involvement_id)
        where a.authority_id = t.authority_id and a.post_id = t.id
        and (a.ends_on is null or a.ends_on >= current_day())),
      t.closed_on is not null
    from post t
    order by label`.execute(db)
  return {
    all: rows.filter(row => !row.gone).map(({ value, label }) => ({ value, label })),
    holding: rows
      .filter(row => row.held > 0)
      .map(({ value, label, held, gone }) => ({
        value,
        label: `${label}: ${held} ${held === 1 ? 'duty' : 'duties'}${gone ? ', has left or closed' : ''}`,
      })),
  }
}

/** What someone or some post holds on entries that go on, as far as the asker may change it. */
export async function listHeldBy(here: Here, holder: string): Promise<Touched[]> {
  const [type, id = ''] = holder.split(':')
  const column = type === 'person' ? 'a.person_id' : 'a.post_id'
  const rows = await going(here.db)
    .innerJoin('appointment as a', join =>
      join.onRef('a.authority_id', '=', 'e.authority_id').onRef('a.involvement_id', '=', 'e.involvement_id'),
    )
    .select(['a.id', 'a.role', 'a.is_substitute as isSubstitute', 'a.starts_on as startsOn'])
    .where(column, '=', id)
    .where(eb => eb.or([eb('a.ends_on', 'is', null), eb('a.ends_on', '>=', sql<string>`current_day()`)]))
    .execute()
  return rows.filter(row => mayChange(here, row))
}

/** The entries a directorate answers for and that go on, as far as the asker may change them. */
export async function listInDirectorate(here: Here, directorateId: string): Promise<Touched[]> {
  const rows = await going(here.db).where('e.directorate_id', '=', directorateId).execute()
  return rows
    .map(row => ({ ...row, id: row.involvementId, role: null, isSubstitute: false, startsOn: null }))
    .filter(row => mayChange(here, row))
}

function going(db: Kysely<Tables>) {
  return db
    .selectFrom('register_entry as e')
    .select([
      'e.involvement_id as involvementId',
      'e.reference',
      'e.name',
      'e.directorate_id as directorateId',
    ])
    .where('e.merged', '=', false)
    .where('e.removed', '=', false)
    .where('e.stage', 'not in', ['ended', 'declined', 'not-a-partnership'])
    .orderBy('e.reference')
}

const mayChange = (here: Here, row: { involvementId: string; directorateId: string | null }) =>
  here.may('change-in-bulk', row)
