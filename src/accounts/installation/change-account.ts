import type { Database } from '#src/db/open.ts'
import { NotFound, Refused } from '#src/errors.ts'
import { type Act, change, type What } from '#src/trail/change.ts'
import { endSessions } from '../session.ts'
import { endTokens } from '../tokens.ts'

type Held = { id: string; name: string; operator: boolean }

/** Shuts an account: nobody signs in with it, in any authority. @throws Refused for the last operator */
export function deactivate(database: Database, what: What, id: string): Promise<void> {
  return change(database.app(), what, async act => {
    const account = await hold(act, id)
    if (account.operator) await requireOtherOperator(act, id)
    await act.on('account', id, account.name).update('account', id, { deactivated_at: what.at })
    await endSessions(act.trx, { accountId: id }, what.at)
    await endTokens(act.trx, id, what.at)
  })
}

/** Opens a shut account again. */
export function reactivate(database: Database, what: What, id: string): Promise<void> {
  return change(database.app(), what, async act => {
    const account = await hold(act, id)
    await act.on('account', id, account.name).update('account', id, { deactivated_at: null })
  })
}

/** Takes the second factor off an account whose owner lost the phone; every session of it ends. */
export function takeOffSecondFactor(database: Database, what: What, id: string): Promise<void> {
  return change(database.app(), what, async act => {
    const account = await hold(act, id)
    const nothing = { totp_secret: null, totp_confirmed_at: null, totp_last_step: null }
    await act.on('account', id, account.name).update('account', id, nothing)
    await endSessions(act.trx, { accountId: id }, what.at)
  })
}

async function hold(act: Act, id: string): Promise<Held> {
  const account = await act.trx
    .selectFrom('account')
    .select(['id', 'name', 'operator'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!account) throw new NotFound('No such account')
  return account
}

async function requireOtherOperator(act: Act, id: string) {
  const operators = await act.trx
    .selectFrom('account')
    .select('id')
    .where('operator', '=', true)
    .where('deactivated_at', 'is', null)
    .forUpdate()
    .execute()
  if (operators.every(operator => operator.id === id))
    throw new Refused('This is the only operator. Make someone else an operator first')
}
