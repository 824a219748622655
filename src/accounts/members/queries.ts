import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import type { Role } from '#src/db/tables.ts'
import { isId } from '#src/domain/id.ts'
import { NotFound } from '#src/errors.ts'
import { roleNames } from '../may.ts'
import { tokenHours } from '../tokens.ts'

export type GrantHere = { id: string; role: Role; roleName: string; scope: string; entry: string | null }
export type AccountHere = {
  id: string
  email: string
  name: string
  /** 'active', 'invited', 'expired' (the invitation ran out) or 'deactivated'. */
  state: 'active' | 'invited' | 'expired' | 'deactivated'
  invitedAt: Date | null
  grants: GrantHere[]
  person: { id: string; name: string } | null
}

/**
 * The accounts with a role in this authority, by name. Until an invitation is taken up, what the authority typed
 * stands for the account: whether it was there before is not shown.
 */
export async function listAccountsHere(db: Db, authorityId: string, at: Date): Promise<AccountHere[]> {
  const rows = await selectGrants(db, authorityId).execute()
  const byAccount = new Map<string, AccountHere>()
  for (const row of rows) {
    const account = byAccount.get(row.accountId) ?? accountOf(row, at)
    byAccount.set(row.accountId, account)
    account.grants.push(grantOf(row))
  }
  return [...byAccount.values()]
}

/** One of them. @throws NotFound where the account has no role here */
export async function findAccountHere(db: Db, authorityId: string, id: string, at: Date) {
  const rows = isId(id)
    ? await selectGrants(db, authorityId).where('role_grant.account_id', '=', id).execute()
    : []
  if (!rows[0]) throw new NotFound('No such account')
  return { ...accountOf(rows[0], at), grants: rows.map(grantOf) }
}

type Row = Awaited<ReturnType<ReturnType<typeof selectGrants>['execute']>>[number]

function selectGrants(db: Db, authorityId: string) {
  return db
    .selectFrom('role_grant')
    .innerJoin('account', 'account.id', 'role_grant.account_id')
    .leftJoin('invitation', join =>
      join
        .onRef('invitation.account_id', '=', 'account.id')
        .on('invitation.authority_id', '=', authorityId)
        .on('invitation.accepted_at', 'is', null),
    )
    .leftJoin('person', join =>
      join.onRef('person.account_id', '=', 'account.id').on('person.authority_id', '=', authorityId),
    )
    .leftJoin('directorate', join =>
      join
        .onRef('directorate.id', '=', 'role_grant.directorate_id')
        .on('directorate.authority_id', '=', authorityId),
    )
    .leftJoin('register_entry', join =>
      join
        .onRef('register_entry.involvement_id', '=', 'role_grant.involvement_id')
        .on('register_entry.authority_id', '=', authorityId),
    )
    .where('role_grant.authority_id', '=', authorityId)
    .select(['account.id as accountId', 'account.email', 'account.deactivated_at', 'role_grant.id', 'role'])
    .select(['directorate.name as directorate', 'register_entry.name as entryName', 'reference'])
    .select(['person.id as personId', 'person.name as personName', 'invitation.sent_at as invitedAt'])
    .select(sql<string>`coalesce(invitation.name, account.name)`.as('name'))
    .orderBy(sql`plain(coalesce(invitation.name, account.name)) collate "und-x-icu"`)
    .orderBy('account.id')
    .orderBy('role')
}

function accountOf(row: Row, at: Date): AccountHere {
  const runsOut = (row.invitedAt?.getTime() ?? 0) + tokenHours.invitation * 3_600_000
  const invited = runsOut > at.getTime() ? 'invited' : 'expired'
  return {
    id: row.accountId,
    email: row.email,
    name: row.name,
    state: row.invitedAt ? invited : row.deactivated_at ? 'deactivated' : 'active',
    invitedAt: row.invitedAt,
    grants: [],
    person: row.personId ? { id: row.personId, name: row.personName! } : null,
  }
}

function grantOf(row: Row): GrantHere {
  const scope = row.directorate ?? row.entryName ?? 'The whole authority'
  return { id: row.id, role: row.role, roleName: roleNames[row.role], scope, entry: row.reference }
}

/** The open directorates a role can be given for. */
export function listDirectorates(db: Db) {
  return db
    .selectFrom('directorate')
    .select(['id as value', 'name as label'])
    .where('closed_on', 'is', null)
    .orderBy(sql`plain(name) collate "und-x-icu"`)
    .execute()
}

/** The entry with this reference, or undefined. */
export function findEntryByReference(db: Db, reference: string) {
  return db
    .selectFrom('involvement')
    .select('id')
    .where(sql`upper(reference)`, '=', reference.trim().toUpperCase())
    .where('removed_at', 'is', null)
    .executeTakeFirst()
}

/** Whether nobody else administers the authority: whoever was invited and never came does not count. */
export async function isLastAdministrator(db: Db, authorityId: string, accountId: string): Promise<boolean> {
  const rows = await db
    .selectFrom('role_grant')
    .innerJoin('account', 'account.id', 'role_grant.account_id')
    .select('role_grant.account_id as accountId')
    .where('role_grant.authority_id', '=', authorityId)
    .where('role', '=', 'administrator')
    .where('deactivated_at', 'is', null)
    .where(eb =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('invitation')
            .select('invitation.id')
            .where('invitation.authority_id', '=', authorityId)
            .whereRef('invitation.account_id', '=', 'role_grant.account_id')
            .where('accepted_at', 'is', null),
        ),
      ),
    )
    // Two administrators who remove each other at once wait here for one another.
    .forUpdate('role_grant')
    .execute()
  return rows.length > 0 && rows.every(row => row.accountId === accountId)
}

/** The roles of an account in an authority, by their ids. */
export async function listGrantIds(db: Db, authorityId: string, accountId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('role_grant')
    .select('id')
    .where('authority_id', '=', authorityId)
    .where('account_id', '=', accountId)
    .execute()
  return rows.map(row => row.id)
}
