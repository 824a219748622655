import type { Db } from '#src/db/open.ts'
import type { Stage } from '#src/domain/words.ts'
import { NotFound } from '#src/errors.ts'
import type { Authority, AuthorityKey } from '../shape.ts'

/** One authority while its records are written: the ids of what stands there so far, by the names the data uses. */
export type Place = {
  key: AuthorityKey
  id: string
  slug: string
  name: string
  db: Db
  accounts: Map<string, string>
  bodies: Map<string, string>
  people: Map<string, string>
  posts: Map<string, string>
  committees: Map<string, string>
  directorates: Map<string, string>
  ownFields: Map<string, string>
  plans: { adopted: string; priorities: Map<string, string> }[]
  entries: Map<string, Entry>
}

/** What the loader must find again of an entry. Money is known by year and form. */
export type Entry = {
  id: string
  partnershipId: string
  name: string
  stage: Stage
  own: Record<string, string | number | boolean>
  members: Map<string, string>
  money: Map<string, string>
  priorities: Map<string, string>
  appointments: Appointed[]
}
export type Appointed = { id: string; role: string; holder: string; until: string | undefined }

export function newPlace({ key, slug, name }: Authority, id: string, db: Db): Place {
  return {
    key,
    id,
    slug,
    name,
    db,
    accounts: new Map(),
    bodies: new Map(),
    people: new Map(),
    posts: new Map(),
    committees: new Map(),
    directorates: new Map(),
    ownFields: new Map(),
    plans: [],
    entries: new Map(),
  }
}

/** The id that stands under this name. @throws NotFound naming it, for the data is then wrong */
export function idIn<T>(map: Map<string, T>, name: string): T {
  const id = map.get(name)
  if (id === undefined) throw new NotFound(`The sample county has no ${name}`)
  return id
}
