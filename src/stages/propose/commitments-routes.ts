import type { FastifyInstance } from 'fastify'
import type { Deps } from '#src/deps.ts'
import { financialYearFrom, financialYearOf } from '#src/domain/dates.ts'
import type { Entry } from '#src/partnerships/entry/queries.ts'
import { plain, pounds } from '#src/protocol/facts.ts'
import { list } from '#src/protocol/sentences.ts'
import { findCommitments, most, type YearGiven } from './commitments-queries.ts'
import { type Address, headOf, type OpenProposal, openProposal } from './open.ts'

const path = '/:authority/staff/partnerships/:ref/proposal/commitments'

/** What we have promised already to partnerships that draw on the same directorate and people (ENT-4). */
export function commitmentsRoutes(app: FastifyInstance, deps: Deps) {
  app.get<Address>(path, { config: { needs: 'see' } }, async (req, reply) => {
    const open = await openProposal(req, deps)
    const { here, entry, base, staff, on } = open
    const ours = givenBy(entry)
    const years = ours.length > 0 ? ours.map(each => each.year) : yearsFrom(on)
    const { draws, totals, count } = await findCommitments(here, entry, years)
    return reply.view('stages/propose/commitments.njk', {
      ...headOf(open, 'What we have promised already'),
      wide: true,
      back: base,
      staff,
      base,
      years: years.map(year => together(year, ours, totals)),
      asked: askedIn(open),
      named: Boolean(entry.directorate_id) || entry.appointments.length > 0,
      draws: draws.map(each => ({
        ...each,
        why: [...(each.sameDirectorate ? ['the directorate'] : []), ...each.people],
        days: each.given.reduce((sum, year) => added(sum, year.days), null as number | null),
        unbudgeted: each.given.reduce((sum, year) => sum + year.unbudgeted, 0),
      })),
      more: Math.max(0, count - most),
    })
  })
}

/** What an extension asks for, which the register does not hold yet; '' for any other proposal. */
function askedIn({ proposal, entryCase }: OpenProposal): string {
  if (proposal?.purpose !== 'extend') return ''
  const { money_a_year: money, officer_days_a_year: days } = entryCase.made.facts
  return list([
    ...(typeof money === 'number' ? [`${pounds(money)} a year`] : []),
    ...(typeof days === 'number' ? [`${plain(days)} officer days a year`] : []),
  ])
}

function givenBy({ commitments }: Entry): YearGiven[] {
  const years = new Map<string, YearGiven>()
  for (const { year, type, pence, budgeted, days } of commitments) {
    if (type === 'in-kind') continue
    const so = years.get(year) ?? { year, pence: 0, unbudgeted: 0, days: null }
    years.set(year, {
      year,
      pence: so.pence + (pence ?? 0),
      unbudgeted: so.unbudgeted + (budgeted === false ? (pence ?? 0) : 0),
      days: added(so.days, days === null ? null : Number(days)),
    })
  }
  return [...years.values()].sort((a, b) => a.year.localeCompare(b.year))
}

function together(year: string, ours: readonly YearGiven[], totals: readonly YearGiven[]) {
  const none = { year, pence: 0, unbudgeted: 0, days: null }
  const own = ours.find(each => each.year === year) ?? none
  const others = totals.find(each => each.year === year) ?? none
  return { year, own, others, pence: own.pence + others.pence, days: added(own.days, others.days) }
}

// The year of the day and the one after it, where the proposal says nothing of years.
function yearsFrom(on: string): string[] {
  const year = financialYearOf(on)
  return [year, financialYearFrom(Number(year.slice(0, 4)) + 1)]
}

// Time that nobody has counted is not the same as none.
function added(one: number | null, other: number | null): number | null {
  return one === null ? other : one + (other ?? 0)
}
