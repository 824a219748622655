import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Tables } from '#src/db/tables.ts'
import { newId } from '#src/domain/id.ts'
import type { PersonKind } from '#src/domain/words.ts'
import { titles } from '#src/partnerships/import/cells/holder-parts.ts'
import { likeness, normaliseName } from '#src/partnerships/import/names.ts'
import type { Act } from '#src/trail/change.ts'
import type { Entry } from './queries.ts'
import type { Ids, NameRef } from './sections/section.ts'

/** A name the directory does not know, with those it may mean. `key` names the answer in the form. */
export type Unknown = NameRef & { key: string; similar: Known[] }
type Known = { id: string; name: string; detail: string }
/** Names by what they stand for: an id, or a record to add. */
export type Recognised = { ids: Map<string, string>; toAdd: NameRef[]; unknown: Unknown[] }

/**
 * Finds what the names of a form stand for. What stands on the entry already is known; what the directory does
 * not know needs an answer: the id of another, or 'new'.
 * @param answers by `Unknown.key`
 */
export async function recogniseNames(
  db: Kysely<Tables>,
  entries: Entry[],
  refs: NameRef[],
  answers: Record<string, unknown>,
): Promise<Recognised> {
  const ids = new Map(entries.flatMap(namesOn))
  const toAdd: NameRef[] = []
  const unknown: Unknown[] = []
  const asked = new Map(refs.map(ref => [keyOf(ref.type, ref.name), ref]))
  for (const type of ['organisation', 'person', 'post'] as const) {
    const open = [...asked].filter(([key, ref]) => ref.type === type && !ids.has(key))
    if (open.length === 0) continue
    const directory = await directories[type](db)
    for (const [key, ref] of open) {
      const same = directory.filter(known => known.keys.includes(key))
      const answer = answers[key]
      const chosen = directory.find(known => known.id === answer)
      if (new Set(same.map(known => known.id)).size === 1) ids.set(key, same[0]!.id)
      else if (chosen) ids.set(key, chosen.id)
      else if (answer === 'new') toAdd.push(ref)
      else unknown.push({ ...ref, key, similar: same.length > 0 ? same : alike(ref, directory) })
    }
  }
  return { ids, toAdd, unknown }
}

/** Adds what was to be added, each on its own trail, and gives the ids of all. */
export async function addNames(act: Act, { ids, toAdd }: Recognised): Promise<Ids> {
  for (const ref of toAdd) ids.set(keyOf(ref.type, ref.name), await addName(act, ref))
  return (type, name) => ids.get(keyOf(type, name))!
}

/** The name an unknown one is asked by: it never changes with spelling that does not matter. */
export function keyOf(type: NameRef['type'], name: string): string {
  const plain = normaliseName(type === 'person' ? withoutTitle(name).name : name)
  return `${type}-${createHash('sha256').update(plain).digest('hex').slice(0, 12)}`
}

type DirectoryRow = Known & { keys: string[] }

const directories: Record<NameRef['type'], (db: Kysely<Tables>) => Promise<DirectoryRow[]>> = {
  async organisation(db) {
    const rows = await db
      .selectFrom('organisation')
      .select(['id', 'name', 'other_names', 'merged_into'])
      .execute()
    return rows.map(row => ({
      id: row.merged_into ?? row.id,
      name: row.name,
      detail: row.other_names.join(', '),
      keys: [row.name, ...row.other_names].map(name => keyOf('organisation', name)),
    }))
  },
  async person(db) {
    const rows = await db
      .selectFrom('person')
      .select(['id', 'name', 'honorific', 'job_title', 'ward'])
      .where('merged_into', 'is', null)
      .where('left_on', 'is', null)
      .execute()
    return rows.map(row => ({
      id: row.id,
      name: [row.honorific, row.name].filter(Boolean).join(' '),
      detail: row.job_title || row.ward,
      keys: [keyOf('person', row.name)],
    }))
  },
  async post(db) {
    const rows = await db
      .selectFrom('post as t')
      .leftJoin('directorate as d', join =>
        join.onRef('d.authority_id', '=', 't.authority_id').onRef('d.id', '=', 't.directorate_id'),
      )
      .select(['t.id', 't.title', 'd.name as directorate'])
      .where('t.closed_on', 'is', null)
      .execute()
    return rows.map(row => ({
      id: row.id,
      name: row.title,
      detail: row.directorate ?? '',
      keys: [keyOf('post', row.title)],
    }))
  },
}

function namesOn(entry: Entry): [string, string][] {
  const bodies = [entry.lead_organisation, entry.accountable_body].filter(body => body !== null)
  return [
    ...bodies.map((body): [string, string] => [keyOf('organisation', body.name), body.id]),
    ...entry.memberships.map((row): [string, string] => [
      keyOf('organisation', row.name),
      row.organisationId,
    ]),
    ...entry.appointments.flatMap(({ person, post }): [string, string][] => [
      ...(person ? [[keyOf('person', person.name), person.id] as [string, string]] : []),
      ...(post ? [[keyOf('post', post.title), post.id] as [string, string]] : []),
    ]),
  ]
}

function alike(ref: NameRef, directory: DirectoryRow[]): Known[] {
  const wanted = normaliseName(ref.name)
  return directory
    .map(known => ({ known, score: likeness(wanted, normaliseName(known.name)) }))
    .filter(({ score }) => score > 0.45)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, 5)
    .map(({ known }) => known)
}

/** A person's title and the name itself. */
export function withoutTitle(name: string): { honorific: string; name: string } {
  const [first = '', ...rest] = name.split(' ')
  const honorific = titles.find(title => title.toLowerCase() === first.replace('.', '').toLowerCase())
  return honorific && rest.length > 0 ? { honorific, name: rest.join(' ') } : { honorific: '', name }
}

function addName(act: Act, { type, name, kind }: NameRef): Promise<string> {
  if (type === 'organisation') return addOrganisation(act, name)
  return type === 'person' ? addPerson(act, name, kind ?? 'officer') : addPost(act, name)
}

async function addOrganisation(act: Act, name: string) {
  const id = newId()
  return act
    .on('organisation', id, name)
    .insert('organisation', { id, name, predecessor_id: null, merged_into: null })
}

async function addPerson(act: Act, text: string, kind: PersonKind) {
  const { honorific, name } = withoutTitle(text)
  const id = newId()
  return act.on('person', id, name).insert('person', {
    id,
    name,
    honorific,
    kind: honorific === 'Cllr' ? 'councillor' : kind,
    organisation_id: null,
    account_id: null,
    left_on: null,
    merged_into: null,
  })
}

async function addPost(act: Act, title: string) {
  const id = newId()
  return act.on('post', id, title).insert('post', { id, title, directorate_id: null, closed_on: null })
}
