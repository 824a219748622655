import type { Kysely } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { CustomValue, Tables } from '#src/db/tables.ts'
import { type FinancialYear, financialYearFrom } from '#src/domain/dates.ts'
import { londonDay } from '#src/web/views.ts'

/** What an authority's forms offer: its directorates, the priorities of the plans in force, fields of its own, years. */
export type Offer = {
  today: string
  directorates: { id: string; name: string }[]
  priorities: { id: string; title: string; plan: string }[]
  ownFields: OwnField[]
  years: FinancialYear[]
}
export type OwnField = {
  key: string
  heading: string
  type: 'text' | 'number' | 'partial-date' | 'choice' | 'yes-no'
  help: string
  choices: string[]
}
export type Custom = Record<string, CustomValue>

/** Reads what the forms of the connection's authority offer on this day. */
export async function findOffer(db: Kysely<Tables>, now: Date): Promise<Offer> {
  const today = londonDay(now)
  const offered = await db
    .selectNoFrom(eb => [
      jsonArrayFrom(
        eb.selectFrom('directorate').select(['id', 'name']).where('closed_on', 'is', null).orderBy('name'),
      ).as('directorates'),
      jsonArrayFrom(
        eb
          .selectFrom('priority as r')
          .innerJoin('plan as l', join =>
            join.onRef('l.authority_id', '=', 'r.authority_id').onRef('l.id', '=', 'r.plan_id'),
          )
          .select(['r.id', 'r.title', 'l.name as plan'])
          .where('r.retired', '=', false)
          .where('l.starts_on', '<=', today)
          .where(plan => plan.or([plan('l.ends_on', 'is', null), plan('l.ends_on', '>=', today)]))
          .orderBy('l.starts_on', 'desc')
          .orderBy('l.name')
          .orderBy('r.position'),
      ).as('priorities'),
      jsonArrayFrom(
        eb
          .selectFrom('custom_field')
          .select(['key', 'heading', 'type', 'help', 'choices'])
          .where('retired', '=', false)
          .orderBy('position'),
      ).as('ownFields'),
    ])
    .executeTakeFirstOrThrow()
  return { today, ...offered, years: yearsAround(today) }
}

// Far enough back for an old register, far enough ahead for a long agreement.
function yearsAround(today: string): FinancialYear[] {
  const year = Number(today.slice(0, 4))
  return Array.from({ length: 17 }, (_, i) => financialYearFrom(year + 6 - i))
}
