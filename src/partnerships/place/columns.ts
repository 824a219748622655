import type { OrganisationValue, Placed } from '#src/partnerships/import/values.ts'
import type { Difference } from './differences.ts'
import { findOrAddBody } from './names.ts'
import type { Placing } from './placing.ts'

type Patch = Record<string, unknown>

/** The columns of the two halves of a record that these differences fill; new bodies are added. */
export async function columnsFor(
  placing: Placing,
  differences: readonly Difference[],
): Promise<{ partnership: Patch; involvement: Patch }> {
  const partnership: Patch = {}
  const involvement: Patch = {}
  for (const { field, after } of differences) {
    if (field.store !== 'partnership' && field.store !== 'involvement') continue
    const patch = field.store === 'partnership' ? partnership : involvement
    if (field.type === 'organisation') patch[`${field.name}_id`] = await bodyId(placing, after)
    else if (field.name === 'directorate')
      patch.directorate_id = after === null ? null : (placing.known.directorate(String(after))?.id ?? null)
    else if (field.name === 'former_names') patch.former_names = after ?? []
    else patch[field.name] = after === '' || after === null ? emptyOf(field.name) : after
  }
  return { partnership, involvement }
}

async function bodyId(placing: Placing, value: Placed): Promise<string | null> {
  return value === null ? null : findOrAddBody(placing, (value as OrganisationValue).name)
}

const nullable = new Set([
  'started_on',
  'ended_on',
  'level',
  'tier',
  'lead_member',
  'representative',
  'councillor_seats',
  'officer_seats',
  'risk_register',
  'confirmed_on',
])

const emptyOf = (name: string) => (nullable.has(name) ? null : '')
