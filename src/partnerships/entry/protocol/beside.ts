import { type Kysely, sql } from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import type { Tables } from '#src/db/tables.ts'

/**
 * What the protocol keeps of an entry, as columns of the query beside it: the last assessments, its proposals, the
 * approval that was given last with its open conditions, and whom the running one waits for.
 */
export function protocolBeside(db: Kysely<Tables>, id: string) {
  return [
    jsonObjectFrom(assessed(db, id, 'kind')).as('kindFound'),
    jsonObjectFrom(assessed(db, id, 'tier')).as('tierFound'),
    jsonArrayFrom(proposals(db, id)).as('proposals'),
    jsonObjectFrom(approved(db, id)).as('approved'),
    jsonArrayFrom(awaited(db, id)).as('waitsFor'),
    sql<boolean>`exists (select from answer r where r.authority_id = current_authority() and r.subject_id = ${id})`.as(
      'askedBesides',
    ),
  ] as const
}

function assessed(db: Kysely<Tables>, id: string, about: 'kind' | 'tier') {
  return db
    .selectFrom('assessment as s')
    .select(['s.result', 's.says', 's.cause', 's.why', 's.made_at as madeAt', 's.made_by as madeBy'])
    .where('s.involvement_id', '=', id)
    .where('s.about', '=', about)
    .orderBy('s.made_at', 'desc')
    .orderBy('s.id', 'desc')
    .limit(1)
}

function proposals(db: Kysely<Tables>, id: string) {
  return db
    .selectFrom('proposal as r')
    .select(['r.purpose', 'r.state', 'r.started_by as startedBy', 'r.account_id as accountId'])
    .select(['r.evidenced_by as evidencedBy', 'r.evidenced_on as evidencedOn', 'r.evidence'])
    .where('r.involvement_id', '=', id)
    .where('r.state', '<>', 'dropped')
    .orderBy('r.started_at', 'desc')
}

function approved(db: Kysely<Tables>, id: string) {
  return db
    .selectFrom('approval as v')
    .select('v.ended_at as endedAt')
    .select(
      sql<number>`(select count(*)::int from action c join decision d on d.authority_id = c.authority_id and d.id = c.cause_id
        join approval n on n.authority_id = d.authority_id and n.id = d.approval_id and n.state = 'approved'
        where c.authority_id = v.authority_id and c.involvement_id = v.involvement_id and c.cause_type = 'condition'
          and c.state in ('open', 'done'))`.as('conditions'),
    )
    .where('v.involvement_id', '=', id)
    .where('v.state', '=', 'approved')
    .orderBy('v.ended_at', 'desc')
    .limit(1)
}

function awaited(db: Kysely<Tables>, id: string) {
  return db
    .selectFrom('approval as v')
    .innerJoin('approval_seat as t', join =>
      join.onRef('t.authority_id', '=', 'v.authority_id').onRef('t.approval_id', '=', 'v.id'),
    )
    .select(['t.role_title as title'])
    .where('v.involvement_id', '=', id)
    .where('v.state', '=', 'running')
    .where('t.opened_at', 'is not', null)
    .where('t.decision_id', 'is', null)
    .where('t.dropped_at', 'is', null)
    .where('t.waived_why', '=', '')
    .orderBy('t.step')
    .orderBy('t.id')
}
