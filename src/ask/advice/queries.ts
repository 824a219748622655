import type { Db } from '#src/db/open.ts'
import type { FrozenProposal } from '#src/db/tables.ts'
import { formatDate } from '#src/domain/dates.ts'
import { NotFound } from '#src/errors.ts'
import type { Pack } from '#src/protocol/pack.ts'
import { londonDay } from '#src/web/views.ts'

/** A question put to a team or a colleague, and what came back; `of` names whom it was put to. */
export type Advice = Row & { of: string }
type Row = Awaited<ReturnType<ReturnType<typeof adviceRows>['execute']>>[number]

/** What was asked about a proposal, in the order in which it was, each with what was added to it; withdrawn ones too (PEO-6). */
export async function listAdvice(db: Db, authorityId: string, proposalId: string, pack: Pack) {
  const rows = await adviceRows(db, authorityId)
    .where('a.subject_id', '=', proposalId)
    .orderBy('a.asked_at')
    .orderBy('a.answered_at')
    .execute()
  return rows.map(row => withName(row, pack))
}

/** What came back on a proposal so far, as it is frozen with it: about which question, from whom and when (PEO-6). */
export async function listAnswered(
  db: Db,
  authorityId: string,
  proposalId: string,
): Promise<FrozenProposal['advice']> {
  const rows = await db
    .selectFrom('advice')
    .select(['question', 'answer', 'answered_by', 'answered_at'])
    .where('authority_id', '=', authorityId)
    .where('subject_id', '=', proposalId)
    .where('state', '=', 'answered')
    .orderBy('answered_at')
    .execute()
  return rows.map(row => ({
    question: row.question,
    from: row.answered_by,
    said: row.answer,
    on: formatDate(londonDay(row.answered_at!)),
  }))
}

/** One of them. @throws NotFound where the entry has no such */
export async function findAdvice(
  db: Db,
  authorityId: string,
  involvementId: string,
  id: string,
  pack: Pack,
): Promise<Advice> {
  const row = await adviceRows(db, authorityId)
    .where('a.id', '=', id)
    .where('a.involvement_id', '=', involvementId)
    .executeTakeFirstOrThrow(() => new NotFound('Nobody was asked this'))
  return withName(row, pack)
}

/** The name of a team as the protocol has it. */
export function teamTitle(pack: Pack, team: string): string {
  return pack.roles.find(role => role.id === team)?.title ?? team
}

const withName = (row: Row, pack: Pack): Advice => ({
  ...row,
  of: row.team ? teamTitle(pack, row.team) : (row.person ?? ''),
})

function adviceRows(db: Db, authorityId: string) {
  return db
    .selectFrom('advice as a')
    .leftJoin('person as p', join =>
      join.onRef('p.authority_id', '=', 'a.authority_id').onRef('p.id', '=', 'a.person_id'),
    )
    .selectAll('a')
    .select(['p.name as person', 'p.account_id as personAccountId'])
    .where('a.authority_id', '=', authorityId)
}
