import type { Db } from '#src/db/open.ts'
import { Conflict } from '#src/errors.ts'
import { refuseWhileProposed } from '#src/partnerships/case/under-way.ts'
import { type Act, change, type What } from '#src/trail/change.ts'
import { readForm } from '#src/web/form.ts'
import { type Custom, findOffer, type Offer } from '../choices.ts'
import { addNames, recogniseNames } from '../names.ts'
import { type Entry, findEntry, lockEntries } from '../queries.ts'
import { allSections } from '../sections/all.ts'
import { putTogether } from './together.ts'

/** Two entries that are one. `take` names the inputs to take from the loser where both say something. */
export type Joining = { survivorId: string; loserId: string; take: readonly string[] }

/**
 * Makes two entries one. The survivor gets what it lacks, the lists of both and what was chosen; the loser keeps its
 * rows and its history, points at the survivor and leaves the lists.
 * @param what its action is 'involvement.merge'; the caller has checked that they may
 * @throws Conflict when one of them is no longer there to be joined
 */
export function mergeEntries(db: Db, what: What, joining: Joining): Promise<void> {
  return change(db, what, act => merge(act, what, joining))
}

async function merge(act: Act, what: What, { survivorId, loserId, take }: Joining) {
  if (survivorId === loserId) throw new Conflict('An entry cannot be joined to itself.')
  await lockEntries(act.trx, [survivorId, loserId])
  const survivor = await findEntry(act.trx, what.authority!, survivorId)
  const loser = await findEntry(act.trx, what.authority!, loserId)
  for (const entry of [survivor, loser])
    if (entry.removed_at || entry.merged_into)
      throw new Conflict(
        `${entry.reference} was removed or joined to another meanwhile. Open it again and look.`,
      )
  await refuseWhileProposed(act.trx, what.authority!, [survivor, loser])
  const offer = await findOffer(act.trx, what.at)
  await writeTogether(act, survivor, loser, offer, new Set(take))
  await handOver(act, survivor, loser)
}

async function writeTogether(act: Act, survivor: Entry, loser: Entry, offer: Offer, take: Set<string>) {
  const writer = act.on('involvement', survivor.id, survivor.name)
  const theirs = new Map(allSections(offer, loser).map(section => [section.name, section.shown(loser)]))
  for (const section of allSections(offer, holdingBoth(survivor, loser, take))) {
    const values = putTogether(section.inputs, section.shown(survivor), theirs.get(section.name)!, take)
    if (section.name === 'identity') values.former_names = formerNames(survivor, loser, String(values.name))
    const form = readForm(section.schema, values)
    if (!form.ok)
      throw new Conflict(
        `${section.title} cannot be joined: ${form.errors[0]!.text}. Mend that in the entry first.`,
      )
    const recognised = await recogniseNames(act.trx, [survivor, loser], section.names?.(form.value) ?? [], {})
    if (recognised.unknown.length > 0)
      throw new Conflict(
        `${section.title} cannot be joined: it is not clear who ‘${recognised.unknown[0]!.name}’ is.`,
      )
    await section.write(writer, survivor, form.value, await addNames(act, recognised))
  }
}

// What either may still hold although it is no longer offered: an old plan's priorities, a closed directorate.
function holdingBoth(survivor: Entry, loser: Entry, take: Set<string>): Entry {
  const fromLoser = take.has('directorate') || !survivor.directorate_id
  const taken = Object.entries(loser.custom as Custom).filter(([key]) => take.has(`own_${key}`))
  return {
    ...survivor,
    priorities: [...survivor.priorities, ...loser.priorities],
    commitments: [...survivor.commitments, ...loser.commitments],
    directorate_id: fromLoser ? loser.directorate_id : survivor.directorate_id,
    directorate: fromLoser ? loser.directorate : survivor.directorate,
    custom: { ...(loser.custom as Custom), ...(survivor.custom as Custom), ...Object.fromEntries(taken) },
  }
}

function formerNames(survivor: Entry, loser: Entry, name: string): string {
  const all = [survivor.name, ...survivor.former_names, loser.name, ...loser.former_names]
  return [...new Set(all)].filter(each => each !== name).join('\n')
}

async function handOver(act: Act, survivor: Entry, loser: Entry) {
  const writer = act.on('involvement', survivor.id, survivor.name)
  const open = await act.trx
    .selectFrom('settlement')
    .select('id')
    .where('involvement_id', '=', loser.id)
    .where('state', '=', 'open')
    .execute()
  for (const { id } of open) await writer.update('settlement', id, { involvement_id: survivor.id })
  const both = [survivor.id, loser.id]
  const pairs = await act.trx
    .selectFrom('duplicate')
    .select('id')
    .where('involvement_id', 'in', both)
    .where('candidate_id', 'in', both)
    .execute()
  for (const { id } of pairs) await writer.update('duplicate', id, { state: 'merged' })
  writer.note('merged', loser.reference)
  await act
    .on('involvement', loser.id, loser.name)
    .update('involvement', loser.id, { merged_into: survivor.id })
}
