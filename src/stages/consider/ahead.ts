import { type Tier, tiers } from '#src/domain/words.ts'
import { type Ahead, aheadOf } from '#src/protocol/ahead.ts'
import { type Case, caseOf } from '#src/protocol/known.ts'

/** What each tier would ask, need and bring, side by side (SIG-2). @param on the day, ISO */
export function aheadByTier(made: Case, on: string): (Ahead & { tier: Tier; often: string })[] {
  return tiers.map(({ value: tier }) => {
    const { review_overdue: _, ...facts } = made.facts
    const ahead = aheadOf(caseOf(made.pack, { ...facts, tier }, made.answers, on))
    return { ...ahead, tier, often: ahead.says.slice(ahead.says.lastIndexOf('review ') + 'review '.length) }
  })
}

/** Whether a tier takes fewer decisions than a lower one: those who decide there do so in place of officers. */
export function isFewerAbove(ahead: readonly { approvals: number }[]): boolean {
  return ahead.some((each, i) => i > 0 && each.approvals > ahead[i - 1]!.approvals)
}
