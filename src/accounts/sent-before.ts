import type { Db } from '#src/db/open.ts'

/** Whether a form with this one-time number did its work already: its second click must not hear 'taken'. */
export async function wasSentBefore(db: Db, formId: string | undefined): Promise<boolean> {
  if (!formId) return false
  const row = await db
    .selectFrom('submission')
    .select('form_id')
    .where('form_id', '=', formId)
    .executeTakeFirst()
  return row !== undefined
}
