/** No such record, or one the reader may not know of. */
export class NotFound extends Error {
  override name = 'NotFound'
}

/** The reader may not do this; the message says who can. */
export class NotAllowed extends Error {
  override name = 'NotAllowed'
}

/** What was asked no longer fits what the record holds. */
export class Conflict extends Error {
  override name = 'Conflict'
}

/** A mistake in what was asked that one sentence mends: on the command line one line and exit 2. */
export class Refused extends Error {
  override name = 'Refused'
}

/** Too many ask for the same dear thing at once. */
export class Busy extends Error {
  override name = 'Busy'
}

/** What was asked for stands at another address. */
export class Elsewhere extends Error {
  override name = 'Elsewhere'
  address: string
  constructor(address: string) {
    super('This stands at another address.')
    this.address = address
  }
}
