import { sql } from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import { type Adopted, findProtocol, protocolOn } from '#src/adopted/protocol.ts'
import type { Db } from '#src/db/open.ts'
import type { ProposalPurpose, ProposalState } from '#src/db/tables.ts'
import type { RecordColumns } from '#src/partnerships/record.ts'
import { answersUnder } from '#src/protocol/carried.ts'
import type { Facts } from '#src/protocol/facts.ts'
import { type Case, caseOf } from '#src/protocol/known.ts'
import { type Moved, movedSince } from '#src/protocol/moved.ts'
import type { Answer, Answers } from '#src/protocol/questions.ts'
import { refOf } from '#src/protocol/questions.ts'
import type { Waivers } from '#src/protocol/requirements.ts'
import { type AnswersKept, answersIn } from './answer-rows.ts'
import { factsOf } from './facts.ts'
import { answersOfFields } from './fields.ts'

/** A proposal as its pages know it. */
export type Proposal = {
  id: string
  version: number
  purpose: ProposalPurpose
  state: ProposalState
  protocolId: string
  changes: string
  pagesDone: string[]
  accountId: string | null
  startedBy: string
  startedAt: Date
  evidencedBy: string
  evidencedOn: string | null
  evidence: string
  /** Each answer with the row it stands in, by set.question. */
  answers: AnswersKept
}

/**
 * An approval that was given: what it covered, and what has moved since: it is out of date while there is any (APP-6).
 * `awaited` is what an extension agreed to and the register does not hold yet.
 */
export type Covering = {
  id: string
  proposalId: string
  facts: Facts
  endedAt: Date
  moved: Moved[]
  awaited: Moved[]
}

/** Everything the protocol makes of one entry. */
export type EntryCase = {
  /** The proposal whose answers count, if there is one. */
  proposal: Proposal | null
  /** The protocol it is judged by: the proposal's own, else the one in force. */
  protocol: Adopted
  made: Case
  waivers: Waivers
  /** What was answered of the entry itself, on the registration form. */
  registered: AnswersKept
  /** The last approval given for it that still stands, or null. */
  approval: Covering | null
  /** Who set another tier than the rules find, and why; null where the rules decide (SIG-2). */
  overridden: { by: string; why: string } | null
}

/**
 * What the protocol makes of an entry. In a draft the tier follows the facts; afterwards it is the one assessed.
 * @param which 'open': the proposal under way counts before the one that stands; 'standing': only what was approved or recorded, where there is any
 * @param on the day, ISO
 * @param under a protocol to judge it by in place of its proposal's own: what moving to it would make of it
 */
export async function findCase(
  db: Db,
  authorityId: string,
  entry: RecordColumns,
  on: string,
  which: 'open' | 'standing' = 'open',
  under?: Adopted,
): Promise<EntryCase> {
  const [found] = await listCases(db, authorityId, [entry], on, which, under)
  return found!
}

/** The same of several entries, in their order, with one look at what is kept of them all. */
export async function listCases(
  db: Db,
  authorityId: string,
  entries: readonly RecordColumns[],
  on: string,
  which: 'open' | 'standing',
  under?: Adopted,
): Promise<EntryCase[]> {
  const ids = entries.map(each => each.id)
  const kept = new Map((await read(db, authorityId, ids)).map(row => [row.id, row]))
  const protocols = new Map<string | null, Adopted>()
  const cases: EntryCase[] = []
  for (const entry of entries) {
    const row = kept.get(entry.id)!
    const proposal = countingOf(row.proposals, which)
    const id = proposal?.protocol_id ?? null
    const protocol =
      protocols.get(id) ??
      (await (id === null ? protocolOn(db, authorityId, on) : findProtocol(db, authorityId, id)))
    protocols.set(id, protocol)
    cases.push(entryCase(entry, row, proposal ? proposalOf(proposal) : null, protocol, on, under))
  }
  return cases
}

// The proposal whose answers count.
function countingOf(proposals: readonly ProposalRow[], which: 'open' | 'standing') {
  const open = proposals.find(each => each.state === 'draft' || each.state === 'submitted')
  const stands = proposals.find(each => each.state === 'approved' || each.state === 'recorded')
  return (which === 'open' ? (open ?? stands) : (stands ?? open)) ?? proposals[0]
}

function entryCase(
  entry: RecordColumns,
  { proposals, approvals, waivers, assessed, registered: rows }: KeptRow,
  proposal: Proposal | null,
  own: Adopted,
  on: string,
  protocol = own,
): EntryCase {
  const [last] = approvals
  // What was approved and then opened again, declined or dropped is approved no more.
  const approval = last?.proposalState === 'approved' ? last : null
  const underWay = proposal?.state === 'draft' || proposal?.state === 'submitted'
  const tier = proposal?.state === 'draft' && assessed?.cause !== 'override' ? null : entry.tier
  const registered = answersIn(rows)
  const given = { ...registered, ...answersUnder(own.pack, protocol.pack, proposal?.answers ?? {}) }
  const answers = withFields(given, answersOfFields(protocol.pack, entry))
  const caseWith = (approved: boolean) => {
    const held = { ...factsOf(entry, approved), ...(tier ? { tier } : {}) }
    const wins = proposal?.purpose === 'extend' && underWay
    return caseWhere(protocol, held, answers, on, wins)
  }
  const unapproved = caseWith(false)
  const differs = approval ? movedSince(protocol.pack, approval.facts, unapproved.facts) : []
  const before = approval?.before ? movedSince(protocol.pack, approval.before, unapproved.facts) : differs
  const [moved, awaited] = [
    differs.filter(each => before.some(other => other.fact === each.fact)),
    differs.filter(each => !before.some(other => other.fact === each.fact)),
  ]
  const covers = approval !== null && moved.length === 0 && !underWay
  // Of what was in place before; an approval that was taken back evidences nothing.
  const recorded = proposals.some(each => each.state === 'recorded' && each.evidenced_by !== '')
  const evidenced = entry.approval_evidenced && last === undefined && recorded
  return {
    proposal,
    protocol,
    registered,
    made: covers || evidenced ? caseWith(true) : unapproved,
    overridden: assessed?.cause === 'override' ? { by: assessed.by, why: assessed.why } : null,
    waivers: Object.fromEntries(waivers.map(each => [each.requirement, waivedSaid(each)])),
    approval: approval && {
      id: approval.id,
      proposalId: approval.proposalId,
      facts: approval.facts,
      endedAt: new Date(approval.endedAt!),
      moved,
      awaited,
    },
  }
}

