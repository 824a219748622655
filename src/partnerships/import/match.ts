import type { Db } from '#src/db/open.ts'
import type { Kind } from '#src/domain/words.ts'
import { normaliseName } from './names.ts'

/** An entry of the register, as rows are compared with it. */
export type Entry = {
  id: string
  reference: string
  council_reference: string
  kind: Kind
  name: string
  lead: string
  partners: string
  merged_into: string | null
}

/** What a row says about which entry it is. */
export type Claim = { reference?: string; councilReference?: string; name: string; kind: Kind | undefined }

/** Finds the entry a row is the same record as; each entry is given once. */
export type Matcher = {
  /** The entry, or where another row has it already, that it was taken; undefined when the row is a new one. */
  take(claim: Claim): { entry: Entry; taken: boolean } | undefined
  /** Marks an entry as taken by a row that was matched before. */
  claim(id: string): void
  entries: Entry[]
}

/** The entries of the register that a row may be, removed ones left out. */
export function listEntries(db: Db, authorityId: string): Promise<Entry[]> {
  return db
    .selectFrom('register_entry as e')
    .innerJoin('involvement as i', join =>
      join.onRef('i.authority_id', '=', 'e.authority_id').onRef('i.id', '=', 'e.involvement_id'),
    )
    .select(['e.involvement_id as id', 'e.reference', 'e.council_reference', 'e.kind', 'e.name'])
    .select(['e.lead', 'e.partners', 'i.merged_into'])
    .where('e.authority_id', '=', authorityId)
    .where('e.removed', '=', false)
    .orderBy('e.involvement_id')
    .execute()
}

/**
 * The rule of what is the same record (REG-7): the mapped reference agrees with ours or the council's own number,
 * else the exact normalised name and the kind. Where several agree by reference, the name decides.
 */
export function matcherOver(entries: Entry[]): Matcher {
  const byReference = new Map<string, Entry[]>()
  const byName = new Map<string, Entry[]>()
  const byId = new Map(entries.map(entry => [entry.id, entry]))
  for (const entry of entries) {
    for (const reference of new Set([entry.reference, entry.council_reference].map(plain).filter(Boolean)))
      push(byReference, reference, entry)
    push(byName, nameKey(entry.name, entry.kind), entry)
  }
  const taken = new Set<string>()
  return {
    entries,
    claim: id => taken.add(id),
    take(claim) {
      const references = [claim.reference, claim.councilReference].map(plain).filter(Boolean)
      const agreeing = references.flatMap(reference => byReference.get(reference) ?? [])
      const named = byName.get(nameKey(claim.name, claim.kind)) ?? []
      const sameName = agreeing.filter(entry => normaliseName(entry.name) === normaliseName(claim.name))
      const candidates = [...sameName, ...agreeing, ...named]
      const free = candidates.find(entry => !entry.merged_into && !taken.has(entry.id))
      const one = free ?? candidates[0]
      if (!one) return undefined
      const survivor = survivorOf(one, byId)
      const before = taken.has(survivor.id)
      // Two rows alike where the register has one entry: the second is a new one, and a likely duplicate of it.
      if (before && !one.merged_into) return undefined
      taken.add(survivor.id)
      return { entry: survivor, taken: before }
    },
  }
}

function survivorOf(entry: Entry, byId: Map<string, Entry>): Entry {
  let one = entry
  for (let hops = 0; one.merged_into && hops < 20; hops++) one = byId.get(one.merged_into) ?? one
  return one
}

const plain = (text: string | undefined) => (text ?? '').trim().toLowerCase()
const nameKey = (name: string, kind: Kind | undefined) => `${kind ?? ''} ${normaliseName(name)}`

function push<K, V>(map: Map<K, V[]>, key: K, value: V) {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
