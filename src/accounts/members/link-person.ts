import type { Db } from '#src/db/open.ts'
import { change, type What } from '#src/trail/change.ts'

/**
 * Says which person of the directory an account belongs to, or that it belongs to none.
 * @returns false where the person has another account
 */
export function linkPerson(
  db: Db,
  what: What,
  account: { id: string },
  personId: string | null,
): Promise<boolean> {
  return change(db, what, async act => {
    const people = await act.trx
      .selectFrom('person')
      .select(['id', 'name', 'account_id'])
      .where(eb => eb.or([eb('account_id', '=', account.id), ...(personId ? [eb('id', '=', personId)] : [])]))
      .execute()
    const chosen = people.find(person => person.id === personId)
    if (chosen?.account_id && chosen.account_id !== account.id) return false
    for (const person of people.filter(each => each !== chosen))
      await act.on('person', person.id, person.name).update('person', person.id, { account_id: null })
    if (chosen)
      await act.on('person', chosen.id, chosen.name).update('person', chosen.id, { account_id: account.id })
    return true
  })
}
