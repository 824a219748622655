import type { PartialDate } from '#src/domain/dates.ts'
import { newId } from '#src/domain/id.ts'
import type { Kind, Stage } from '#src/domain/words.ts'
import { nextReferences } from '#src/partnerships/reference.ts'
import type { Act } from '#src/trail/change.ts'

/** What an entry starts with; the rest is filled in on its page. */
export type NewEntry = {
  id?: string
  name: string
  kind: Kind
  stage: Stage
  purpose: string
  directorate: string | null
  started_on: PartialDate | null
  /** What is only considered, or a form that is only begun: no entry of the register until it is logged. */
  registration?: 'none' | 'draft'
}

/** Puts a new entry on the register (REG-4), or begins one that is not on it yet. @returns its reference */
export async function addEntry(act: Act, authorityId: string, entry: NewEntry, at: Date): Promise<string> {
  const { id = newId(at), name, kind, stage, purpose, directorate, started_on } = entry
  const { registration = 'logged' } = entry
  const [reference] = await nextReferences(act.trx, authorityId, 1)
  const writer = act.on('involvement', id, name)
  const partnership_id = await writer.insert('partnership', {
    name,
    kind,
    purpose,
    started_on,
    ended_on: null,
    lead_organisation_id: null,
    accountable_body_id: null,
  })
  await writer.insert('involvement', {
    id,
    partnership_id,
    reference: reference!,
    stage,
    level: null,
    tier: null,
    lead_member: null,
    representative: null,
    directorate_id: directorate,
    councillor_seats: null,
    officer_seats: null,
    risk_register: null,
    confirmed_on: null,
    merged_into: null,
    registration,
    removed_at: null,
    created_at: at,
  })
  return reference!
}
