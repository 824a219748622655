import type { Kysely } from 'kysely'
import type { Here } from '#src/accounts/here.ts'
import type { Tables } from '#src/db/tables.ts'
import { attempt } from '#src/trail/attempt.ts'
import type { Act, What } from '#src/trail/change.ts'
import { type BadForm, badForm, readForm } from '#src/web/form.ts'
import { addNames, recogniseNames, type Unknown } from '../names.ts'
import { type Entry, findEntry } from '../queries.ts'
import type { EntrySection, FormValues, Mistake } from '../sections/section.ts'
import { reconcile } from './reconcile.ts'

/** A section's form as it came back: what was typed, what it started from, which names mean whom. */
export type Typed = { values: FormValues; base: FormValues; answers: Record<string, unknown> }

/** What is saved: the fields over whatever the entry holds then, and what is written besides with them. */
export type Saving = {
  sectionOver(db: Kysely<Tables>, entry: Entry): EntrySection | Promise<EntrySection>
  besides?(act: Act, entry: Entry): Promise<void>
}

/** What became of a save. `kept` are the inputs that only someone else had changed meanwhile. */
export type Saved =
  | { is: 'saved'; kept: string[] }
  | { is: 'bad'; form: BadForm }
  | { is: 'unknown'; unknown: Unknown[] }
  | { is: 'disputed'; disputed: string[]; theirs: FormValues; values: FormValues }
  | { is: 'gone'; entry: Entry }

/**
 * Saves one section over whatever stands now. What only the other changed stays theirs; what both changed is not
 * saved but given back as disputed, with the values put together so far. Nothing is written unless all of it is.
 */
export async function saveSection(
  here: Here,
  what: What,
  opened: Entry,
  saving: Saving,
  typed: Typed,
): Promise<Saved> {
  const section = await saving.sectionOver(here.db, opened)
  const form = check(section, typed.values)
  if (!form.ok) return { is: 'bad', form }
  const forbidden = mayGive(here, opened, form.value)
  if (forbidden) return { is: 'bad', form: badForm(typed.values, [forbidden]) }
  const { unknown } = await recogniseNames(
    here.db,
    [opened],
    section.names?.(form.value) ?? [],
    typed.answers,
  )
  if (unknown.length > 0) return { is: 'unknown', unknown }
  return attempt<Saved>(here.db, { ...what, lock: [opened.id] }, (act, giveUp) =>
    write(act, giveUp, here.authority.id, opened.id, saving, typed),
  )
}

/** Reads a section's values with its rules. */
export function check(section: EntrySection, values: FormValues) {
  const form = readForm(section.schema, values)
  if (!form.ok) return form
  const mistakes = section.rules?.(form.value) ?? []
  return mistakes.length > 0 ? badForm(values, mistakes) : form
}

// Who answers for one directorate may not give an entry of theirs away, out of their own sight.
function mayGive(here: Here, { id, directorate_id }: Entry, value: object): Mistake | undefined {
  const given = (value as { directorate?: string | null }).directorate
  if (given === undefined || given === directorate_id) return undefined
  if (here.may('edit', { involvementId: id, directorateId: given })) return undefined
  return {
    field: 'directorate',
    text: 'You may not give it to another directorate. Ask the register keeper.',
  }
}

async function write(
  act: Act,
  giveUp: (outcome: Saved) => Error,
  authorityId: string,
  id: string,
  saving: Saving,
  typed: Typed,
): Promise<Saved> {
  const entry = await findEntry(act.trx, authorityId, id)
  if (entry.removed_at || entry.merged_into) throw giveUp({ is: 'gone', entry })
  const section = await saving.sectionOver(act.trx, entry)
  const theirs = section.shown(entry)
  const { values, kept, disputed } = reconcile(typed.base, theirs, typed.values)
  if (disputed.length > 0) throw giveUp({ is: 'disputed', disputed, theirs, values })
  const form = check(section, values)
  if (!form.ok) throw giveUp({ is: 'bad', form })
  const recognised = await recogniseNames(act.trx, [entry], section.names?.(form.value) ?? [], typed.answers)
  if (recognised.unknown.length > 0) throw giveUp({ is: 'unknown', unknown: recognised.unknown })
  const ids = await addNames(act, recognised)
  await section.write(act.on('involvement', id, entry.name), entry, form.value, ids)
  await saving.besides?.(act, entry)
  return { is: 'saved', kept }
}
