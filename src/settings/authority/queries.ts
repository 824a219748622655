import type { Db } from '#src/db/open.ts'
import { NotFound } from '#src/errors.ts'

/** An authority's settings, without the picture. @throws NotFound */
export async function findAuthority(db: Db, id: string) {
  const row = await db
    .selectFrom('authority')
    .select(['id', 'slug', 'name', 'prefix', 'colour', 'logo_type', 'contact_name', 'contact_email'])
    .select(['contact_phone', 'idle_minutes', 'next_reference', 'version'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFound('No such authority')
  return row
}

export type Authority = Awaited<ReturnType<typeof findAuthority>>
