/**
 * The same pieces with the first one made already: what fails at once is then still answered as an error.
 * @throws whatever the first piece throws
 */
export async function begun<T>(pieces: AsyncGenerator<T>): Promise<AsyncGenerator<T>> {
  const first = await pieces.next()
  return (async function* () {
    if (!first.done) yield first.value
    yield* pieces
  })()
}
