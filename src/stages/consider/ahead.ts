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
