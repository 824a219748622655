import { labelOf, personKinds } from '#src/domain/words.ts'
import { inEntries, type Mergeable } from '../merge-routes.ts'
import { listPeopleToPick } from '../pick.ts'
import { mergePeople } from './merge.ts'
import { findPerson, type Person } from './queries.ts'

/** People who stand in the directory twice. */
export const mergeablePeople: Mergeable<Person> = {
  noun: 'person',
  plural: 'people',
  named: 'person_ids',
  list: db => listPeopleToPick(db, true),
  find: findPerson,
  merge: mergePeople,
  async describe(_, person, entries) {
    const detail = [
      labelOf(personKinds, person.kind),
      person.job_title || person.ward,
      person.email,
      person.organisation ?? '',
      inEntries(entries),
    ]
    return {
      name: [person.honorific, person.name].filter(Boolean).join(' '),
      detail: detail.filter(Boolean).join(', '),
    }
  },
}
