import type { PublicationAct } from '#src/db/tables.ts'
import type { Column } from './columns.ts'
import type { Batches } from './csv.ts'
import { licence } from './licence.ts'
import { type Owner, partnershipOf } from './partnership.ts'
import type { Published } from './published.ts'

/** What a list holds besides its entries. `asAt` is the day looked back to, or null for now. */
export type ListHead = { asAt: string | null; total: number; columns: Column[]; owner: Owner }

/** The list as one JSON object (REG-5), a few entries at a time. */
export async function* listJson({ asAt, total, columns, owner }: ListHead, batches: Batches) {
  const head = JSON.stringify({ ...headOf(owner, 'register'), as_at: asAt, total })
  yield `${head.slice(0, -1)},"partnerships":[`
  let between = '\n'
  for await (const batch of batches) {
    const written = batch.map(entry => JSON.stringify(partnershipOf(entry, columns, owner)))
    if (written.length > 0) yield between + written.join(',\n')
    between = ',\n'
  }
  yield '\n]}\n'
}

/** One line of the log as an entry's JSON takes it. */
export type LogLine = { number: number; act: PublicationAct; at: Date; contentHash: string; reason: string }

export type EntryState = 'published' | 'past' | 'ended' | 'erased' | 'not-then'

/** An entry with every version that can still be read and the log of what was done with it (REG-5), newest first. */
export function entryJson(
  { reference, state, asAt }: { reference: string; state: EntryState; asAt: string | null },
  versions: readonly Published[],
  log: readonly LogLine[],
  shown: Published | undefined,
  { columns, owner }: Pick<ListHead, 'columns' | 'owner'>,
): string {
  return `${JSON.stringify({
    ...headOf(owner, 'entry'),
    as_at: asAt,
    reference,
    state,
    partnership: shown ? partnershipOf(shown, columns, owner) : null,
    versions: versions.map(version => partnershipOf(version, columns, owner)),
    log: log.map(({ number, act, at, contentHash, reason }) => ({
      number,
      act,
      at: at.toISOString(),
      content_hash: contentHash || null,
      reason: reason || null,
    })),
  })}\n`
}

function headOf({ name, addresses }: Owner, schema: string) {
  return {
    $schema: `${addresses.base}/data/schema/${schema}.json`,
    authority: { id: addresses.register, name },
    licence,
  }
}
