import { sql } from 'kysely'
import { Refused } from '#src/errors.ts'
import type { Db } from './open.ts'

const roles = ['concordat_owner', 'concordat_app', 'concordat_public', 'concordat_maintenance'] as const

/**
 * Makes the four roles and hands them to the logins.
 * @param bare the owner's login, no role taken
 * @param webLogin the login requests use; undefined on the embedded database
 * @throws Refused with the statements an administrator runs where the login may not make roles
 */
export async function ensureRoles(bare: Db, webLogin?: string): Promise<void> {
  const statements = rolesFor(webLogin)
  try {
    const { rows } = await sql<{ rolname: string }>`select rolname from pg_roles`.execute(bare)
    const present = new Set(rows.map(row => row.rolname))
    for (const role of roles)
      if (!present.has(role)) await sql.raw(`create role ${role} nologin`).execute(bare)
    for (const statement of statements) await sql.raw(statement).execute(bare)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const byHand = [...roles.map(role => `create role ${role} nologin`), ...statements].join(';\n')
    throw new Refused(
      `The owner’s login cannot prepare the roles (${reason}). Have an administrator run as that login:\n${byHand};`,
    )
  }
}

/** Refuses a login that row-level security would not bind: a superuser, a bypasser or the tables' owner. */
export async function refuseUnsafeLogin(app: Db): Promise<void> {
  const { rows } = await sql<{ unsafe: boolean }>`
    select r.rolsuper or r.rolbypassrls or pg_has_role(session_user, 'concordat_owner', 'member') as unsafe
    from pg_roles r where r.rolname = session_user`.execute(app)
  if (rows[0]?.unsafe === false) return
  throw new Refused(
    'DATABASE_URL signs in as a superuser or as the owner of the tables. Give it a login of its own and put the owner in DATABASE_OWNER_URL.',
  )
}

function rolesFor(webLogin: string | undefined): string[] {
  const here = (statement: string) => `do $$ begin execute format('${statement}', current_database()); end $$`
  const owner = [
    'grant concordat_owner to current_user',
    here('grant create, connect, temporary on database %I to concordat_owner'),
    'alter schema public owner to concordat_owner',
  ]
  if (webLogin === undefined) return owner
  const login = `"${webLogin.replaceAll('"', '""')}"`
  return [
    ...owner,
    `grant concordat_app, concordat_public, concordat_maintenance to ${login}`,
    `alter role ${login} noinherit`,
    here(`grant connect on database %I to ${login.replaceAll("'", "''")}`),
  ]
}
