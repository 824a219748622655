import { sql } from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import { holdersOf, recordersOf } from '#src/adopted/fillings.ts'
import type { Db } from '#src/db/open.ts'
import { NotFound } from '#src/errors.ts'

/** One submission with its frozen route, what was decided on it, and who can act on each seat that day. */
export type Round = Awaited<ReturnType<typeof listRounds>>[number]
export type RoundSeat = Round['seats'][number]
export type RoundDecision = Round['decisions'][number]

/**
 * The submissions of an involvement, the newest first (APP-6). A seat says who holds its posts, or records for its
 * committee, on the day.
 * @param on the day, ISO
 */
export async function listRounds(db: Db, authorityId: string, which: { involvementId: string }, on: string) {
  const rows = await rounds(db, authorityId, on)
    .where('a.involvement_id', '=', which.involvementId)
    .orderBy('a.submitted_at', 'desc')
    .execute()
  return rows.map(whole)
}

/** One submission. @throws NotFound */
export async function findRound(db: Db, authorityId: string, id: string, on: string): Promise<Round> {
  const row = await rounds(db, authorityId, on).where('a.id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound('No such submission')
  return whole(row)
}

/** The submission that is being decided for an involvement, or undefined. */
export async function findRunning(
  db: Db,
  authorityId: string,
  involvementId: string,
  on: string,
): Promise<Round | undefined> {
  const row = await rounds(db, authorityId, on)
    .where('a.involvement_id', '=', involvementId)
    .where('a.state', 'in', ['running', 'call-in', 'called-in'])
    .executeTakeFirst()
  return row && whole(row)
}

function rounds(db: Db, authorityId: string, on: string) {
  return db
    .selectFrom('approval as a')
    .innerJoin('proposal as p', join =>
      join.onRef('p.authority_id', '=', 'a.authority_id').onRef('p.id', '=', 'a.proposal_id'),
    )
    .selectAll('a')
    .select(['p.purpose'])
    .select(eb => [
      jsonArrayFrom(
        eb
          .selectFrom('approval_seat as s')
          .selectAll('s')
          .select(inner => [
            jsonArrayFrom(
              inner
                .selectFrom('post')
                .select(['post.id', 'post.title', 'post.closed_on'])
                .select(holdersOf('post', on).as('holders'))
                .whereRef('post.authority_id', '=', 's.authority_id')
                .where(sql<boolean>`post.id = any(s.post_ids)`)
                .orderBy('post.title'),
            ).as('posts'),
            jsonObjectFrom(
              inner
                .selectFrom('committee as c')
                .select(['c.id', 'c.name', 'c.closed_on'])
                .select(recordersOf('c', on).as('recorders'))
                .whereRef('c.authority_id', '=', 's.authority_id')
                .whereRef('c.id', '=', 's.committee_id'),
            ).as('committee'),
          ])
          .whereRef('s.authority_id', '=', 'a.authority_id')
          .whereRef('s.approval_id', '=', 'a.id')
          .orderBy('s.step')
          .orderBy('s.id'),
      ).as('seats'),
      jsonArrayFrom(
        eb
          .selectFrom('decision as d')
          .selectAll('d')
          .select(inner =>
            jsonArrayFrom(
              inner
                .selectFrom('action as x')
                .selectAll('x')
                .whereRef('x.authority_id', '=', 'd.authority_id')
                .whereRef('x.cause_id', '=', 'd.id')
                .where('x.cause_type', '=', 'condition')
                .orderBy('x.due_on')
                .orderBy('x.id'),
            ).as('conditions'),
          )
          .whereRef('d.authority_id', '=', 'a.authority_id')
          .whereRef('d.approval_id', '=', 'a.id')
          .orderBy('d.entered_at')
          .orderBy('d.id'),
      ).as('decisions'),
      // Nobody who ever put this proposal forward decides on it.
      jsonArrayFrom(
        eb
          .selectFrom('person as own')
          .select(['own.id as personId', 'own.account_id as accountId'])
          .whereRef('own.authority_id', '=', 'a.authority_id')
          .where(
            sql<boolean>`(own.account_id = any(array(select unnest(proposed_by(a.authority_id, a.proposal_id))))
              or own.id = any(array(select r.person_id from approval r
                where r.authority_id = a.authority_id and r.proposal_id = a.proposal_id)))`,
          ),
      ).as('proposers'),
      sql<string[]>`proposed_by(a.authority_id, a.proposal_id)::text[]`.as('proposing'),
      sql<string[]>`array(select n.name from account n
        where n.id = any(proposed_by(a.authority_id, a.proposal_id)) order by n.name)`.as('names'),
    ])
    .where('a.authority_id', '=', authorityId)
}

type Row = Awaited<ReturnType<ReturnType<typeof rounds>['execute']>>[number]

function whole({ proposers, proposing, names, ...row }: Row) {
  return {
    ...row,
    decisions: row.decisions.map(decision => ({ ...decision, entered_at: new Date(decision.entered_at) })),
    seats: row.seats.map(seat => ({
      ...seat,
      opened_at: momentOf(seat.opened_at),
      escalated_at: momentOf(seat.escalated_at),
      waived_at: momentOf(seat.waived_at),
      dropped_at: momentOf(seat.dropped_at),
    })),
    /** Whoever put the proposal forward or wrote in it, in any round: by person, by account, and by name. */
    proposers: {
      names,
      people: proposers.map(each => each.personId),
      accounts: [
        ...new Set(
          [...proposing, ...proposers.map(each => each.accountId)].filter((id): id is string => id !== null),
        ),
      ],
    },
  }
}

// A moment inside a list comes as text.
const momentOf = (at: string | null) => (at === null ? null : new Date(at))
