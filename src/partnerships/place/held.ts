import type { Db } from '#src/db/open.ts'
import type { PartialDate } from '#src/domain/dates.ts'
import { type Kind, labelOf, type Stage, stages } from '#src/domain/words.ts'
import { protocolSince, type Since, whyNotInPlace, whyTooNew } from '#src/partnerships/began.ts'
import { isFree } from '#src/partnerships/move.ts'
import type { RegisterRecord } from '#src/partnerships/record.ts'
import { covers } from '#src/protocol/definition.ts'
import type { Difference } from './differences.ts'

/**
 * Which changes a file or a settled cell may not make to an entry of the register, each with why: it moves no
 * partnership along where a proposal and its approval would have to (APP-2).
 */
export function whyHeld(
  since: Since,
  { values }: Pick<RegisterRecord, 'values'>,
  differences: readonly Difference[],
): Map<string, string> {
  const after = (name: string) => {
    const difference = differences.find(each => each.field.name === name)
    return difference ? difference.after : values[name]
  }
  const held = new Map<string, string>()
  const [from, to] = [values.stage as Stage, after('stage') as Stage]
  const [kind, newKind] = [values.kind as Kind, after('kind') as Kind]
  const covered = [kind, newKind].some(each => covers(since.pack, each))
  if (from !== to && covered && !isFree(from, to))
    held.set(
      'stage',
      `A partnership that is ‘${labelOf(stages, from)}’ does not become ‘${labelOf(stages, to)}’ through a file. Open it and change its status there.`,
    )
  if (kind !== newKind && !covers(since.pack, kind) && placed.includes(from)) {
    const why = whyNotInPlace(since, newKind, (after('started_on') ?? null) as PartialDate | null)
    if (why) held.set('kind', `${why.text}.`)
  }
  return held
}

const placed: Stage[] = ['approved', 'in-place', 'leaving', 'ended']

/** The same, read only where one of those fields differs. @param on the day, ISO */
export async function findHeld(
  db: Db,
  authorityId: string,
  record: Pick<RegisterRecord, 'values'>,
  differences: readonly Difference[],
  on: string,
): Promise<Map<string, string>> {
  if (!differences.some(each => each.field.name === 'stage' || each.field.name === 'kind')) return new Map()
  return whyHeld(await protocolSince(db, authorityId, on), record, differences)
}

/** What is to be said of a new row that would stand as in place and began since the protocol did, or does not say when. */
export function whyTooNewIn(since: Since, values: Record<string, unknown>): string | undefined {
  return whyTooNew(since, {
    kind: values.kind as Kind,
    stage: (values.stage ?? 'in-place') as Stage,
    started_on: (values.started_on ?? null) as PartialDate | null,
  })
}
