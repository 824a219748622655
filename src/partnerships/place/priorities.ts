import { normaliseName } from '#src/partnerships/import/names.ts'
import type { PriorityValue } from '#src/partnerships/import/values.ts'
import type { PriorityRow } from '#src/partnerships/record.ts'
import type { Difference } from './differences.ts'
import type { Placing } from './placing.ts'

/** Links the record to the priorities wanted and to no others; words that no plan has are left out. */
export async function placePriorities(
  { writer, known }: Placing,
  involvementId: string,
  held: readonly PriorityRow[],
  differences: readonly Difference[],
): Promise<void> {
  const difference = differences.find(({ field }) => field.store === 'priority')
  if (!difference) return
  const titles = ((difference.after ?? []) as PriorityValue[]).map(({ title }) => normaliseName(title))
  const there = new Set<string>()
  for (const row of held) {
    const title = normaliseName(row.title)
    there.add(title)
    if (!titles.includes(title)) await writer.remove('involvement_priority', row.id)
  }
  const missing = new Set(titles.filter(title => !there.has(title)))
  const rows = [...missing].flatMap(title => {
    const priority = known.priority(title)
    return priority ? [{ involvement_id: involvementId, priority_id: priority.id }] : []
  })
  if (rows.length > 0) await writer.insertMany('involvement_priority', rows)
}
