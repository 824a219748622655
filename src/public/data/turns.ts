import { Busy } from '#src/errors.ts'

/**
 * Lets one after another do what is dear: each waits for its turn and gives it back when done.
 * @param most how many may wait besides the one whose turn it is
 * @returns what waits for a turn and gives what ends it; it throws Busy where too many wait already
 */
export function oneByOne(most: number): () => Promise<() => void> {
  let last: Promise<void> = Promise.resolve()
  let present = 0
  return async () => {
    if (present > most) throw new Busy('Too many people are taking this at once. Try again in a minute.')
    present++
    const before = last
    const { promise, resolve } = Promise.withResolvers<void>()
    last = promise
    await before
    return () => {
      present--
      resolve()
    }
  }
}
