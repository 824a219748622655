import type { FinancialYear } from '#src/domain/dates.ts'
import { normaliseName } from '../names.ts'
import type { Placed } from '../values.ts'

/** The names an authority already knows. `ownNames` are its own, the full one first. */
export type KnownNames = {
  organisations: readonly { id: string; name: string; aliases?: readonly string[] }[]
  people: readonly string[]
  posts: readonly string[]
  directorates: readonly string[]
  priorities: readonly string[]
  ownNames: readonly string[]
}

/** The known names, ready to be looked up in any spelling that normaliseName makes equal. */
export type Directory = {
  organisationId: (name: string) => string | undefined
  knowsOrganisation: (name: string) => boolean
  knowsPerson: (name: string) => boolean
  knowsPost: (name: string) => boolean
  knowsDirectorate: (name: string) => boolean
  knowsPriority: (title: string) => boolean
  ownName: string | undefined
}

/** What a cell is read against. `year` comes from the column's heading, `above` is the value of the row above, or what was proposed there. */
export type CellContext = {
  directory: Directory
  financialYear: FinancialYear
  year?: FinancialYear
  above?: { placed?: Placed; proposed?: Placed }
}

export const noNames: KnownNames = {
  organisations: [],
  people: [],
  posts: [],
  directorates: [],
  priorities: [],
  ownNames: [],
}

/** Makes the directory that cells are read against; done once for an import. */
export function directoryOf(names: KnownNames): Directory {
  const ids = new Map<string, string>()
  for (const { id, name, aliases = [] } of names.organisations) {
    for (const alias of aliases) if (!ids.has(normaliseName(alias))) ids.set(normaliseName(alias), id)
    ids.set(normaliseName(name), id)
  }
  const own = setOf(names.ownNames)
  const organisationId = (name: string) => ids.get(normaliseName(name))
  return {
    organisationId,
    knowsOrganisation: name => ids.has(normaliseName(name)) || own(name),
    knowsPerson: setOf(names.people),
    knowsPost: setOf(names.posts),
    knowsDirectorate: setOf(names.directorates),
    knowsPriority: setOf(names.priorities),
    ownName: names.ownNames[0],
  }
}

function setOf(names: readonly string[]): (name: string) => boolean {
  const known = new Set(names.map(normaliseName))
  return name => known.has(normaliseName(name))
}
