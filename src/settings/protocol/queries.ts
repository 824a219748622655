import { listAdoptions } from '#src/adopted/adopt.ts'
import { protocolOn } from '#src/adopted/protocol.ts'
import { versionsOf } from '#src/adopted/versions.ts'
import type { Db } from '#src/db/open.ts'
import { comparePacks } from '#src/protocol/compare.ts'
import type { Pack } from '#src/protocol/pack.ts'
import { readChosen } from './forms.ts'
import { listUnderWay } from './under-way.ts'

/** Every adoption of an authority with where it stands, and those that were taken back. */
export async function listVersions(db: Db, today: string) {
  const rows = await listAdoptions(db)
  const versions = versionsOf(rows, today).map(version => ({
    ...rows.find(row => row.id === version.id)!,
    ...version,
  }))
  return { versions, takenBack: rows.filter(row => row.withdrawn_at !== null) }
}

/** Whether a corporate plan is in force on a day, ISO: a proposal says which of its priorities it serves (ENT-3). */
export async function hasPlan(db: Db, day: string): Promise<boolean> {
  const plan = await db
    .selectFrom('plan')
    .select('id')
    .where('starts_on', '<=', day)
    .where(eb => eb.or([eb('ends_on', 'is', null), eb('ends_on', '>=', day)]))
    .executeTakeFirst()
  return plan !== undefined
}

/** What a pack holds, counted. */
export function countsOf(pack: Pack) {
  return {
    questions: pack.sets.reduce((sum, set) => sum + set.questions.length, 0),
    sets: pack.sets.length,
    steps: pack.route.length,
    requirements: pack.requirements.length,
    blocking: pack.requirements.filter(each => each.gate === 'block').length,
    roles: pack.roles.filter(role => role.as !== 'part').length,
    base: pack.extends ?? '',
  }
}

/** What a chosen pack is, set against the one in force: what someone looks at before adopting it. */
export async function lookAt(db: Db, authorityId: string, today: string, chosen: unknown) {
  const read = readChosen(chosen)
  if ('wrong' in read || 'mistakes' in read) return read
  const inForce = await protocolOn(db, authorityId, today)
  return {
    ...read,
    pack: read.opened.pack,
    counts: countsOf(read.opened.pack),
    inForce: { title: inForce.title, version: inForce.version, adopted: inForce.id !== null },
    underWay: (await listUnderWay(db)).map(each => ({ ...each, isDecided: each.state === 'submitted' })),
    comparison: comparePacks(inForce.pack, read.opened.pack),
  }
}