function waivedSaid({ reason, allowed_by }: { reason: string; allowed_by: string }): string {
  return allowed_by ? `${reason} (allowed by ${allowed_by})` : reason
}

// What stands in a field of the register answers the question that names it; its note and evidence stay the proposal's.
function withFields(given: Answers, fields: Record<string, Answer>): Answers {
  const answered = Object.entries(fields).map(([ref, { value }]) => {
    const { notRelevant: _, ...rest } = given[ref] ?? {}
    return [ref, { ...rest, value }] as [string, Answer]
  })
  return { ...given, ...Object.fromEntries(answered) }
}

// What the register holds counts before an answer, except in an extension, which is about what the register shall hold.
function caseWhere(protocol: Adopted, held: Facts, given: Answers, on: string, answersWin: boolean): Case {
  if (answersWin) return caseOf(protocol.pack, held, given, on)
  const answers: Record<string, Answer> = { ...given }
  for (const set of protocol.pack.sets)
    for (const question of set.questions) {
      const answer = answers[refOf(set, question)]
      if (!answer || question.fact === undefined || held[question.fact] === undefined) continue
      const { value: _, ...rest } = answer
      answers[refOf(set, question)] = rest
    }
  return caseOf(protocol.pack, held, answers, on)
}

function read(db: Db, authorityId: string, involvementIds: readonly string[]) {
  return db
    .selectFrom('involvement as i')
    .select('i.id')
    .select(eb => [
      jsonArrayFrom(
        eb
          .selectFrom('proposal as p')
          .selectAll('p')
          .select(inner =>
            jsonArrayFrom(
              inner
                .selectFrom('answer as a')
                .selectAll('a')
                .whereRef('a.authority_id', '=', 'p.authority_id')
                .whereRef('a.subject_id', '=', 'p.id'),
            ).as('answers'),
          )
          .where('p.authority_id', '=', authorityId)
          .whereRef('p.involvement_id', '=', 'i.id')
          .where('p.state', '<>', 'dropped')
          .orderBy('p.started_at', 'desc'),
      ).as('proposals'),
      jsonArrayFrom(
        eb
          .selectFrom('answer as r')
          .selectAll('r')
          .whereRef('r.authority_id', '=', 'i.authority_id')
          .whereRef('r.subject_id', '=', 'i.id'),
      ).as('registered'),
      jsonArrayFrom(
        eb
          .selectFrom('approval as a')
          .innerJoin('proposal as its', join =>
            join.onRef('its.authority_id', '=', 'a.authority_id').onRef('its.id', '=', 'a.proposal_id'),
          )
          .select(['a.id', 'a.proposal_id as proposalId', 'a.facts', 'a.ended_at as endedAt'])
          .select('its.state as proposalState')
          .select(sql<Facts | null>`nullif(a.content -> 'before', 'null')`.as('before'))
          .where('a.authority_id', '=', authorityId)
          .whereRef('a.involvement_id', '=', 'i.id')
          .where('a.state', '=', 'approved')
          .orderBy(sql`${sql.ref('its.state')} = 'approved'`, 'desc')
          .orderBy('a.ended_at', 'desc')
          .limit(1),
      ).as('approvals'),
      jsonArrayFrom(
        eb
          .selectFrom('waiver as w')
          .select(['w.requirement', 'w.reason', 'w.allowed_by'])
          .where('w.authority_id', '=', authorityId)
          .whereRef('w.involvement_id', '=', 'i.id')
          .where('w.withdrawn_at', 'is', null),
      ).as('waivers'),
      jsonObjectFrom(
        eb
          .selectFrom('assessment as s')
          .select(['s.cause', 's.result', 's.why', 's.made_by as by'])
          .where('s.authority_id', '=', authorityId)
          .whereRef('s.involvement_id', '=', 'i.id')
          .where('s.about', '=', 'tier')
          .orderBy('s.made_at', 'desc')
          .limit(1),
      ).as('assessed'),
    ])
    .where('i.authority_id', '=', authorityId)
    .where('i.id', '=', sql<string>`any(${involvementIds}::uuid[])`)
    .execute()
}

type KeptRow = Awaited<ReturnType<typeof read>>[number]
type ProposalRow = KeptRow['proposals'][number]

function proposalOf(row: ProposalRow): Proposal {
  return {
    id: row.id,
    version: row.version,
    purpose: row.purpose,
    state: row.state,
    protocolId: row.protocol_id,
    changes: row.changes,
    pagesDone: row.pages_done,
    accountId: row.account_id,
    startedBy: row.started_by,
    startedAt: new Date(row.started_at),
    evidencedBy: row.evidenced_by,
    evidencedOn: row.evidenced_on,
    evidence: row.evidence,
    answers: answersIn(row.answers),
  }
}
