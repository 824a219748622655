import { sql } from 'kysely'
import type { Here } from '#src/accounts/here.ts'
import type { Sight } from '#src/accounts/may.ts'
import { protocolOn } from '#src/adopted/protocol.ts'
import type { Stage } from '#src/domain/words.ts'
import { factsOf } from '#src/partnerships/case/facts.ts'
import type { Value } from '#src/protocol/facts.ts'
import { londonDay } from '#src/web/views.ts'
import { type Looked, lookAgain, movesIn } from './bases.ts'

/** One line of the schedule of significant partnerships (SIG-4). */
export type Scheduled = {
  reference: string
  name: string
  directorate: string
  stage: Stage
  /** Why it is significant, in a sentence. */
  says: string
  overridden: boolean
  /** Pounds in the dearest year; null where it is not known. */
  money: number | null
  /** Before any control; null where nobody has assessed it. */
  risk: 'low' | 'medium' | 'high' | null
  sponsor: string
  /** ISO days; null where nobody has assessed it here. */
  assessedOn: string | null
  reviewDue: string | null
  overdue: boolean
  /** What calls for another assessment; none where nothing does. */
  again: string[]
}

/**
 * The significant partnerships the reader may see, by name, each with its risk (SIG-4).
 * @param sight which entries; `today` the day, ISO
 */
export async function listScheduled(
  { db, authority }: Here,
  sight: Sight,
  directorate: string | null,
  today: string,
): Promise<Scheduled[]> {
  const { pack } = await protocolOn(db, authority.id, today)
  const lines = await significant({ db, authority }, sight, directorate, pack.definition.covers)
  const scheduled: Scheduled[] = []
  for (let from = 0; from < lines.length; from += lookedAtOnce) {
    const some = lines.slice(from, from + lookedAtOnce)
    const ids = some.map(each => each.id)
    const looked = await lookAgain(db, authority.id, ids, today)
    scheduled.push(...some.map(line => scheduledFrom(line, looked.get(line.id)!, today)))
  }
  return scheduled
}

// Whole records: so many in memory at a time.
const lookedAtOnce = 200

type Line = {
  id: string
  reference: string
  name: string
  directorate: string
  stage: Stage
  sponsor: string
}

async function significant(
  { db, authority }: Pick<Here, 'db' | 'authority'>,
  sight: Sight,
  directorate: string | null,
  covered: readonly string[],
): Promise<Line[]> {
  const seen =
    sight === 'all'
      ? sql`true`
      : sql`(e.directorate_id = any(${sight.directorateIds}::uuid[]) or e.involvement_id = any(${sight.involvementIds}::uuid[]))`
  const { rows } = await sql<Line>`
    select e.involvement_id as id, e.reference, e.name, e.directorate, e.stage, e.sponsor
    from register_entry e
    where e.authority_id = ${authority.id} and e.tier = 'significant' and not e.merged and not e.removed
      and e.kind = any(${covered}::text[]) and e.stage in ('considered', 'proposed', 'approved', 'in-place', 'leaving')
      and ${directorate ? sql`e.directorate_id = ${directorate}` : sql`true`} and ${seen}
    order by e.name collate "und-x-icu", e.reference`.execute(db)
  return rows
}

function scheduledFrom({ id: _, ...line }: Line, looked: Looked, today: string): Scheduled {
  const { entry, last } = looked
  if (!last)
    return {
      ...line,
      says: 'The register says so; nobody has assessed it here',
      overridden: false,
      money: amount(factsOf(entry, false).money_a_year),
      risk: null,
      assessedOn: null,
      reviewDue: null,
      overdue: false,
      again: [],
    }
  const { assessment, now, reviewDue } = last
  const assessedOn = londonDay(new Date(assessment.made_at))
  const { money_a_year, inherent_risk } = now.made.facts
  const overridden = assessment.cause === 'override'
  return {
    ...line,
    says: overridden ? assessment.why : assessment.says,
    overridden,
    money: amount(money_a_year),
    risk: (inherent_risk as Scheduled['risk'] | undefined) ?? null,
    assessedOn,
    reviewDue,
    overdue: reviewDue < today,
    again: movesIn(looked),
  }
}

const amount = (value: Value | undefined) => (typeof value === 'number' ? value : null)
