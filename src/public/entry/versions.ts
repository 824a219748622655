import type { PublicField } from '#src/db/public-content.ts'
import type { Version } from '#src/public/queries.ts'
import { type Difference, differencesOf } from './differences.ts'
import { entryBodyOf } from './entry-body.ts'

/** One published version as its reader sees it: what it changed of the one before, null for the first. */
export type ShownVersion = Pick<Version, 'number' | 'publishedAt' | 'untilAt'> & {
  changes: Difference[] | null
}

/** Versions with what each changed, newest first as they come (REG-5). */
export function versionsShown(
  versions: readonly Version[],
  words: { base: string; fields: readonly PublicField[] },
): ShownVersion[] {
  const bodies = versions.map(({ content }) => entryBodyOf(content, words))
  return versions.map(({ number, publishedAt, untilAt }, at) => {
    const before = bodies[at + 1]
    return { number, publishedAt, untilAt, changes: before ? differencesOf(before, bodies[at]!) : null }
  })
}
