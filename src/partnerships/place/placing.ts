import type { Known } from '#src/partnerships/known.ts'
import type { Act, Writer } from '#src/trail/change.ts'

/** What placing values on one record needs. */
export type Placing = {
  act: Act
  /** The writer of the record itself. */
  writer: Writer
  known: Known
  authorityId: string
  /** The day it is, as '2027-03-31'. */
  today: string
  /** The import whose new bodies, people and posts stay hidden until it is committed. */
  batch?: string | undefined
  /** What is placed belongs to the row that added the record: it may state any status, as the row might have. */
  fresh?: boolean
}
