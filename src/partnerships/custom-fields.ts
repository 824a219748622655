import type { Db } from '#src/db/open.ts'
import type { Field } from './fields.ts'

/** The authority's own fields in use, in its order, as dictionary fields named `custom.<key>`. */
export async function listCustomFields(db: Db, authorityId: string): Promise<Field[]> {
  const rows = await db
    .selectFrom('custom_field')
    .select(['key', 'heading', 'type', 'help', 'choices'])
    .where('authority_id', '=', authorityId)
    .where('retired', '=', false)
    .orderBy('position')
    .orderBy('id')
    .execute()
  return rows.map(({ key, choices, ...row }) => ({
    ...row,
    name: `custom.${key}`,
    store: 'custom',
    section: 'own',
    synonyms: [],
    public: 'ask',
    ...(row.type === 'choice' ? { choices: choices.map(choice => ({ value: choice, label: choice })) } : {}),
  }))
}
