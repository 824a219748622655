import type { Identifier } from '#src/db/tables.ts'
import { Conflict } from '#src/errors.ts'
import type { Act } from '#src/trail/change.ts'
import type { Organisation } from './queries.ts'

/**
 * Makes two bodies one: memberships, lead, accountable body and people move to the one that is kept, which takes the
 * other's names and fills its own blanks. Every move stands on the history of its entry, so that it can be undone.
 * @throws Conflict where either was merged before
 */
export async function mergeOrganisations(act: Act, from: Organisation, into: Organisation): Promise<void> {
  if (from.id === into.id || from.merged_into || into.merged_into)
    throw new Conflict('One of the two was merged meanwhile. Look at both again.')
  await act
    .on('organisation', from.id, from.name)
    .update('organisation', from.id, { merged_into: into.id }, from.version)
  await act
    .on('organisation', into.id, into.name)
    .update('organisation', into.id, joined(from, into), into.version)
  await moveMemberships(act, from.id, into)
  await moveReferences(act, from.id, into.id)
  await movePeople(act, from.id, into.id)
}

function joined(from: Organisation, into: Organisation) {
  const names = [...into.other_names, from.name, ...from.other_names].filter(name => name !== into.name)
  return {
    other_names: [...new Set(names)],
    website: into.website || from.website,
    email: into.email || from.email,
    phone: into.phone || from.phone,
    identifiers: JSON.stringify(joinedIdentifiers(into.identifiers, from.identifiers)),
    predecessor_id: into.predecessor_id === from.id ? from.predecessor_id : into.predecessor_id,
  }
}

function joinedIdentifiers(kept: Identifier[], other: Identifier[]): Identifier[] {
  const known = new Set(kept.map(each => each.scheme))
  return [...kept, ...other.filter(each => !known.has(each.scheme))]
}

async function moveMemberships(act: Act, from: string, into: Organisation) {
  const rows = await act.trx
    .selectFrom('membership')
    .leftJoin('involvement', 'involvement.partnership_id', 'membership.partnership_id')
    .leftJoin('partnership', 'partnership.id', 'membership.partnership_id')
    .select(['membership.id', 'membership.partnership_id', 'involvement.id as entry', 'partnership.name'])
    .select(eb => [
      eb
        .exists(
          eb
            .selectFrom('membership as other')
            .select('other.id')
            .whereRef('other.partnership_id', '=', 'membership.partnership_id')
            .where('other.organisation_id', '=', into.id),
        )
        .as('twice'),
    ])
    .where('membership.organisation_id', '=', from)
    .execute()
  for (const row of rows) {
    // A row an import is still preparing has no entry to tell it on.
    const writer = row.entry
      ? act.on('involvement', row.entry, row.name ?? '')
      : act.on('organisation', into.id, into.name)
    if (row.twice) await writer.remove('membership', row.id)
    else await writer.update('membership', row.id, { organisation_id: into.id })
  }
}

async function moveReferences(act: Act, from: string, into: string) {
  const rows = await act.trx
    .selectFrom('partnership')
    .innerJoin('involvement', 'involvement.partnership_id', 'partnership.id')
    .select(['partnership.id', 'partnership.name', 'involvement.id as entry'])
    .select(['lead_organisation_id', 'accountable_body_id'])
    .where(({ or, eb }) => or([eb('lead_organisation_id', '=', from), eb('accountable_body_id', '=', from)]))
    .execute()
  for (const row of rows) {
    await act.on('involvement', row.entry, row.name).update('partnership', row.id, {
      lead_organisation_id: row.lead_organisation_id === from ? into : row.lead_organisation_id,
      accountable_body_id: row.accountable_body_id === from ? into : row.accountable_body_id,
    })
  }
  const heirs = await act.trx
    .selectFrom('organisation')
    .select(['id', 'name'])
    .where('predecessor_id', '=', from)
    .where('id', '!=', into)
    .execute()
  for (const heir of heirs)
    await act.on('organisation', heir.id, heir.name).update('organisation', heir.id, { predecessor_id: into })
}

async function movePeople(act: Act, from: string, into: string) {
  const people = await act.trx
    .selectFrom('person')
    .select(['id', 'name'])
    .where('organisation_id', '=', from)
    .execute()
  for (const person of people)
    await act.on('person', person.id, person.name).update('person', person.id, { organisation_id: into })
}
