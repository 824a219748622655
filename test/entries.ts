import { newId } from '#src/domain/id.ts'
import { addEntry, type NewEntry } from '#src/partnerships/entry/add/add.ts'
import { change } from '#src/trail/change.ts'
import { today, type World } from './world.ts'

/** Puts an entry on the county's register for a test. */
export async function addTestEntry(world: World, entry: Partial<NewEntry> = {}) {
  const { id: authority, db } = world.county
  const id = newId()
  const what = { authority, by: tester, at: today, action: 'involvement.add' }
  const whole: NewEntry = {
    id,
    name: 'Safer Wendleshire Partnership',
    kind: 'partnership',
    stage: 'in-place',
    purpose: '',
    directorate: null,
    started_on: null,
    ...entry,
  }
  const reference = await change(db, what, act => addEntry(act, authority, whole, today))
  return { id: whole.id!, reference, path: `/wendleshire/staff/partnerships/${reference}` }
}

/** Adds a directorate to the county. @returns its id */
export function addTestDirectorate(world: World, name: string): Promise<string> {
  const { id: authority, db } = world.county
  const id = newId()
  return change(db, { authority, by: tester, at: today, action: 'directorate.add' }, act =>
    act.on('directorate', id, name).insert('directorate', { id, name, closed_on: null }),
  )
}

const tester = { kind: 'command', accountId: null, name: 'Tests', capacity: 'Operator' } as const
