import { sql } from 'kysely'
import { z } from 'zod'
import type { Database } from '#src/db/open.ts'
import type { Role } from '#src/db/tables.ts'
import { newId } from '#src/domain/id.ts'
import { Refused } from '#src/errors.ts'
import { type Actor, change } from '#src/trail/change.ts'
import { invite } from './invite/invite.ts'
import { hashPassword, passwordMistake } from './passwords.ts'
import { type GrantScope, scopeMistake, wholeAuthority } from './roles.ts'
import { prefixMistake, prefixOf, slugMistake } from './slugs.ts'

/** `prefix` stands before every reference; where absent it is made of the name's first letters. */
export type NewAuthority = { slug: string; name: string; prefix?: string }

/**
 * Adds an authority.
 * @param once the form's one-time number
 * @returns its id
 * @throws Refused when its address is reserved, taken or not one
 */
export async function addAuthority(
  database: Database,
  authority: NewAuthority,
  at: Date,
  by: Actor,
  once?: string,
): Promise<string> {
  const name = authority.name.trim()
  const prefix = authority.prefix ?? prefixOf(name)
  const mistake =
    slugMistake(authority.slug) ??
    prefixMistake(prefix) ??
    (name === '' ? 'Give the authority’s name' : undefined)
  if (mistake) throw new Refused(mistake)
  const id = newId()
  const what = { authority: id, by, at, action: 'authority.add', once }
  await change(database.maintenance(), what, async act => {
    await sql`select pg_advisory_xact_lock(hashtext('authority.slug'))`.execute(act.trx)
    const taken = await act.trx
      .selectFrom('authority')
      .select('id')
      .where('slug', '=', authority.slug)
      .executeTakeFirst()
    if (taken) throw new Refused(`There is an authority called ${authority.slug} already`)
    await act.on('authority', id, name).insert('authority', {
      id,
      slug: authority.slug,
      name,
      prefix,
      logo: null,
      logo_type: null,
      created_at: at,
    })
  })
  return id
}

/** Without a password the account is invited by mail. A role needs its authority, named by its slug. */
export type NewAccount = {
  email: string
  name: string
  password?: string
  authority?: string
  role?: Role
  scope?: GrantScope
  operator?: boolean
  /** Where the installation is reached: the beginning of the link in the mail. */
  publicUrl: string
}

/**
 * Adds an account, or gives one that is there already another role.
 * @returns its id, and the invitation's link where it has no password yet
 * @throws Refused with one sentence when something does not fit
 */
export async function addAccount(
  database: Database,
  account: NewAccount,
  at: Date,
  by: Actor,
): Promise<{ accountId: string; link: string | null }> {
  const { role, password, scope = wholeAuthority, publicUrl, operator = false } = account
  const email = account.email.trim().toLowerCase()
  const name = account.name.trim()
  if (!z.email().safeParse(email).success) throw new Refused(`‘${email}’ is not an e-mail address`)
  if (name === '') throw new Refused('Give the person’s name')
  if (!operator && !role) throw new Refused('Give a role in an authority, or make the account an operator')
  if ((role === undefined) !== (account.authority === undefined))
    throw new Refused('A role and an authority go together: give both')
  const unfit = role && scopeMistake(role, scope)
  if (unfit) throw new Refused(unfit)
  const authority = account.authority ? await findAuthority(database, account.authority) : undefined
  const weak =
    password === undefined
      ? undefined
      : await passwordMistake(password, { email, authorities: authority ? [authority.name] : [] })
  if (weak) throw new Refused(weak)
  return invite(
    database,
    {
      email,
      name,
      operator,
      publicUrl,
      passwordHash: password === undefined ? null : await hashPassword(password),
      grant: authority && role ? { authority, role, scope } : null,
    },
    at,
    by,
  )
}

/** Whether anybody claimed this installation: it has an authority or an account. */
export async function isSetUp(database: Database): Promise<boolean> {
  const db = database.app()
  const account = await db.selectFrom('account').select('id').limit(1).executeTakeFirst()
  return (
    account !== undefined ||
    (await db.selectFrom('authority').select('id').limit(1).executeTakeFirst()) !== undefined
  )
}

async function findAuthority(database: Database, slug: string) {
  const row = await database
    .app()
    .selectFrom('authority')
    .select(['id', 'slug', 'name'])
    .where('slug', '=', slug)
    .executeTakeFirst()
  if (!row) throw new Refused(`There is no authority called ${slug}`)
  return row
}
