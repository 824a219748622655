import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import type { FieldChange } from '#src/db/tables.ts'
import { formatDate } from '#src/domain/dates.ts'
import { formatDay } from '#src/web/views.ts'
import type { Round, RoundDecision } from './round.ts'

/**
 * Who named the deputies that decided, when and for which days, by decision: as the trail tells it up to the moment of the
 * decision, whatever became of the post since (APP-5, APP-6). One query for all, and none where no deputy decided.
 */
export async function listDeputies(
  db: Db,
  authorityId: string,
  rounds: readonly Round[],
): Promise<Record<string, string[]>> {
  const acted = rounds.flatMap(round =>
    round.decisions
      .filter(decision => decision.deputy)
      .map(decision => ({ decision, posts: round.seats.flatMap(seat => seat.post_ids) })),
  )
  if (acted.length === 0) return {}
  const events = await listNamings(
    db,
    authorityId,
    acted.flatMap(each => each.posts),
  )
  return Object.fromEntries(
    acted.map(({ decision, posts }) => [
      decision.id,
      namedFor(
        decision,
        events.filter(each => posts.includes(each.postId)),
      ),
    ]),
  )
}

type Naming = { postId: string; title: string; at: Date; by: string; changes: FieldChange[] }

async function listNamings(db: Db, authorityId: string, posts: readonly string[]): Promise<Naming[]> {
  const { rows } = await sql<Naming>`
    select t.id as "postId", t.title, e.at, e.payload -> 'actor' ->> 'name' as by, held.changes
    from event e
    join post t on t.authority_id = e.authority_id and t.id = e.subject_id
    cross join lateral (select jsonb_agg(x.change order by x.n) as changes
      from jsonb_array_elements(e.payload -> 'changes') with ordinality as x(change, n)
      where x.change ->> 'table' = 'post_holding') held
    where e.authority_id = ${authorityId} and e.subject_type = 'post' and e.subject_id = any (${[...new Set(posts)]}::uuid[])
      and held.changes is not null
    order by e.at, e.id`.execute(db)
  return rows
}

type Holding = Record<string, unknown> & { title: string; named: string; changed: string }

function namedFor(decision: RoundDecision, events: readonly Naming[]): string[] {
  const holdings = new Map<string, Holding>()
  for (const { title, at, by, changes } of events.filter(each => each.at <= decision.entered_at)) {
    const said = `by ${by} on ${formatDay(at)}`
    for (const { id, field, after } of changes) {
      const known = holdings.get(id)
      const holding = known ?? { title, named: said, changed: '' }
      holdings.set(id, { ...holding, [field]: after, changed: holding.named === said ? '' : said })
    }
  }
  const found = [...holdings.values()].filter(each => wasDeputy(each, decision))
  return found.length > 0 ? found.map(sentenceOf) : ['Who named the deputy is not on record.']
}

function wasDeputy({ person_id, deputy, starts_on, ends_on }: Holding, decision: RoundDecision): boolean {
  const { decided_on } = decision
  const days = String(starts_on) <= decided_on && (!ends_on || String(ends_on) >= decided_on)
  return person_id === decision.person_id && deputy === true && days
}

function sentenceOf({ title, named, changed, starts_on, ends_on }: Holding): string {
  const from = formatDate(String(starts_on))
  const days = ends_on ? `from ${from} to ${formatDate(String(ends_on))}` : `from ${from}, without a last day`
  return `Named deputy for the ${title} ${named}, ${days}${changed ? `, as changed ${changed}` : ''}.`
}
