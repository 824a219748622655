import { createHash } from 'node:crypto'
import type { PublicContent } from '#src/db/public-content.ts'
import type { PublicationAct } from '#src/db/tables.ts'
import { sorted } from '#src/trail/diff.ts'

/** A row of the public log but for its chain. */
export type LogRow = {
  number: number
  reference: string
  act: PublicationAct
  at: Date
  content_hash: string
  reason: string
}

/** The hash the log and the trail keep of a copy's content. */
export function contentHash(content: PublicContent): string {
  return sha256(sorted(content))
}

/** The log's next link: the one before it and the whole row. The first follows the empty text. */
export function chainHash(previous: string, row: LogRow): string {
  const { number, reference, act, at, content_hash, reason } = row
  return sha256([previous, number, reference, act, at.toISOString(), content_hash, reason].join('\n'))
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
