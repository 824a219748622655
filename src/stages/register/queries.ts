import { type Kysely, type Selectable, type SqlBool, sql } from 'kysely'
import type { Here } from '#src/accounts/here.ts'
import { sightOf, type Verb } from '#src/accounts/may.ts'
import type { Tables } from '#src/db/tables.ts'
import type { SignedForm } from './signed.ts'

/** One filling-in of the form. */
export type Registration = Selectable<Tables['registration']>
/** One signature with what was signed and what became of it. */
export type Signing = Omit<Selectable<Tables['registration_signing']>, 'content'> & { content: SignedForm }

/**
 * The filling-in that an entry's form is about: the newest for one that is not logged, one that was dropped only where
 * there is no other; for one that is, the confirmation under way.
 * @param which this one of its filling-ins instead, whatever became of it
 */
export function findRegistration(
  db: Kysely<Tables>,
  entry: { id: string; registration: string },
  which?: string,
): Promise<Registration | undefined> {
  return db
    .selectFrom('registration')
    .selectAll()
    .where('involvement_id', '=', entry.id)
    .$if(which !== undefined, query => query.where('id', '=', which!))
    .$if(which === undefined && entry.registration === 'logged', query => query.where('state', '=', 'draft'))
    .orderBy(sql`state = 'dropped'`)
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** The newest signature of a filling-in. */
export async function findSigning(db: Kysely<Tables>, registrationId: string): Promise<Signing | undefined> {
  return (await listSignings(db, registrationId))[0]
}

/** The signatures of a filling-in, newest first. */
export async function listSignings(db: Kysely<Tables>, registrationId: string): Promise<Signing[]> {
  const rows = await db
    .selectFrom('registration_signing')
    .selectAll()
    .where('registration_id', '=', registrationId)
    .orderBy('number', 'desc')
    .execute()
  return rows as unknown as Signing[]
}

/** The newest signature under an entry that stands on the register, of whichever filling-in. */
export async function findLastSigned(db: Kysely<Tables>, entryId: string): Promise<Signing | undefined> {
  const row = await db
    .selectFrom('registration_signing')
    .selectAll()
    .where('involvement_id', '=', entryId)
    .where('outcome', '=', 'logged')
    .orderBy('signed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row as unknown as Signing | undefined
}

/** What is known of the person behind an account without asking; '' or null where it is not. */
export type Filler = {
  accountId: string | null
  person_name: string
  person_title: string
  directorate_id: string | null
  extension: string
}

/** What the directory knows of an account's person: the post they hold today says their title and directorate. */
export async function findFiller(
  db: Kysely<Tables>,
  account: { accountId: string; name: string },
  today: string,
): Promise<Filler> {
  const row = await db
    .selectFrom('person as p')
    .leftJoin('post_holding as h', join =>
      join
        .onRef('h.authority_id', '=', 'p.authority_id')
        .onRef('h.person_id', '=', 'p.id')
        .on('h.deputy', '=', false)
        .on('h.starts_on', '<=', today)
        .on(sql<SqlBool>`(h.ends_on is null or h.ends_on >= ${today})`),
    )
    .leftJoin('post as t', join =>
      join.onRef('t.authority_id', '=', 'h.authority_id').onRef('t.id', '=', 'h.post_id'),
    )
    .leftJoin('directorate as d', join =>
      join
        .onRef('d.authority_id', '=', 't.authority_id')
        .onRef('d.id', '=', 't.directorate_id')
        .on('d.closed_on', 'is', null),
    )
    .select(['p.name', 'p.honorific', 'p.job_title', 'p.phone', 't.title', 'd.id as directorate_id'])
    .where('p.account_id', '=', account.accountId)
    .where('p.merged_into', 'is', null)
    .orderBy('h.starts_on', 'desc')
    .limit(1)
    .executeTakeFirst()
  return {
    accountId: account.accountId,
    person_name: row ? [row.honorific, row.name].filter(Boolean).join(' ') : account.name,
    person_title: row?.title ?? row?.job_title ?? '',
    directorate_id: row?.directorate_id ?? null,
    extension: row?.phone ?? '',
  }
}

/** A form in the list of forms. */
export type FormLine = Awaited<ReturnType<typeof listForms>>[number]

/** Every form under way that the reader may see, longest waiting first. */
export function listForms(here: Here) {
  return forms(here.db, here.authority.id)
    .leftJoin('directorate as d', join =>
      join.onRef('d.authority_id', '=', 'i.authority_id').onRef('d.id', '=', 'i.directorate_id'),
    )
    .leftJoin('account as a', 'a.id', 'r.account_id')
    .leftJoinLateral(
      eb =>
        eb
          .selectFrom('registration_signing as s')
          .select(['s.signed_name', 's.signed_at', 's.outcome_at', 's.number'])
          .whereRef('s.authority_id', '=', 'r.authority_id')
          .whereRef('s.registration_id', '=', 'r.id')
          .orderBy('s.number', 'desc')
          .limit(1)
          .as('s'),
      join => join.onTrue(),
    )
    .select(['i.id', 'i.reference', 'i.directorate_id', 'p.name', 'd.name as directorate'])
    .select(['r.state', 'r.purpose', 'r.started_at', 'r.account_id', 'a.name as starter'])
    .select(['s.signed_name', 's.signed_at', 's.outcome_at', 's.number'])
    .where(eb => eb.or([at(here, 'register'), begunByReader]))
    .orderBy(sql`coalesce(s.outcome_at, s.signed_at, r.started_at)`)
    .orderBy('i.reference')
    .execute()
}

/** How many forms wait for the reader: to be logged, returned to them, begun by them. */
export async function countForms(here: Here) {
  const waiting = here.may('log') ? at(here, 'log') : sql<SqlBool>`false`
  const counts = await forms(here.db, here.authority.id)
    .select(eb => [
      eb.fn.countAll<number>().filterWhere('r.state', '=', 'submitted').filterWhere(waiting).as('waiting'),
      eb.fn
        .countAll<number>()
        .filterWhere('r.state', '=', 'returned')
        .filterWhere(begunByReader)
        .as('returned'),
      eb.fn.countAll<number>().filterWhere('r.state', '=', 'draft').filterWhere(begunByReader).as('begun'),
    ])
    .executeTakeFirstOrThrow()
  return {
    waiting: Number(counts.waiting),
    returned: Number(counts.returned),
    begun: Number(counts.begun),
  }
}

function forms(db: Kysely<Tables>, authorityId: string) {
  return db
    .selectFrom('registration as r')
    .innerJoin('involvement as i', join =>
      join.onRef('i.authority_id', '=', 'r.authority_id').onRef('i.id', '=', 'r.involvement_id'),
    )
    .innerJoin('partnership as p', join =>
      join.onRef('p.authority_id', '=', 'i.authority_id').onRef('p.id', '=', 'i.partnership_id'),
    )
    .where('r.authority_id', '=', authorityId)
    .where('r.state', 'in', ['draft', 'submitted', 'returned'])
    .where('i.removed_at', 'is', null)
    .where('i.merged_into', 'is', null)
}

const begunByReader = sql<SqlBool>`r.account_id = current_account()`

// Where the reader may do this.
function at(here: Here, verb: Verb) {
  const sight = sightOf(here.grants, verb)
  if (sight === 'all') return sql<SqlBool>`true`
  return sql<SqlBool>`(i.directorate_id = any(${sight.directorateIds}::uuid[])
    or i.id = any(${sight.involvementIds}::uuid[]))`
}
