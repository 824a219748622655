import { inEntries, type Mergeable } from '../merge-routes.ts'
import { listBodiesToPick } from '../pick.ts'
import { mergeOrganisations } from './merge.ts'
import { findOrganisation, listContactsOf, type Organisation } from './queries.ts'

/** Bodies that stand in the directory twice (PEO-7). */
export const mergeableOrganisations: Mergeable<Organisation> = {
  noun: 'organisation',
  plural: 'organisations',
  named: 'organisation_ids',
  list: listBodiesToPick,
  find: findOrganisation,
  merge: mergeOrganisations,
  async describe(db, body, entries) {
    const people = (await listContactsOf(db, body.id)).length
    return {
      name: body.name,
      detail: `${inEntries(entries)}, ${people} ${people === 1 ? 'person' : 'people'}`,
    }
  },
}
