import type { Db } from '#src/db/open.ts'
import type { Kind } from '#src/domain/words.ts'
import { protocolSince, whyNotInPlace } from '#src/partnerships/began.ts'
import { covers } from '#src/protocol/definition.ts'
import type { Entry } from '../queries.ts'
import type { EntrySection } from '../sections/section.ts'

/**
 * The same section, where nothing that runs becomes a partnership by a change of its kind unless it began before the
 * protocol: the test says that it is one, and a proposal follows (APP-2).
 * @param on the day, ISO
 */
export async function holdKind(
  db: Db,
  authorityId: string,
  entry: Entry,
  section: EntrySection,
  on: string,
): Promise<EntrySection> {
  if (section.name !== 'identity' || entry.stage === 'considered' || entry.stage === 'declined')
    return section
  const since = await protocolSince(db, authorityId, on)
  if (covers(since.pack, entry.kind)) return section
  return {
    ...section,
    rules(value) {
      const why = whyNotInPlace(since, (value as { kind: Kind }).kind, entry.started_on)
      const text =
        why && (why.late ? `${why.text}. Take the test first` : `${why.text} first, under ‘What it is for’`)
      return [...(section.rules?.(value) ?? []), ...(text ? [{ field: 'kind', text }] : [])]
    },
  }
}
