import type { Db } from '#src/db/open.ts'
import type { PublicField, PublicRule } from '#src/db/public-content.ts'
import { listCustomFields } from '#src/partnerships/custom-fields.ts'
import { type Field, fields } from '#src/partnerships/fields.ts'

/** One field as an authority publishes it; nobody can change the rule of a fixed one. */
export type RuledField = PublicField & { fixed: boolean; usual: PublicRule; own: boolean }

/** Every field's rule by its name. */
export type Rules = ReadonlyMap<string, PublicRule>

/** The authority's fields with their rules, those of its own last (REG-5, SCR-4). */
export async function listRuledFields(db: Db, authorityId: string): Promise<RuledField[]> {
  const custom = await listCustomFields(db, authorityId)
  const rows = await db
    .selectFrom('publication_rule')
    .select(['field', 'rule'])
    .where('authority_id', '=', authorityId)
    .execute()
  const chosen = new Map(rows.map(row => [row.field, row.rule]))
  return [...publishable, ...custom.map(field => ruled(field, 'never', true))].map(field => ({
    ...field,
    rule: field.fixed ? field.usual : (chosen.get(field.name) ?? field.usual),
  }))
}

/** The rules alone, as contentOf takes them. */
export function rulesOf(ruledFields: readonly RuledField[]): Rules {
  return new Map(ruledFields.map(field => [field.name, field.rule]))
}

/** What the public site says of the fields. One of the authority's own that is never shown is not even named there. */
export function publicFieldsOf(ruledFields: readonly RuledField[]): PublicField[] {
  return ruledFields
    .filter(field => !(field.own && field.rule === 'never'))
    .map(({ fixed, usual, own, ...field }) => field)
}

// No entry is one without the first four; of the notes the register promises whoever writes them that they stay inside.
const fixed = new Set(['reference', 'name', 'kind', 'stage', 'notes'])

function ruled(field: Field, usual: PublicRule, own: boolean): RuledField {
  const { name, heading, help, type, choices } = field
  const stated = { name, heading, help, type, rule: usual, ...(choices ? { choices: [...choices] } : {}) }
  return { ...stated, fixed: fixed.has(name), usual, own }
}

function noteField(name: string, heading: string, help: string, usual: PublicRule): RuledField {
  return { name, heading, help, type: 'long-text', rule: usual, fixed: false, usual, own: false }
}

// Words that stand beside a list may say anything of anyone, so they have rules of their own.
const notesAfter: Record<string, RuledField> = {
  observers: noteField('bodies_note', 'Notes on bodies', 'Words beside a partner or observer.', 'never'),
  money: noteField('money_note', 'Notes on money', 'Words beside an amount.', 'never'),
  officer_time: noteField(
    'officer_time_note',
    'Words on officer time',
    'Who gives the time and how much, where it is more than a number of days.',
    'ask',
  ),
}

const publishable: readonly RuledField[] = fields.flatMap(field => {
  const note = notesAfter[field.name]
  return [ruled(field, field.public, false), ...(note ? [note] : [])]
})
