import { sql, type Transaction } from 'kysely'
import type { PublicationAct, Tables } from '#src/db/tables.ts'
import { Refused } from '#src/errors.ts'
import { chainHash } from './chain.ts'

/** What is to be noted in the public log. */
export type Noted = {
  involvementId: string
  reference: string
  act: PublicationAct
  contentHash: string
  reason: string
}

/** Where an authority's public log ends. Whoever holds it holds the site's row until the transaction ends. */
export type Head = { authorityId: string; number: number; chain: string }

/** Takes the end of the log, so that acts of publishing wait for each other. @throws Refused where the register is not open */
export async function takeHead(trx: Transaction<Tables>, authorityId: string): Promise<Head> {
  const site = await trx
    .selectFrom('public_site')
    .select(['head as number', 'chain'])
    .where('authority_id', '=', authorityId)
    .forUpdate()
    .executeTakeFirst()
  if (!site)
    throw new Refused('The public register is not open yet. An administrator opens it in the settings.')
  return { authorityId, ...site }
}

/**
 * Adds rows to the log in their order and moves its end.
 * @returns the number each was given
 */
export async function addToLog(
  trx: Transaction<Tables>,
  head: Head,
  at: Date,
  noted: readonly Noted[],
): Promise<number[]> {
  let { number, chain } = head
  const rows = noted.map(({ involvementId, reference, act, contentHash, reason }) => {
    const row = { number: ++number, reference, act, at, content_hash: contentHash, reason }
    chain = chainHash(chain, row)
    return { authority_id: head.authorityId, involvement_id: involvementId, ...row, chain }
  })
  if (rows.length === 0) return []
  for (let i = 0; i < rows.length; i += 500)
    await trx
      .insertInto('publication')
      .values(rows.slice(i, i + 500))
      .execute()
  await trx
    .updateTable('public_site')
    .set({ head: number, chain })
    .where('authority_id', '=', head.authorityId)
    .execute()
  Object.assign(head, { number, chain })
  return rows.map(row => row.number)
}

/** Ends the copies of these entries that the public reads now; they stay as past versions. */
export async function closeCopies(
  trx: Transaction<Tables>,
  authorityId: string,
  involvementIds: readonly string[],
  at: Date,
): Promise<void> {
  await trx
    .updateTable('public_copy')
    .set({ until_at: at })
    .where('authority_id', '=', authorityId)
    .where(sql<boolean>`involvement_id = any(${involvementIds}::uuid[])`)
    .where('until_at', 'is', null)
    .execute()
}
