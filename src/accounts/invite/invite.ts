import type { Transaction } from 'kysely'
import type { Database } from '#src/db/open.ts'
import type { Role, Tables } from '#src/db/tables.ts'
import { newId } from '#src/domain/id.ts'
import { Refused } from '#src/errors.ts'
import { queueMail } from '#src/notify/mail.ts'
import { type Act, type Actor, change, type What } from '#src/trail/change.ts'
import { accessMail, invitationMail } from '../mails.ts'
import type { GrantScope } from '../roles.ts'
import { makeToken } from '../tokens.ts'

export type Invitation = {
  /** In small letters. */
  email: string
  name: string
  operator: boolean
  publicUrl: string
  /** Where there is one nobody is written to. */
  passwordHash: string | null
  grant: { authority: { id: string; slug: string; name: string }; role: Role; scope: GrantScope } | null
}

type Held = { id: string; deactivated_at: Date | null; password_hash: string | null; operator: boolean }

/**
 * Makes the account where there is none, gives it its role and writes to it. The account stands on the
 * installation's trail, the role on the authority's: an authority's trail must not tell whether it was new.
 * @returns the account and the invitation's link where it has no password
 * @throws Refused when the account is in this authority already, or a password is given for one that is there
 */
export async function invite(
  database: Database,
  invitation: Invitation,
  at: Date,
  by: Actor,
  once?: string,
): Promise<{ accountId: string; link: string | null }> {
  const what: What = { authority: null, by, at, action: 'account.add' }
  const { accountId, needsPassword } = await change(database.app(), what, act =>
    ensureAccount(act, invitation, at),
  )
  const written = invitation.passwordHash === null
  const { grant, publicUrl } = invitation
  if (!grant) {
    if (!written || !needsPassword) return { accountId, link: null }
    const link = await database
      .app()
      .transaction()
      .execute(trx => writeTo(trx, accountId, invitation, needsPassword, at))
    return { accountId, link }
  }
  const db = database.app({ authority: grant.authority.id, account: accountId })
  const given = { ...what, authority: grant.authority.id, action: 'account.invite', once }
  const link = await change(db, given, async act => {
    await giveRole(act, accountId, invitation, at)
    return written ? writeTo(act.trx, accountId, invitation, needsPassword, at) : null
  })
  return { accountId, link: needsPassword && publicUrl ? link : null }
}

/** Writes to an account: with a link to choose a password, or with the address to sign in at. @returns the link */
export async function writeTo(
  trx: Transaction<Tables>,
  accountId: string,
  { email, publicUrl, grant }: Pick<Invitation, 'email' | 'publicUrl' | 'grant'>,
  needsPassword: boolean,
  at: Date,
): Promise<string> {
  const place = grant?.authority.name ?? 'this installation'
  if (!needsPassword) {
    const address = `${publicUrl}/${grant ? `${grant.authority.slug}/staff` : ''}`
    await queueMail(trx, accessMail(email, place, address), at)
    return address
  }
  const link = `${publicUrl}/invitation/${await makeToken(trx, accountId, 'invitation', at)}`
  await queueMail(trx, invitationMail(email, place, link), at)
  return link
}

async function ensureAccount(act: Act, { email, name, operator, passwordHash }: Invitation, at: Date) {
  const held: Held | undefined = await act.trx
    .selectFrom('account')
    .select(['id', 'deactivated_at', 'password_hash', 'operator'])
    .where('email', '=', email)
    .executeTakeFirst()
  if (held && passwordHash)
    throw new Refused(`There is an account for ${email} already. Leave the password out to give it a role`)
  if (held) {
    const writer = act.on('account', held.id, email)
    if (operator && !held.operator) await writer.update('account', held.id, { operator })
    // A leaver has no password any more and may come back; whom the operator shut out keeps theirs and may not.
    if (held.deactivated_at && !held.password_hash)
      await writer.update('account', held.id, { deactivated_at: null })
    return { accountId: held.id, needsPassword: held.password_hash === null }
  }
  const accountId = newId()
  await act.on('account', accountId, name).insert('account', {
    id: accountId,
    email,
    name,
    password_hash: passwordHash,
    totp_secret: null,
    totp_confirmed_at: null,
    totp_last_step: null,
    operator,
    deactivated_at: null,
    created_at: at,
  })
  return { accountId, needsPassword: passwordHash === null }
}

async function giveRole(act: Act, accountId: string, invitation: Invitation, at: Date) {
  const { role, scope, authority } = invitation.grant!
  const there = await act.trx
    .selectFrom('role_grant')
    .select('id')
    .where('authority_id', '=', authority.id)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  if (there) throw new Refused(`${invitation.email} has an account here already. Change its roles instead`)
  const writer = act.on('account', accountId, invitation.name)
  await writer.insert('role_grant', {
    account_id: accountId,
    role,
    directorate_id: scope.directorateId,
    involvement_id: scope.involvementId,
  })
  if (invitation.passwordHash === null) await noteInvitation(act, authority.id, accountId, invitation, at)
  await linkPerson(act, authority.id, accountId, invitation.email)
}

async function noteInvitation(
  act: Act,
  authorityId: string,
  accountId: string,
  { name }: Invitation,
  at: Date,
) {
  const writer = act.on('account', accountId, name)
  const earlier = await act.trx
    .selectFrom('invitation')
    .select('id')
    .where('authority_id', '=', authorityId)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  const fresh = { name, sent_at: at, accepted_at: null }
  if (earlier) await writer.update('invitation', earlier.id, fresh)
  else await writer.insert('invitation', { account_id: accountId, ...fresh })
}

// The directory often knows the person: the one with this address, if there is exactly one.
async function linkPerson(act: Act, authorityId: string, accountId: string, email: string) {
  const known = await act.trx
    .selectFrom('person')
    .select(['id', 'name', 'account_id', 'left_on'])
    .where('authority_id', '=', authorityId)
    .where(eb => eb.or([eb(eb.fn('lower', ['email']), '=', email), eb('account_id', '=', accountId)]))
    .where('merged_into', 'is', null)
    .execute()
  const [person] = known
  if (known.length === 1 && person && !person.account_id && !person.left_on)
    await act.on('person', person.id, person.name).update('person', person.id, { account_id: accountId })
}
