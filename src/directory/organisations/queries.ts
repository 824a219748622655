import { sql } from 'kysely'
import type { Here } from '#src/accounts/here.ts'
import type { Db } from '#src/db/open.ts'
import { isId } from '#src/domain/id.ts'
import { NotFound } from '#src/errors.ts'
import { normaliseName } from '#src/partnerships/import/names.ts'
import { standing } from '../entries.ts'

export type Search = { q: string; sector: string }

/** One body. @throws NotFound */
export async function findOrganisation(db: Db, id: string) {
  const row = isId(id)
    ? await db.selectFrom('organisation').selectAll().where('id', '=', id).executeTakeFirst()
    : undefined
  if (!row) throw new NotFound('No such organisation')
  return row
}

export type Organisation = Awaited<ReturnType<typeof findOrganisation>>

/** One page of the bodies that match, by name; a search looks at names, other names and identifiers. */
export function listOrganisations(db: Db, search: Search, page: { limit: number; offset: number }) {
  return matching(db, search)
    .select(['id', 'name', 'other_names', 'sector'])
    .select(eb =>
      eb
        .selectFrom('person')
        .select(eb => eb.fn.countAll<number>().as('n'))
        .whereRef('person.organisation_id', '=', 'organisation.id')
        .where('person.merged_into', 'is', null)
        .where('person.left_on', 'is', null)
        .as('people'),
    )
    .orderBy(sql`plain(name) collate "und-x-icu"`)
    .orderBy('id')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
}

/** How many bodies match. */
export async function countOrganisations(db: Db, search: Search): Promise<number> {
  const row = await matching(db, search)
    .select(eb => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

function matching(db: Db, { q, sector }: Search) {
  const within = sql<string>`plain(concat_ws(' ', name, array_to_string(other_names, ' '), identifiers::text))`
  return db
    .selectFrom('organisation')
    .where('merged_into', 'is', null)
    .$if(sector !== '', query => query.where('sector', '=', sector as never))
    .$if(q !== '', query =>
      query.where(
        sql<boolean>`(position(plain(${q}) in ${within}) > 0 or word_similarity(plain(${q}), ${within}) > 0.6)`,
      ),
    )
}

/** What a body does in each entry the reader may see: lead, accountable body, member or observer. */
export async function listRolesOf(here: Here, id: string) {
  const rows = await here.db
    .selectFrom('register_entry')
    .innerJoin('involvement', 'involvement.id', 'register_entry.involvement_id')
    .innerJoin('partnership', 'partnership.id', 'involvement.partnership_id')
    .leftJoin('membership', join =>
      join
        .onRef('membership.partnership_id', '=', 'partnership.id')
        .on('membership.organisation_id', '=', id),
    )
    .select([
      'register_entry.reference',
      'register_entry.name',
      'register_entry.kind',
      'register_entry.stage',
    ])
    .select(['partnership.lead_organisation_id', 'partnership.accountable_body_id', 'membership.role'])
    .where(standing(here))
    .where(sql<boolean>`register_entry.organisation_ids @> array[${id}]::uuid[]`)
    .orderBy(sql`plain(register_entry.name) collate "und-x-icu"`)
    .execute()
  return rows.map(({ lead_organisation_id, accountable_body_id, role, ...entry }) => ({
    ...entry,
    roles: [
      lead_organisation_id === id ? 'Lead' : '',
      accountable_body_id === id ? 'Accountable body' : '',
      role === 'member' ? 'Member' : role === 'observer' ? 'Observer' : '',
    ].filter(Boolean),
  }))
}

/** People who belong to a body: its contacts. */
export function listContactsOf(db: Db, id: string) {
  return db
    .selectFrom('person')
    .select(['id', 'name', 'honorific', 'job_title', 'email', 'phone', 'left_on'])
    .where('organisation_id', '=', id)
    .where('merged_into', 'is', null)
    .orderBy(sql`plain(name) collate "und-x-icu"`)
    .execute()
}

/** The bodies a body came from, went on as, and was merged with. */
export async function listKinOf(db: Db, body: Organisation) {
  const rows = await db
    .selectFrom('organisation')
    .select(['id', 'name', 'predecessor_id', 'merged_into'])
    .where(({ or, eb }) =>
      or([
        eb('predecessor_id', '=', body.id),
        eb('merged_into', '=', body.id),
        eb('id', 'in', [body.predecessor_id ?? body.id, body.merged_into ?? body.id]),
      ]),
    )
    .orderBy('name')
    .execute()
  const others = rows.filter(row => row.id !== body.id)
  return {
    predecessor: others.find(row => row.id === body.predecessor_id),
    mergedInto: others.find(row => row.id === body.merged_into),
    successors: others.filter(row => row.predecessor_id === body.id && !row.merged_into),
    absorbed: others.filter(row => row.merged_into === body.id),
  }
}

/** Bodies that are likely one: a name or other name of theirs agrees once case, punctuation and short forms are set aside. */
export async function listLikelyPairs(db: Db, most = 10) {
  const rows = await db
    .selectFrom('organisation')
    .select(['id', 'name', 'other_names'])
    .where('merged_into', 'is', null)
    .orderBy('name')
    .execute()
  const first = new Map<string, { id: string; name: string }>()
  const pairs = new Map<string, { a: { id: string; name: string }; b: { id: string; name: string } }>()
  for (const { id, name, other_names } of rows)
    for (const key of new Set([name, ...other_names].map(normaliseName))) {
      const a = first.get(key)
      if (!a) first.set(key, { id, name })
      else if (key && a.id !== id && pairs.size < most) pairs.set(`${a.id} ${id}`, { a, b: { id, name } })
    }
  return [...pairs.values()]
}
