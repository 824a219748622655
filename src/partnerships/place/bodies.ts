import type { OrganisationValue } from '#src/partnerships/import/values.ts'
import type { MembershipRow } from '#src/partnerships/record.ts'
import type { Difference } from './differences.ts'
import { findOrAddBody } from './names.ts'
import type { Placing } from './placing.ts'

const roles = { partners: 'member', observers: 'observer' } as const

/** Writes the members and observers that differ. A body stands once, so one that changes sides is moved. */
export async function placeBodies(
  placing: Placing,
  partnershipId: string,
  held: readonly MembershipRow[],
  differences: readonly Difference[],
): Promise<void> {
  const changed = differences.filter(({ field }) => field.name in roles)
  if (changed.length === 0) return
  const wanted = new Map<string, { role: 'member' | 'observer'; note: string }>()
  for (const { field, after } of changed)
    for (const { name, note = '' } of (after ?? []) as OrganisationValue[]) {
      const id = await findOrAddBody(placing, name)
      if (!wanted.has(id)) wanted.set(id, { role: roles[field.name as keyof typeof roles], note })
    }
  const sides = new Set<string>(changed.map(({ field }) => roles[field.name as keyof typeof roles]))
  for (const membership of held) {
    const wish = wanted.get(membership.organisationId)
    wanted.delete(membership.organisationId)
    if (wish) await placing.writer.update('membership', membership.id, wish)
    else if (sides.has(membership.role)) await placing.writer.remove('membership', membership.id)
  }
  await placing.writer.insertMany(
    'membership',
    [...wanted].map(([organisation_id, wish]) => ({
      partnership_id: partnershipId,
      organisation_id,
      ...wish,
    })),
  )
}
