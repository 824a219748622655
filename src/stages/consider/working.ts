import { labelOf, tiers } from '#src/domain/words.ts'
import type { Pack } from '#src/protocol/pack.ts'
import type { Working } from '#src/protocol/significance.ts'

/** The working of an assessment as a table: one part for each test, or one for a scorecard. */
export type WorkingPart = { title: string; rows: Working[]; points: number | null }

/** Lays out the working under the tests it was made by, with what each of them needs (SIG-1). */
export function workingOf(pack: Pack, modelId: string, working: readonly Working[]): WorkingPart[] {
  const model = pack.significance.models.find(each => each.id === modelId)
  if (!model?.tests) {
    const points = working.reduce((sum, each) => sum + (each.points ?? 0), 0)
    return [{ title: 'The scorecard', rows: [...working], points }]
  }
  let from = 0
  return model.tests.map(({ tier, need, of }) => {
    const rows = working.slice(from, from + of.length)
    from += of.length
    return { title: `${labelOf(tiers, tier)}: ${needed(need, of.length)}`, rows, points: null }
  })
}

function needed(need: 'any' | 'all' | number, of: number): string {
  if (need === 'any') return of === 1 ? 'if this is met' : `if any one of these ${of} is met`
  if (need === 'all' || need === of) return `if all ${of} of these are met`
  return `if at least ${need} of these ${of} are met`
}
