import type { FastifyRequest } from 'fastify'
import { type Here, hereOf, whatOf } from '#src/accounts/here.ts'
import { refusal, type Verb, wholeGrantFor } from '#src/accounts/may.ts'
import type { What } from '#src/trail/change.ts'

/** Whether a role over the whole authority lets the reader do this: the directory belongs to no directorate. */
export function mayWhole(here: Here, verb: Verb): boolean {
  return wholeGrantFor(here.grants, verb) !== undefined
}

/** The authority of a page that changes what all of it shares. @throws NotAllowed where the reader's role covers only a part */
export function hereWhole(req: FastifyRequest, verb: Verb): Here {
  const here = hereOf(req)
  if (!mayWhole(here, verb)) throw refusal(verb)
  return here
}

/** The frame of such a change. @throws NotAllowed where the reader's role covers only a part */
export function whatWhole(req: FastifyRequest, now: Date, action: string, verb: Verb): What {
  hereWhole(req, verb)
  return whatOf(req, now, action, verb)
}
