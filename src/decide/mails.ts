import type { Db } from '#src/db/open.ts'
import { formatDate } from '#src/domain/dates.ts'
import { queueMail } from '#src/notify/mail.ts'
import { actingOn } from './acting.ts'
import type { Round, RoundSeat } from './round.ts'

/** The whole address of the proposal's staff pages, such as https://…/wendleshire/staff/partnerships/WEN-0001. */
export type Address = string

/** Tells everyone who can act on these seats that a proposal waits for them (APP-1). */
export async function mailSeats(
  trx: Db,
  round: Round,
  seats: readonly RoundSeat[],
  address: Address,
  at: Date,
): Promise<void> {
  const { name, reference } = round.content
  const acting = seats.flatMap(seat => actingOn(round, seat))
  for (const to of await emailsOf(
    trx,
    acting.map(each => each.holder.accountId),
  )) {
    const capacities = acting.filter(each => each.holder.accountId === to.id).map(each => each.capacity)
    await queueMail(
      trx,
      {
        to: to.email,
        subject: `A decision waits for you: ${name}`,
        body: `${round.submitted_by} proposes ${name} (${reference}). You are asked to decide as ${[...new Set(capacities)].join(' and ')}.

Read the one-page brief and decide:
${address}/approval/brief
`,
      },
      at,
    )
  }
}

/** Tells whoever submitted how the submission ended. */
export async function mailEnded(
  trx: Db,
  round: Round,
  said: string,
  address: Address,
  at: Date,
): Promise<void> {
  for (const to of await emailsOf(trx, [round.account_id]))
    await queueMail(
      trx,
      {
        to: to.email,
        subject: `${round.content.name}: ${said}`,
        body: `The proposal for ${round.content.name} (${round.content.reference}), submitted on ${formatDate(
          new Date(round.submitted_at).toISOString().slice(0, 10),
        )}: ${said}.

See who decided what, and what comes next:
${address}/approval
`,
      },
      at,
    )
}

/** The addresses of accounts that can sign in, each once. */
export async function emailsOf(trx: Db, accounts: readonly (string | null)[]) {
  const ids = [...new Set(accounts.filter(id => id !== null))]
  if (ids.length === 0) return []
  return trx
    .selectFrom('account')
    .select(['id', 'email', 'name'])
    .where('id', 'in', ids)
    .where('deactivated_at', 'is', null)
    .orderBy('email')
    .execute()
}
