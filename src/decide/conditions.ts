import type { Act } from '#src/trail/change.ts'
import type { Round, RoundDecision } from './round.ts'

/** One condition of an approval: an action of its own. */
export type RoundCondition = Round['decisions'][number]['conditions'][number]

/** The conditions of a submission that nobody has closed yet: the approval is there, and they are still owed (APP-6). */
export function openConditionsOf({ decisions }: Pick<Round, 'decisions'>): RoundCondition[] {
  return decisions
    .flatMap(decision => decision.conditions)
    .filter(({ state }) => state === 'open' || state === 'done')
}

/** A condition of another approval of the same entry, with the submission and the decision that set it. */
export type Carried = { condition: RoundCondition; decision: RoundDecision; round: Round }

/**
 * The conditions of earlier approvals that nobody has closed: an approval that is renewed, or followed by an extension, takes
 * them with it, and whoever set them still closes them (APP-6).
 * @param rounds every submission of an entry
 * @param round the one looked at; undefined while a draft is
 */
export function carriedTo(rounds: readonly Round[], round: Round | undefined): Carried[] {
  return rounds
    .filter(each => each.id !== round?.id && each.state === 'approved')
    .flatMap(each =>
      each.decisions.flatMap(decision =>
        openConditionsOf({ decisions: [decision] }).map(condition => ({ condition, decision, round: each })),
      ),
    )
}

/** What an approval that was given reads as (APP-6). @param carried conditions of earlier approvals, still open */
export function approvedWords(round: Pick<Round, 'decisions'>, carried: readonly Carried[] = []): string {
  const open = openConditionsOf(round).length + carried.length
  if (open === 0) return 'Approved'
  return `Approved, ${open === 1 ? '1 condition' : `${open} conditions`} open`
}

/** Drops what was asked for by decisions that count no longer. */
export async function dropConditions(
  act: Act,
  round: Round,
  decisions: readonly Round['decisions'][number][],
  { why, by, at }: { why: string; by: string; at: Date },
): Promise<void> {
  const writer = act.on('involvement', round.involvement_id, round.content.name)
  for (const { id } of openConditionsOf({ decisions: [...decisions] }))
    await writer.update('action', id, { state: 'dropped', remark: why, closed_by: by, closed_at: at })
}
