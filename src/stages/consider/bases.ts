import { sql } from 'kysely'
import { findProtocol } from '#src/adopted/protocol.ts'
import type { Db } from '#src/db/open.ts'
import { formatDate, monthsAfter } from '#src/domain/dates.ts'
import { type RecordColumns, recordRows } from '#src/partnerships/record.ts'
import type { Facts } from '#src/protocol/facts.ts'
import { reviewMonths } from '#src/protocol/known.ts'
import type { Pack } from '#src/protocol/pack.ts'
import { londonDay } from '#src/web/views.ts'
import type { KeptAssessment } from './queries.ts'
import { type Reassessed, reassess } from './reassess.ts'

/** An entry with the last assessment of its tier and what the same rules make of it today; neither where there is none. */
export type Looked = {
  entry: RecordColumns
  last:
    | {
        assessment: KeptAssessment
        pack: Pack
        now: Reassessed
        /** While a proposal is under way, its own test looks again. */
        underWay: boolean
        /** When the tier's cycle brings its review, ISO, and whether that day has passed. */
        reviewDue: string
        overdue: boolean
      }
    | undefined
}

/** Looks again at the tiers of these entries, by id (SIG-3). @param ids a few hundred; `today` the day, ISO */
export async function lookAgain(
  db: Db,
  authorityId: string,
  ids: readonly string[],
  today: string,
): Promise<Map<string, Looked>> {
  const looked = new Map<string, Looked>()
  const packs = new Map<string, Pack>()
  const bases = new Map((await readBases(db, authorityId, ids)).map(each => [each.id, each]))
  for (const { assessment } of bases.values())
    if (!packs.has(assessment.protocol_id))
      packs.set(assessment.protocol_id, (await findProtocol(db, authorityId, assessment.protocol_id)).pack)
  for (const row of await recordRows(db, authorityId, ids).execute()) {
    const entry = row as RecordColumns
    const base = bases.get(entry.id)
    looked.set(entry.id, {
      entry,
      last: base && lookedAt(base, packs.get(base.assessment.protocol_id)!, entry, today),
    })
  }
  return looked
}

/** What calls for another assessment, in sentences; none where nothing does, while a proposal is under way, or once it is over. */
export function callsFor(looked: Looked): string[] {
  const { entry, last } = looked
  if (entry.stage === 'ended' || entry.stage === 'declined') return []
  const due = last?.overdue && !last.underWay ? [`Its review was due on ${formatDate(last.reviewDue)}`] : []
  return [...due, ...movesIn(looked)]
}

/** Of these, what has moved since the last one. */
export function movesIn({ last }: Looked): string[] {
  if (!last || last.underWay) return []
  const { found, moved } = last.now
  const other = found.tier === last.assessment.found ? [] : [`The rules now find it ${found.tier}`]
  return [...other, ...moved.map(each => each.says)]
}

type BaseRow = {
  id: string
  assessment: KeptAssessment
  approval: { facts: Facts; endedAt: string } | null
  under_way: boolean
}

async function readBases(db: Db, authorityId: string, ids: readonly string[]): Promise<BaseRow[]> {
  const { rows } = await sql<BaseRow>`
    select i.id, to_jsonb(a) as assessment, to_jsonb(p) as approval, exists (select from proposal x
        where x.authority_id = i.authority_id and x.involvement_id = i.id and x.state in ('draft', 'submitted')) as under_way
    from involvement i
    join lateral (select * from assessment x where x.authority_id = i.authority_id
      and x.involvement_id = i.id and x.about = 'tier' order by x.made_at desc, x.id desc limit 1) a on true
    left join lateral (select x.facts, x.ended_at as "endedAt" from approval x where x.authority_id = i.authority_id
      and x.involvement_id = i.id and x.state = 'approved' order by x.ended_at desc limit 1) p on true
    where i.authority_id = ${authorityId} and i.id = any(${ids}::uuid[])`.execute(db)
  return rows
}

function lookedAt(
  { assessment, approval, under_way }: BaseRow,
  pack: Pack,
  entry: RecordColumns,
  today: string,
) {
  const since = approval !== null && new Date(approval.endedAt) > new Date(assessment.made_at)
  const now = reassess(pack, assessment, entry, since ? approval.facts : null, today)
  const assessedOn = londonDay(new Date(assessment.made_at))
  const reviewDue = monthsAfter(assessedOn, reviewMonths(pack, now.made))
  const runs = entry.stage === 'in-place' || entry.stage === 'leaving'
  return { assessment, pack, now, underWay: under_way, reviewDue, overdue: runs && reviewDue < today }
}
