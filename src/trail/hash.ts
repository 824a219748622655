import { createHash } from 'node:crypto'
import type { EventPayload } from '#src/db/tables.ts'
import { sorted } from './diff.ts'

/** The hash an event keeps of what it says, so that the words can be redacted and the chain still holds. */
export function payloadHash(payload: EventPayload): string {
  return sha256(sorted(payload))
}

/** What a seal binds together: the one before it and every unredactable part of the event. */
export type Sealed = {
  id: string
  at: Date
  action: string
  subject_type: string
  subject_id: string
  account_id: string | null
  batch_id: string | null
  payload_hash: string
}

/** The chain's next hash. The first event of a chain follows the empty text. */
export function sealHash(previous: string, event: Sealed): string {
  return sha256(
    [
      previous,
      event.id,
      event.at.toISOString(),
      event.action,
      event.subject_type,
      event.subject_id,
      event.account_id ?? '',
      event.batch_id ?? '',
      event.payload_hash,
    ].join('\n'),
  )
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
