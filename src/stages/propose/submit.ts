import type { FastifyRequest } from 'fastify'
import { userOf } from '#src/accounts/here.ts'
import { changedSince } from '#src/decide/seen.ts'
import { submitProposal } from '#src/decide/submit.ts'
import type { Deps } from '#src/deps.ts'
import { lockEntries } from '#src/partnerships/entry/queries.ts'
import { attempt } from '#src/trail/attempt.ts'
import { type CheckPage, checkPage } from './check-page.ts'
import { type Address, type OpenProposal, openToChange, proposalWhat } from './open.ts'

/** What became of a submission: where it is not submitted, the page as it stands now, and what is not as it was seen. */
export type Submitted = { is: 'submitted' } | { is: 'hindered' | 'moved'; page: CheckPage; changed: string[] }

/**
 * Submits a proposal as whoever submits it saw it (APP-1, APP-6). What they saw and whether it is whole is asked once nobody
 * else can change it any more: what another saved a moment before is told, and not frozen unseen.
 * @param seen marks of what they looked at
 * @throws Conflict where it is not a draft any more
 */
export async function submitSeen(
  req: FastifyRequest<Address>,
  deps: Deps,
  opened: OpenProposal,
  seen: string,
): Promise<Submitted> {
  const { here, entry, record } = opened
  const { accountId, name } = userOf(req)
  const what = proposalWhat(req, deps, opened, 'involvement.submit-proposal')
  const address = `${deps.config.publicUrl}${record}`
  return attempt(here.db, what, async (act, giveUp) => {
    await lockEntries(act.trx, [entry.id])
    const open = await openToChange(req, deps, { ...here, db: act.trx })
    // What is not a draft any more is refused by the submission itself.
    if (open.proposal?.state === 'draft') {
      const page = await checkPage(open, accountId, what.at)
      const changed = seen === '' ? [] : changedSince(seen, page.frozen).map(saidWith(open))
      if (page.left.length > 0) throw giveUp({ is: 'hindered', page, changed })
      if (seen === '' || changed.length > 0) throw giveUp({ is: 'moved', page, changed })
    }
    await submitProposal(act, here.authority.id, entry.id, { accountId, name, at: what.at, address }, seen)
    return { is: 'submitted' }
  })
}

// Of an answer it is known who gave it last.
const saidWith =
  ({ proposal }: OpenProposal) =>
  ({ id, says }: { id: string; says: string }) => {
    const by = proposal?.answers[id]?.answeredBy
    return by ? `${says} (${by})` : says
  }
