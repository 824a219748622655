import type { Db } from '#src/db/open.ts'
import { type Act, change, type What } from './change.ts'

/**
 * A change that may find, once others wait for it, that it must not be made. What it gives up with is given back and
 * nothing of it is kept: neither rows nor events nor the form's one-time number.
 * @param work throws what `giveUp` makes of the outcome
 * @returns what `work` returns, or gave up with
 * @throws AlreadyDone when the form was submitted before
 */
export async function attempt<R>(
  db: Db,
  what: What,
  work: (act: Act, giveUp: (outcome: R) => Error) => Promise<R>,
): Promise<R> {
  const giveUp = (outcome: R) => new GivenUp(outcome)
  try {
    return await change(db, what, act => work(act, giveUp))
  } catch (error) {
    if (error instanceof GivenUp) return error.outcome as R
    throw error
  }
}

class GivenUp extends Error {
  override name = 'GivenUp'
  outcome: unknown
  constructor(outcome: unknown) {
    super('Nothing was changed')
    this.outcome = outcome
  }
}
