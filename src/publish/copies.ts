import { sql, type Transaction } from 'kysely'
import type { PublicContent } from '#src/db/public-content.ts'
import type { Tables } from '#src/db/tables.ts'
import { columnsOf, wordsOf } from './columns.ts'
import { mentionsOf } from './mentions.ts'

/** A copy to be written: its number in the log, the entry and what the public reads of it. */
export type Copy = { number: number; involvementId: string; content: PublicContent }

/** Writes copies the public reads from now on, and whom and what they name, in two statements. */
export async function addCopies(
  trx: Transaction<Tables>,
  authorityId: string,
  copies: readonly Copy[],
  at: Date,
): Promise<void> {
  const rows = copies.map(({ number, involvementId, content }) => {
    const words = wordsOf(content)
    return { number, involvement_id: involvementId, content, ...columnsOf(content), ...words }
  })
  await sql`insert into public_copy (authority_id, number, involvement_id, reference, name, kind, stage, tier, theme,
      area, directorate, lead, partners, our_role, pence, confirmed_on, content, names_text, search_text, search_vector,
      published_at)
    select ${authorityId}::uuid, number, involvement_id, reference, name, kind, stage, tier, theme, area, directorate,
      lead, partners, our_role, pence, confirmed_on, content, plain(names), plain(concat_ws(' ', a, b, c)),
      setweight(to_tsvector('english', plain(a)), 'A') || setweight(to_tsvector('simple', plain(a)), 'A')
        || setweight(to_tsvector('simple', plain(b)), 'B') || setweight(to_tsvector('english', plain(b)), 'B')
        || setweight(to_tsvector('english', plain(c)), 'C'),
      ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as copy(number int, involvement_id uuid,
      reference text, name text, kind text, stage text, tier text, theme text, area text, directorate text, lead text,
      partners text, our_role text, pence bigint, confirmed_on text, content jsonb, names text, a text, b text,
      c text)`.execute(trx)
  const mentions = copies.flatMap(({ number, content }) =>
    mentionsOf(content).map(mention => ({ number, ...mention })),
  )
  await sql`insert into public_mention (authority_id, number, type, key, name, role)
    select ${authorityId}::uuid, number, type, key, name, role
    from jsonb_to_recordset(${JSON.stringify(mentions)}::text::jsonb)
      as mention(number int, type text, key text, name text, role text)`.execute(trx)
}
