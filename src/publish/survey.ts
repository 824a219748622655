import { type SqlBool, sql } from 'kysely'
import type { Sight } from '#src/accounts/may.ts'
import type { Db } from '#src/db/open.ts'
import type { Stage } from '#src/domain/words.ts'
import { isUnchanged, type Practice, type Prepared, prepareEntries } from './prepare.ts'
import type { PublicationState } from './state.ts'

/** An entry in the keeper's list of what is public. `gone`: it was merged away or removed, and is public still. */
export type Line = {
  id: string
  reference: string
  name: string
  stage: Stage
  gone: boolean
  state: PublicationState
  at: Date | null
  number: number
}

/** What the list is asked for. `show` is a state, or what only looking at the entries tells. */
export type Wanted = { q: string; stage: string; show: PublicationState | 'changed' | 'waiting' | '' }

/** A line with what comparing the entry with its copy tells. */
export type Compared = Line & { changed: boolean; undecided: string[] }

export type Asking = { db: Db; authorityId: string; sight: Sight }

/** Every entry that is or could be public, by reference, within what the reader may publish. */
export async function listLines({ db, authorityId, sight }: Asking, wanted: Wanted): Promise<Line[]> {
  const rows = await db
    .selectFrom('register_entry as e')
    .leftJoinLateral(
      eb =>
        eb
          .selectFrom('publication as p')
          .select(['p.act', 'p.at', 'p.number'])
          .whereRef('p.authority_id', '=', 'e.authority_id')
          .whereRef('p.involvement_id', '=', 'e.involvement_id')
          .orderBy('p.number', 'desc')
          .limit(1)
          .as('latest'),
      join => join.onTrue(),
    )
    .select(['e.involvement_id as id', 'e.reference', 'e.name', 'e.stage', 'latest.act', 'latest.at'])
    .select(['latest.number', sql<boolean>`e.merged or e.removed`.as('gone')])
    .where('e.authority_id', '=', authorityId)
    .where(sql<SqlBool>`((not e.merged and not e.removed) or latest.act = 'published')`)
    .$if(sight !== 'all', query => query.where(seenBy(sight)))
    .$if(wanted.q !== '', query =>
      query.where(
        sql<SqlBool>`(position(plain(${wanted.q}) in e.names_text) > 0 or position(plain(${wanted.q}) in plain(e.reference)) > 0)`,
      ),
    )
    .$if(wanted.stage !== '', query => query.where('e.stage', '=', wanted.stage as Stage))
    .orderBy('e.reference')
    .execute()
  const state = wanted.show === 'changed' ? 'published' : wanted.show === 'waiting' ? '' : wanted.show
  return rows
    .map(({ act, number, ...row }) => ({
      ...row,
      state: act ?? ('unpublished' as const),
      number: number ?? 0,
    }))
    .filter(line => state === '' || line.state === state)
}

/** Those of the lines that publishing everything means: what was withdrawn stays so until someone publishes it again. */
export function publishable(lines: readonly Line[]): Line[] {
  return lines.filter(line => !line.gone && (line.state === 'unpublished' || line.state === 'published'))
}

/** Looks at each entry of these lines and tells what its publication would change, some hundreds at a time. */
export async function compare(
  db: Db,
  practice: Practice,
  lines: readonly Line[],
  day: string,
): Promise<Compared[]> {
  const compared: Compared[] = []
  for (let i = 0; i < lines.length; i += atOnce) {
    const some = lines.slice(i, i + atOnce)
    const ids = some.map(line => line.id)
    const prepared = new Map<string, Prepared>()
    for (const each of await prepareEntries(db, practice, ids, day))
      prepared.set(each.record.involvementId, each)
    compared.push(
      ...some.map(line => {
        const entry = prepared.get(line.id)
        const changed = line.state === 'published' && entry !== undefined && !isUnchanged(entry)
        return { ...line, changed, undecided: line.gone ? [] : (entry?.undecided ?? []) }
      }),
    )
    await new Promise(setImmediate)
  }
  return compared
}

const atOnce = 200

function seenBy(sight: Sight) {
  if (sight === 'all') return sql<SqlBool>`true`
  return sql<SqlBool>`(e.directorate_id = any(${sight.directorateIds}::uuid[])
    or e.involvement_id = any(${sight.involvementIds}::uuid[]))`
}
