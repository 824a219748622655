import type { Db } from '#src/db/open.ts'
import type { Field } from '#src/partnerships/fields.ts'
import type { Batch } from './batch.ts'
import { listFields } from './plan-batch.ts'
import { type Group, groups, listPlanned } from './queries.ts'
import type { RowPlan } from './row-plan.ts'
import { sayValue } from './say.ts'
import type { Placed } from './values.ts'

/** One group of a dry run as the page shows it: its rows in words, and the other groups with their counts. */
export async function previewOf(db: Db, batch: Batch, show: unknown, page: number, size: number) {
  const {
    created = 0,
    updated = 0,
    unchanged = 0,
    skipped = 0,
    toSettle = 0,
    duplicates = 0,
    tooNew = 0,
  } = batch.summary.counts ?? {}
  const tabs: { group: Group; label: string; count: number }[] = [
    { group: 'create', label: 'New entries', count: created },
    { group: 'update', label: 'Entries that change', count: updated },
    { group: 'settle', label: 'Things to settle', count: toSettle },
    { group: 'duplicate', label: 'Likely duplicates', count: duplicates },
    ...(tooNew > 0
      ? [{ group: 'too-new' as const, label: 'Not approved by their start', count: tooNew }]
      : []),
    { group: 'unchanged', label: 'Entries that stay as they are', count: unchanged },
    { group: 'skip', label: 'Rows not taken', count: skipped },
  ]
  const first = tabs.find(tab => tab.count > 0)?.group ?? 'create'
  const group = groups.find(each => each === show) ?? first
  const fields = await listFields(db, batch.authority_id)
  const rows = await listPlanned(db, batch, group, page, size + 1)
  return {
    tabs,
    group,
    counts: { created, updated, unchanged, skipped, toSettle, duplicates, tooNew },
    nothing: created + updated + toSettle === 0,
    rows: rows.slice(0, size).map(row => ({ ...row, ...inWords(row.plan, fields) })),
    page,
    next: rows.length > size ? page + 1 : null,
  }
}

function inWords(plan: RowPlan, fields: readonly Field[]) {
  if (plan.is === 'skip') return {}
  const word = (name: string, value: Placed | undefined) => {
    const field = fields.find(each => each.name === name)
    return field && value !== undefined ? sayValue(field, value) : ''
  }
  return {
    values:
      plan.is === 'create'
        ? fields
            .filter(field => field.name !== 'name' && plan.values[field.name] !== undefined)
            .map(field => ({ heading: field.heading, text: sayValue(field, plan.values[field.name]) }))
            .filter(each => each.text)
        : [],
    toSettle: plan.toSettle.map(each => ({
      ...each,
      heading: fields.find(field => field.name === each.field)?.heading ?? each.field,
      proposal: each.proposed === undefined ? null : word(each.field, each.proposed),
    })),
  }
}
