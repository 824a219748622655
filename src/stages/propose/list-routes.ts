import type { FastifyInstance } from 'fastify'
import { type Here, hereOf } from '#src/accounts/here.ts'
import { protocolOn } from '#src/adopted/protocol.ts'
import type { Deps } from '#src/deps.ts'
import { tiers } from '#src/domain/words.ts'
import { findOffer } from '#src/partnerships/entry/choices.ts'
import type { Pack } from '#src/protocol/pack.ts'
import { refOf } from '#src/protocol/questions.ts'
import { list } from '#src/protocol/sentences.ts'
import { pageIn, pagesFor } from '#src/web/paging.ts'
import { formatDay, londonDay } from '#src/web/views.ts'
import {
  hasProposals,
  type ListState,
  listNewMoney,
  listProposals,
  type ProposalFilters,
  type ProposalLine,
  pageSize,
} from './list-queries.ts'
import { listOutOfDate } from './out-of-date.ts'
import { listStates, purposes, resourcedWords } from './words.ts'

/** Every proposal the reader may see, their own first, with who waits for whom (ENT-1, ENT-4). */
export function listRoutes(app: FastifyInstance, { now }: Deps) {
  app.get('/:authority/staff/proposals', { config: { needs: 'see' } }, async (req, reply) => {
    const here = hereOf(req)
    const on = londonDay(now())
    const { directorates } = await findOffer(here.db, now())
    const filters = filtersIn(req.query, directorates)
    const base = `/${here.authority.slug}/staff`
    const approvedToo =
      filters.state === '' || filters.state === 'approved' || filters.state === 'out-of-date'
    const { pack } = await protocolOn(here.db, here.authority.id, on)
    const outOfDate = approvedToo ? await listOutOfDate(here, on) : []
    const lines = await listProposals(here, filters, outOfDate, {
      resource: asking(pack, 'can_resource'),
      budget: asking(pack, 'in_budget'),
    })
    if (lines.length === 0 && filters.page > 1)
      return reply.redirect(`${base}/proposals${addressOf({ ...filters, page: 1 })}`, 303)
    const money = await newMoney(here, lines, pack)
    const total = lines[0]?.total ?? 0
    const pages = Math.max(1, Math.ceil(total / pageSize))
    const shown = lines.map(line => ({
      ...line,
      ...standingOf(line, pack),
      about: purposes[line.purpose],
      pounds: money.get(line.id) ?? line.pounds,
    }))
    return reply.view('stages/propose/list.njk', {
      title: 'Proposals',
      wide: true,
      base,
      mine: shown.filter(line => line.mine),
      others: shown.filter(line => !line.mine),
      total,
      filters,
      filtered: Boolean(filters.state || filters.directorate || filters.tier || filters.resourced),
      resourced: resourcedWords,
      counts: lines[0]?.counts ?? {},
      states: listStates,
      directorates,
      tiers,
      empty: total === 0 && !(await hasProposals(here)),
      mayPropose: here.may('propose'),
      pagination: pagesFor({ page: filters.page, pages }, page => addressOf({ ...filters, page })),
    })
  })
}

function filtersIn(query: unknown, directorates: { id: string }[]): ProposalFilters {
  const { state, directorate, tier, resourced } = (query ?? {}) as Record<string, unknown>
  return {
    state: listStates.find(each => each.value === state)?.value ?? '',
    directorate: directorates.find(each => each.id === directorate)?.id ?? '',
    tier: tiers.find(each => each.value === tier)?.value ?? '',
    resourced: resourcedWords.find(each => each.value === resourced)?.value ?? '',
    page: pageIn(query),
  }
}

function addressOf({ page, ...filters }: ProposalFilters): string {
  const words = Object.entries(filters).filter(([, value]) => value !== '')
  return `?${new URLSearchParams([...words, ...(page > 1 ? [['page', String(page)]] : [])] as [string, string][])}`
}

/** Its status, and who waits for whom. */
function standingOf(line: ProposalLine, pack: Pack): { status: ListState; waits: string } {
  const asked = (id: string) => pack.roles.find(role => role.id === id)?.title ?? id
  if (line.outOfDate) return { status: 'out-of-date', waits: 'To be renewed' }
  switch (line.state) {
    case 'submitted':
      return {
        status: 'submitted',
        waits: waitsFor(line),
      }
    case 'approved':
      return { status: 'approved', waits: '' }
    case 'declined':
      return { status: 'declined', waits: line.endedAt ? `On ${formatDay(line.endedAt)}` : '' }
    default: {
      const came = { changes: 'Sent back for changes', withdrawn: 'Withdrawn' } as const
      const waits = [
        line.cameBack ? `${came[line.cameBack]} on ${formatDay(line.endedAt)}` : `With ${line.startedBy}`,
        ...(line.advisers.length > 0 ? [`waits for advice from ${list(line.advisers.map(asked))}`] : []),
      ]
      return { status: 'draft', waits: waits.join('; ') }
    }
  }
}

function waitsFor({ calledInOn, callInEndsOn, deciders, submittedAt }: ProposalLine): string {
  if (calledInOn) return `Called in on ${formatDay(calledInOn)}`
  if (callInEndsOn) return `Can be called in until ${formatDay(callInEndsOn)}`
  return `Waits for ${list(deciders)}, since ${formatDay(submittedAt)}`
}

/** The questions that ask for a fact, as set.question. */
function asking({ sets }: Pack, fact: string): string[] {
  return sets.flatMap(set => set.questions.filter(each => each.fact === fact).map(each => refOf(set, each)))
}

async function newMoney(here: Here, lines: ProposalLine[], pack: Pack): Promise<Map<string, number>> {
  const drafts = lines.filter(line => line.purpose === 'extend' && line.state === 'draft')
  return listNewMoney(
    here,
    drafts.map(line => line.id),
    asking(pack, 'money_a_year'),
  )
}
