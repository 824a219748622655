import type { Db } from '#src/db/open.ts'
import type { FrozenProposal } from '#src/db/tables.ts'
import { waivedSaid } from '#src/decide/outcome-words.ts'
import { progressOf } from '#src/decide/progress.ts'
import { listRounds, type Round } from '#src/decide/round.ts'
import { readyToSubmit } from '#src/decide/submit.ts'
import { NotFound } from '#src/errors.ts'
import { findCase } from '#src/partnerships/case/case.ts'
import type { Entry } from '#src/partnerships/entry/queries.ts'
import type { Facts } from '#src/protocol/facts.ts'
import type { Pack } from '#src/protocol/pack.ts'
import { londonDay } from '#src/web/views.ts'

/** The headings of one decision report, as the protocol or the authority itself sets them. */
export type Layout = { id: string; title: string; headings: { id: string; title: string }[] }

/** Everything a decision report is made from: the frozen proposal, and what was decided about it so far. */
export type ReportSource = {
  authority: string
  proposalId: string
  /** Whether the proposal is still a draft: its figures may change. */
  draft: boolean
  /** Whether its texts may still be changed: it is not decided. */
  open: boolean
  submitted: { number: number; by: string; at: Date; hash: string } | null
  earlier: { at: Date; state: string }[]
  /** The steps still to come. */
  ahead: string[]
  /** The steps that were waived: on whose word, and why. */
  waived: string[]
  decisions: Awaited<ReturnType<typeof listRounds>>[number]['decisions']
  content: FrozenProposal
  facts: Facts
  layouts: Layout[]
  startedBy: string
}

/**
 * What the decision reports of an entry are made from (APP-7): the proposal as it was last submitted, or as it stands.
 * @throws NotFound where nothing was ever proposed
 */
export async function findSource(
  db: Db,
  authority: { id: string; name: string },
  entry: Entry,
  at: Date,
): Promise<ReportSource> {
  const on = londonDay(at)
  const entryCase = await findCase(db, authority.id, entry, on)
  const { proposal, protocol } = entryCase
  const all = await listRounds(db, authority.id, { involvementId: entry.id }, on)
  const current = proposal?.purpose === 'existing' ? null : proposal
  const proposalId = current?.id ?? all[0]?.proposal_id
  if (!proposalId) throw new NotFound('Nothing is proposed here')
  const rounds = all.filter(round => round.proposal_id === proposalId)
  const draft = current?.state === 'draft' || rounds.length === 0
  const [last] = rounds
  const content = draft ? (await readyToSubmit(db, authority.id, entry, null, at)).frozen : last!.content
  return {
    authority: authority.name,
    proposalId,
    draft,
    open: current?.state === 'draft' || current?.state === 'submitted',
    submitted: draft
      ? null
      : {
          number: last!.number,
          by: last!.submitted_by,
          at: last!.submitted_at,
          hash: last!.content_hash,
        },
    earlier: (draft ? rounds : rounds.slice(1)).map(round => ({
      at: round.submitted_at,
      state: round.state,
    })),
    ahead: draft ? content.route.map(stepSaid) : stepsAhead(last!, on),
    waived: draft ? [] : stepsWaived(last!),
    decisions: draft ? [] : last!.decisions,
    content,
    facts: draft ? entryCase.made.facts : last!.facts,
    layouts: await listLayouts(db, authority.id, protocol.pack),
    startedBy: current?.startedBy ?? last!.submitted_by,
  }
}

/** The reports an authority can make: the protocol's, with its own headings where it changed them. */
export async function listLayouts(db: Db, authorityId: string, pack: Pack): Promise<Layout[]> {
  const own = await db
    .selectFrom('report_layout')
    .select(['report', 'title', 'headings'])
    .where('authority_id', '=', authorityId)
    .execute()
  return pack.reports.map(({ id, title, headings }) => {
    const changed = own.find(each => each.report === id)
    return changed ? { id, title: changed.title, headings: changed.headings } : { id, title, headings }
  })
}

/** What was written under the headings of a report, by heading. */
export type Part = Awaited<ReturnType<typeof listParts>>[number]

/** What was written under the headings of a proposal's report. */
export function listParts(db: Db, authorityId: string, proposalId: string, report: string) {
  return db
    .selectFrom('report_part')
    .select(['id', 'version', 'heading', 'body', 'exempt_body', 'exempt_paragraph', 'none_confirmed_by'])
    .where('authority_id', '=', authorityId)
    .where('proposal_id', '=', proposalId)
    .where('report', '=', report)
    .execute()
}

/** The reports that someone began to write for a proposal, by id; none where nobody wrote in any. */
export async function listBegun(db: Db, authorityId: string, proposalId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('report_part')
    .select('report')
    .distinct()
    .where('authority_id', '=', authorityId)
    .where('proposal_id', '=', proposalId)
    .execute()
  return rows.map(row => row.report)
}

/** The title of an open post as the directory writes it; undefined where none is called so. @param on the day, ISO */
export async function findPostCalled(db: Db, authorityId: string, title: string, on: string) {
  const row = await db
    .selectFrom('post')
    .select('title')
    .where('authority_id', '=', authorityId)
    .where(eb => eb(eb.fn('lower', ['title']), '=', title.toLowerCase()))
    .where(eb => eb.or([eb('closed_on', 'is', null), eb('closed_on', '>', on)]))
    .limit(1)
    .executeTakeFirst()
  return row?.title
}

function stepsAhead(round: Round, on: string): string[] {
  return progressOf(round, on)
    .steps.filter(step => step.state !== 'done')
    .map(({ title, need, seats, state }) => {
      const step = stepSaid({ title, need, deciders: seats.map(seat => ({ title: seat.role_title })) })
      if (state === 'call-in') return `${step}, until the call-in period is over`
      return state === 'called-in' ? `${step}, again after the call-in` : step
    })
}

function stepsWaived({ seats }: Round): string[] {
  return seats
    .filter(seat => seat.waived_by !== '' && seat.dropped_at === null)
    .map(seat => `${seat.title}, ${seat.role_title}: ${waivedSaid(seat)}`)
}

function stepSaid(step: { title: string; need: 'all' | 'any'; deciders: { title: string }[] }): string {
  const who = step.deciders.map(each => each.title).join(step.need === 'any' ? ' or ' : ' and ')
  return step.title.includes(who) ? step.title : `${step.title}: ${who}`
}
