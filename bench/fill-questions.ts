import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import { packOfHundred } from '#test/packs.ts'

/** How many entries of an authority have a proposal with a hundred questions answered. */
export const asked = 64

/** The hundred questions, five pages of twenty. */
export const questions = packOfHundred().sets.at(-1)!.questions

/** Puts a protocol with a set of a hundred questions in force, and answers it for the authority's first entries. */
export async function askHundred(db: Db, authority: string): Promise<void> {
  const pack = JSON.stringify(packOfHundred())
  await sql`insert into protocol (authority_id, id, pack_id, title, pack_version, from_on, pack, adopted_at)
    values (${authority}, ${authority}, 'common', 'Bench', '1', '2026-01-01', ${pack}::text::jsonb, now())`.execute(
    db,
  )
  await sql`insert into proposal (authority_id, id, involvement_id, purpose, protocol_id, started_by, started_at)
    select ${authority}, i.id, i.id, 'existing', ${authority}, 'Bench', now() from involvement i
    where i.authority_id = ${authority} order by i.reference limit ${asked}`.execute(db)
  const refs = questions.map(question => `hundred.${question.id}`)
  const values = questions.map(question => JSON.stringify(usual[question.kind] ?? 'As the plan says.'))
  await sql`insert into answer (authority_id, id, involvement_id, subject_type, subject_id, question, value, note, answered_by, answered_at)
    select ${authority}, gen_random_uuid(), p.involvement_id, 'proposal', p.id, q.ref, q.value::jsonb, '', 'Bench', now()
    from proposal p, unnest(${refs}::text[], ${values}::text[]) as q(ref, value)
    where p.authority_id = ${authority}`.execute(db)
}

const usual: Record<string, unknown> = {
  'yes-no': 'no',
  'yes-no-partly': 'partly',
  choice: 'two',
  money: 1200,
  number: 4,
  date: '2027-03-04',
}
