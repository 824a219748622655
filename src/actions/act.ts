import { refuseWrong } from '#src/decide/demanded.ts'
import { emailsOf } from '#src/decide/mails.ts'
import { findRound } from '#src/decide/round.ts'
import { Conflict, NotAllowed } from '#src/errors.ts'
import { queueMail } from '#src/notify/mail.ts'
import type { Act } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { closersOf } from './closers.ts'
import { type Deed, deedWrong } from './forms.ts'
import { findAction } from './queries.ts'

/** What someone may do about an action. */
export type Rights = { works: boolean; closes: boolean }

/** Whoever acts, what they may do, and the whole address of the action. */
export type Doer = { accountId: string; name: string; rights: Rights; at: Date; address: string }

/**
 * Moves an action on: a note on its progress, done with its evidence, closed, sent back or dropped (APP-6). Whoever works
 * on it never closes it by that; whoever set it does.
 * @param seen the version of the action that its page showed
 * @throws NotAllowed where that is not theirs to do; Conflict when it has changed meanwhile or is over; Refused where what has to
 * be said is not
 */
export async function moveAction(
  act: Act,
  authorityId: string,
  entry: { id: string; name: string },
  which: { id: string; seen: number },
  deed: Deed,
  by: Doer,
): Promise<void> {
  const action = await findAction(act.trx, authorityId, entry.id, which.id)
  const own = deed.does === 'progress' || deed.does === 'done'
  if (!(own ? by.rights.works : by.rights.closes))
    throw new NotAllowed(
      own
        ? 'Only its owner, and whoever may propose here, works on this action.'
        : 'Only whoever set this condition closes it, sends it back or drops it.',
    )
  const allowed = {
    progress: ['open'],
    done: ['open'],
    'send-back': ['done'],
    close: ['open', 'done'],
    drop: ['open', 'done'],
  }
  if (!allowed[deed.does].includes(action.state))
    throw new Conflict('This action has moved on meanwhile. Open it again and look.')
  refuseWrong(deedWrong(deed, londonDay(by.at)))
  const over = { remark: deed.remark, closed_by: by.name, closed_at: by.at }
  const patch = {
    progress: { progress: deed.progress },
    done: { state: 'done', evidence: deed.evidence, done_on: deed.doneOn, remark: '' },
    'send-back': { state: 'open', remark: deed.remark, done_on: null },
    close: { ...over, state: 'closed' },
    drop: { ...over, state: 'dropped' },
  } as const
  await act.on('involvement', entry.id, entry.name).update('action', action.id, patch[deed.does], which.seen)
  await tell(act, authorityId, entry.name, action, deed, by)
}

// Whoever set it hears that it is done, and its owner that it came back or is over.
async function tell(
  act: Act,
  authorityId: string,
  name: string,
  action: Awaited<ReturnType<typeof findAction>>,
  deed: Deed,
  by: Doer,
) {
  if (deed.does === 'progress') return
  const round = await findRound(act.trx, authorityId, action.approval_id, londonDay(by.at))
  const accounts =
    deed.does === 'done'
      ? closersOf(round, action.cause_id).map(each => each.accountId)
      : [action.owner_account]
  const said = { done: 'is done', 'send-back': 'was sent back', close: 'is closed', drop: 'was dropped' }[
    deed.does
  ]
  for (const to of await emailsOf(
    act.trx,
    accounts.filter(id => id !== by.accountId),
  ))
    await queueMail(
      act.trx,
      {
        to: to.email,
        subject: `A condition ${said}: ${name}`,
        body: `${by.name} records about ${name} that this ${said}:

${action.what}
${deed.remark ? `\nWhy: ${deed.remark}\n` : ''}
${deed.does === 'done' ? 'Look at the evidence, then close it or send it back' : 'See it here'}:
${by.address}
`,
      },
      by.at,
    )
}
