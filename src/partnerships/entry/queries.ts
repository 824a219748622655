import { type Kysely, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Here } from '#src/accounts/here.ts'
import { refusal, type Verb } from '#src/accounts/may.ts'
import type { Tables } from '#src/db/tables.ts'
import { Elsewhere, NotFound } from '#src/errors.ts'
import { isReference, type RecordColumns, recordRows } from '#src/partnerships/record.ts'
import { protocolBeside } from './protocol/beside.ts'

/** Everything one entry holds, with the ids of its rows. */
export type Entry = RecordColumns & {
  /** Substitutes of the past, who still point at whom they stood in for. */
  pastSubstitutes: { id: string; substitute_for: string | null }[]
  /** Whether its significance was assessed: then its tier follows from that, and is not typed. */
  assessed: boolean
}
export type Appointment = Entry['appointments'][number]

/** One entry of the register with all that belongs to it. @throws NotFound where the authority has no such entry */
export async function findEntry(
  db: Kysely<Tables>,
  authorityId: string,
  which: string | { reference: string },
): Promise<Entry> {
  const row = await recordRows(db, authorityId, typeof which === 'string' ? [which] : which)
    .select(eb =>
      jsonArrayFrom(
        eb
          .selectFrom('appointment as past')
          .select(['past.id', 'past.substitute_for'])
          .whereRef('past.authority_id', '=', 'i.authority_id')
          .whereRef('past.involvement_id', '=', 'i.id')
          .where('past.substitute_for', 'is not', null)
          .where('past.ends_on', '<', sql<string>`current_day()`),
      ).as('pastSubstitutes'),
    )
    .select(eb =>
      eb
        .exists(
          eb
            .selectFrom('assessment as s')
            .select('s.id')
            .whereRef('s.authority_id', '=', 'i.authority_id')
            .whereRef('s.involvement_id', '=', 'i.id')
            .where('s.about', '=', 'tier'),
        )
        .as('assessed'),
    )
    .executeTakeFirst()
  if (!row) throw new NotFound('No such entry')
  return row as Entry
}

/**
 * The entry a page is about, for someone who may do this to it. Someone who may not remove entries does not know
 * of removed ones, unless `also.removed`: whoever was typing into it must learn what became of it. What is not
 * logged yet is no entry: only its proposal or its form is there for those who may work on it, unless `also.unlogged`.
 * @throws NotFound where it is hidden from them; NotAllowed where they may see it but not do this; Elsewhere with the
 * address of its proposal or form
 */
export async function findEntryHere(
  here: Here,
  reference: string,
  verb: Verb = 'see',
  also: { removed?: boolean; unlogged?: boolean } = {},
): Promise<Entry> {
  if (!isReference(reference)) throw new NotFound('No such entry')
  const entry = await findEntry(here.db, here.authority.id, { reference })
  if (entry.registration !== 'logged') {
    if (!(await mayReadUnlogged(here, entry))) throw new NotFound('No such entry')
    if (also.unlogged) return entry
    const page = entry.registration === 'none' ? 'proposal' : 'form'
    throw new Elsewhere(`/${here.authority.slug}/staff/partnerships/${encodeURIComponent(reference)}/${page}`)
  }
  here.require(verb, placeOf(entry))
  if (entry.removed_at && !also.removed && !here.may('remove', placeOf(entry)))
    throw new NotFound('No such entry')
  return entry
}

/**
 * The entry that assessment, proposal and decision pages are about, logged or not. Whoever is asked to decide or advise
 * on it sees it, whatever else they may see; a page that changes anything asks for its verb, or for the seat, itself.
 * @throws NotFound where it is hidden from them; NotAllowed where they may see it but not do this
 */
export async function findConsidered(here: Here, reference: string, verb: Verb = 'see'): Promise<Entry> {
  if (!isReference(reference)) throw new NotFound('No such entry')
  const entry = await findEntry(here.db, here.authority.id, { reference })
  const place = placeOf(entry)
  if (entry.removed_at && !here.may('remove', place)) throw new NotFound('No such entry')
  const seen = entry.registration === 'logged' && here.may('see', place)
  if (!seen && !(await mayReadUnlogged(here, entry))) throw new NotFound('No such entry')
  if (verb !== 'see' && !here.may(verb, place)) throw refusal(verb)
  return entry
}

/**
 * Whether the reader may see what is not logged: whoever may work on it or log it there, whoever began its form or its
 * proposal (REG-2), and whoever is asked to decide or advise on it.
 */
