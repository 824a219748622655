import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import type { Db } from '#src/db/open.ts'

/**
 * What stands beside a proposal: how its last submission ended, whether it was ever approved, and the other proposals about the same entry.
 * @param proposalId null where there is none: only those before it are there
 */
export function findBeside(db: Db, authorityId: string, entryId: string, proposalId: string | null) {
  return db
    .selectNoFrom(eb => [
      jsonObjectFrom(
        eb
          .selectFrom('approval as a')
          .select(['a.number', 'a.state', 'a.submitted_by', 'a.submitted_at', 'a.ended_at', 'a.ended_why'])
          .where('a.authority_id', '=', authorityId)
          .where('a.proposal_id', '=', proposalId)
          .orderBy('a.number', 'desc')
          .limit(1),
      ).as('round'),
      eb
        .exists(
          eb
            .selectFrom('approval as b')
            .select('b.id')
            .where('b.authority_id', '=', authorityId)
            .where('b.proposal_id', '=', proposalId)
            .where('b.state', '=', 'approved'),
        )
        .as('approved'),
      jsonArrayFrom(
        eb
          .selectFrom('proposal as q')
          .select(['q.id', 'q.purpose', 'q.state', 'q.started_by', 'q.started_at'])
          .where('q.authority_id', '=', authorityId)
          .where('q.involvement_id', '=', entryId)
          .where('q.id', 'is distinct from', proposalId)
          .orderBy('q.started_at', 'desc'),
      ).as('others'),
    ])
    .executeTakeFirstOrThrow()
}

export type Beside = Awaited<ReturnType<typeof findBeside>>

/** The last submission of a proposal as it was frozen; undefined where there was none. */
export function findSubmitted(db: Db, authorityId: string, proposalId: string) {
  return db
    .selectFrom('approval')
    .select(['number', 'state', 'content', 'submitted_by', 'submitted_at'])
    .where('authority_id', '=', authorityId)
    .where('proposal_id', '=', proposalId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
}
