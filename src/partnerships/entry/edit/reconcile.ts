import { sorted } from '#src/trail/diff.ts'
import type { FormValue, FormValues } from '../sections/section.ts'

/** What two people's versions make together. `kept` are fields only the other changed, `disputed` both did. */
export type Reconciled = { values: FormValues; kept: string[]; disputed: string[] }

/** Puts what someone typed over what stands now, field by field, knowing what both started from. */
export function reconcile(base: FormValues, theirs: FormValues, yours: FormValues): Reconciled {
  const result: Reconciled = { values: {}, kept: [], disputed: [] }
  for (const [name, typed] of Object.entries(yours)) {
    const before = base[name] ?? ''
    const now = theirs[name] ?? ''
    const iChanged = !isSame(typed, before)
    const theyChanged = !isSame(now, before)
    if (iChanged && theyChanged && !isSame(typed, now)) result.disputed.push(name)
    if (!iChanged && theyChanged) result.kept.push(name)
    result.values[name] = iChanged ? typed : now
  }
  return result
}

/** Whether two values of a form say the same. */
export function isSame(a: FormValue, b: FormValue): boolean {
  return said(a) === said(b)
}

const said = (value: FormValue) =>
  sorted(value)
    .replaceAll('\\r\\n', '\\n')
    .replace(/"\s+|\s+"/g, '"')