async function mayReadUnlogged(here: Here, entry: Entry): Promise<boolean> {
  const place = placeOf(entry)
  if (here.may('register', place) || here.may('propose', place) || here.may('log', place)) return true
  const { rows } = await sql<{ theirs: boolean }>`select exists (
      select from registration r where r.involvement_id = ${entry.id} and r.account_id = current_account())
    or exists (select from proposal p where p.involvement_id = ${entry.id} and p.account_id = current_account())
    or is_asked(${entry.id}) as theirs`.execute(here.db)
  return rows[0]!.theirs
}

/** Where the entry stands for the table of who may do what. */
export function placeOf(entry: { id: string; directorate_id: string | null }) {
  return { involvementId: entry.id, directorateId: entry.directorate_id }
}

/** Makes others who would change these entries wait until the transaction ends. */
export async function lockEntries(trx: Kysely<Tables>, ids: string[]): Promise<void> {
  await trx.selectFrom('involvement').select('id').where('id', 'in', ids).orderBy('id').forUpdate().execute()
}

/** What lists say of an entry, in a line. @throws NotFound */
export function findEntryLine(db: Kysely<Tables>, id: string) {
  return db
    .selectFrom('register_entry')
    .select(['involvement_id as id', 'reference', 'name', 'kind', 'stage', 'directorate_id', 'gaps'])
    .where('involvement_id', '=', id)
    .executeTakeFirstOrThrow(() => new NotFound('No such entry'))
}

/**
 * What stands beside an entry on its page, in one query: what is missing, the words of its old spreadsheet that
 * nobody has placed, the entries it may be once more, those that were joined to it, what the protocol keeps of it, the last
 * act of publishing it, and whether its form was ever signed.
 */
export function findBeside(db: Kysely<Tables>, id: string) {
  return db
    .selectFrom('register_entry as line')
    .select('line.gaps')
    .select([
      jsonArrayFrom(toSettle(db, id)).as('toSettle'),
      jsonArrayFrom(likely(db, id)).as('likely'),
      jsonArrayFrom(joined(db, id)).as('joined'),
      ...protocolBeside(db, id),
    ])
    .select(eb =>
      eb
        .selectFrom('publication as p')
        .select('p.act')
        .whereRef('p.authority_id', '=', 'line.authority_id')
        .whereRef('p.involvement_id', '=', 'line.involvement_id')
        .orderBy('p.number', 'desc')
        .limit(1)
        .as('publication'),
    )
    .select(eb =>
      eb
        .exists(
          eb
            .selectFrom('registration_signing as s')
            .select('s.id')
            .whereRef('s.authority_id', '=', 'line.authority_id')
            .whereRef('s.involvement_id', '=', 'line.involvement_id'),
        )
        .as('signed'),
    )
    .where('line.involvement_id', '=', id)
    .executeTakeFirstOrThrow(() => new NotFound('No such entry'))
}

/** Entries that may be this one again and about which nobody has decided, likeliest first. */
export function listLikely(db: Kysely<Tables>, id: string) {
  return likely(db, id).execute()
}

function joined(db: Kysely<Tables>, id: string) {
  return db
    .selectFrom('involvement as i')
    .innerJoin('register_entry as e', join =>
      join.onRef('e.authority_id', '=', 'i.authority_id').onRef('e.involvement_id', '=', 'i.id'),
    )
    .select(['e.reference', 'e.name'])
    .where('i.merged_into', '=', id)
    .orderBy('e.reference')
}

function toSettle(db: Kysely<Tables>, id: string) {
  return db
    .selectFrom('settlement')
    .select(['id', 'heading', 'original', 'message', 'batch_id'])
    .where('involvement_id', '=', id)
    .where('state', '=', 'open')
    .orderBy('row')
    .orderBy('heading')
}

function likely(db: Kysely<Tables>, id: string) {
  return db
    .selectFrom('duplicate as d')
    .innerJoin('register_entry as e', join =>
      join
        .onRef('e.authority_id', '=', 'd.authority_id')
        .on(
          sql<boolean>`e.involvement_id = case when d.involvement_id = ${id} then d.candidate_id else d.involvement_id end`,
        ),
    )
    .select(['d.id', 'd.score', 'e.involvement_id as otherId', 'e.reference', 'e.name'])
    .select(['e.partners', 'e.directorate_id'])
    .where(eb => eb.or([eb('d.involvement_id', '=', id), eb('d.candidate_id', '=', id)]))
    .where('d.state', '=', 'open')
    .where('e.merged', '=', false)
    .where('e.removed', '=', false)
    .orderBy('d.score', 'desc')
}
