import type { EffortValue, MoneyValue } from '#src/partnerships/import/values.ts'
import type { CommitmentRow } from '#src/partnerships/record.ts'
import { commitmentKey, type Difference } from './differences.ts'
import type { Placing } from './placing.ts'

const types = { money: 'money', officer_time: 'officer-time', in_kind: 'in-kind' } as const

/** Writes the commitments that differ, year by year: one of the same year and form is changed, not replaced. */
export async function placeCommitments(
  { writer }: Placing,
  involvementId: string,
  held: readonly CommitmentRow[],
  differences: readonly Difference[],
): Promise<void> {
  for (const { field, after } of differences) {
    const type = types[field.name as keyof typeof types]
    if (!type) continue
    const wanted = [...((after ?? []) as (MoneyValue | EffortValue)[])]
    const rest: CommitmentRow[] = []
    for (const row of held.filter(each => each.type === type)) {
      const at = wanted.findIndex(value => commitmentKey(value) === commitmentKey(valueIn(row)))
      if (at >= 0) wanted.splice(at, 1)
      else rest.push(row)
    }
    for (const row of rest) {
      const at = wanted.findIndex(value => value.year === row.year && formOf(value) === row.form)
      const [value] = at >= 0 ? wanted.splice(at, 1) : []
      if (value) await writer.update('commitment', row.id, columnsOf(value))
      else await writer.remove('commitment', row.id)
    }
    const rows = wanted.map(value => ({ involvement_id: involvementId, type, ...columnsOf(value) }))
    if (rows.length > 0) await writer.insertMany('commitment', rows)
  }
}

function valueIn({ type, year, pence, form, budgeted, note, days }: CommitmentRow): MoneyValue | EffortValue {
  if (type !== 'money') return { year, text: note, ...(days === null ? {} : { days }) }
  return {
    year,
    pence: pence ?? 0,
    ...(form ? { form } : {}),
    ...(budgeted === null ? {} : { budgeted }),
    ...(note ? { note } : {}),
  }
}

const formOf = (value: MoneyValue | EffortValue) => ('pence' in value ? (value.form ?? null) : null)

function columnsOf(value: MoneyValue | EffortValue) {
  if ('pence' in value) {
    const { year, pence, form = null, budgeted = null, note = '' } = value
    return { year, pence, form, budgeted, note, days: null }
  }
  return {
    year: value.year,
    note: value.text,
    days: value.days ?? null,
    pence: null,
    form: null,
    budgeted: null,
  }
}
