import { randomBytes } from 'node:crypto'
import { hash } from '@node-rs/argon2'
import type { Db } from '#src/db/open.ts'
import { newId } from '#src/domain/id.ts'
import { type Actor, change } from '#src/trail/change.ts'
import { accounts } from '../accounts.ts'
import { authorities } from '../county.ts'
import type { Account, Arrangement, AuthorityKey } from '../shape.ts'
import { actorAt, type Happening, postsOf } from './act.ts'
import { opened } from './directory.ts'
import { idIn, type Place } from './place.ts'

/** An account made for the sample, with the password nobody will see again. */
export type SampleAccount = {
  authority: string
  name: string
  role: string
  /** The posts they decide by. */
  post: string
  email: string
  password: string
}

/** Makes the accounts that belong to this authority, or to none. @returns their ids by the person's name, and what to print */
export async function addAccounts(
  db: Db,
  by: Actor,
  at: Date,
  key: AuthorityKey | undefined,
  password: string | undefined,
) {
  const ids = new Map<string, string>()
  const made: SampleAccount[] = []
  const shared = password === undefined ? undefined : await hash(password)
  for (const account of accounts.filter(account => account.authority === key)) {
    const secret = password ?? randomBytes(12).toString('base64url')
    const name = account.person ?? 'Operator'
    const id = newId()
    const row = {
      id,
      email: account.email,
      name,
      password_hash: shared ?? (await hash(secret)),
      totp_secret: null,
      totp_confirmed_at: null,
      totp_last_step: null,
      operator: account.role === 'operator',
      deactivated_at: null,
      created_at: at,
    }
    await change(db, { authority: null, by, at, action: 'account.add' }, act =>
      act.on('account', id, name).insert('account', row),
    )
    ids.set(name, id)
    const post = key ? postsOf(key, name).join(', ') : ''
    made.push({
      authority: nameOf(key),
      name,
      role: account.role,
      post,
      email: account.email,
      password: secret,
    })
  }
  return { ids, made }
}

/** Gives each account of the authority its role, as soon as what the role reaches is there. */
export function grantsOf(place: Place, keeper: string, arrangements: Arrangement[]): Happening[] {
  return accounts
    .filter(account => account.authority === place.key)
    .map(account => ({
      on: dayOf(account, arrangements),
      do: at => {
        const { person = '', role, scope } = account
        if (role === 'operator') return Promise.resolve()
        const id = idIn(place.accounts, person)
        const what = { authority: place.id, by: actorAt(place, keeper), at, action: 'account.grant' }
        return change(place.db, what, act =>
          act.on('account', id, person).insert('role_grant', {
            account_id: id,
            role,
            directorate_id:
              scope && 'directorate' in scope ? idIn(place.directorates, scope.directorate) : null,
            involvement_id:
              scope && 'arrangement' in scope ? idIn(place.entries, scope.arrangement).id : null,
          }),
        )
      },
    }))
}

function dayOf({ scope }: Account, arrangements: Arrangement[]): string {
  if (!scope || 'directorate' in scope) return opened
  return arrangements.find(each => each.key === scope.arrangement)?.entered.on ?? opened
}

const nameOf = (key: AuthorityKey | undefined) =>
  authorities.find(authority => authority.key === key)?.name ?? 'The installation'
