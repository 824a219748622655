import type { Db } from '#src/db/open.ts'
import { formatDate } from '#src/domain/dates.ts'
import { queueMail } from '#src/notify/mail.ts'
import { londonDay } from '#src/web/views.ts'
import { type Acting, actingOn, isOpen } from './acting.ts'
import { inList } from './outcome-words.ts'
import type { Round, RoundSeat } from './round.ts'

/** The whole address of the proposal's staff pages, such as https://…/wendleshire/staff/partnerships/WEN-0001. */
export type Address = string

/** Tells everyone who can act on these seats that a proposal waits for them, each in one mail (APP-1). */
export async function mailSeats(
  trx: Db,
  round: Round,
  seats: readonly RoundSeat[],
  address: Address,
  at: Date,
): Promise<void> {
  const acting = seats.flatMap(seat => actingOn(round, seat))
  for (const to of await emailsOf(
    trx,
    acting.map(each => each.holder.accountId),
  )) {
    const own = acting.filter(each => each.holder.accountId === to.id)
    await queueMail(trx, waitingMail(to.email, round, own, address), at)
  }
}

/** Tells those who put it forward that a step is done, and for whom it waits now (APP-6). */
export function mailMovedOn(trx: Db, round: Round, said: string, address: Address, at: Date): Promise<void> {
  return mailProposers(trx, round, `${round.content.name}: the next step`, said, address, at)
}

/** Tells those who put it forward how the submission ended, or why it waits. */
export function mailEnded(trx: Db, round: Round, said: string, address: Address, at: Date): Promise<void> {
  return mailProposers(trx, round, `${round.content.name}: ${said}`, `${said}.`, address, at)
}

/** Tells everyone for whom a decision waits that it was taken back. */
export async function mailTakenBack(
  trx: Db,
  round: Round,
  by: { accountId: string | null; name: string },
  why: string,
  address: Address,
  at: Date,
): Promise<void> {
  const { name, reference } = round.content
  const seats = round.seats.filter(seat => isOpen(seat) && seat.opened_at !== null)
  const said = () =>
    `${by.name} took back the proposal for ${name} (${reference}). You need not decide on it now.`
  await mailSpared(trx, round, seats, { but: [by.accountId], said, why }, address, at)
}

/** Tells those who had been asked to decide on these seats that the route no longer asks them, and why (APP-6). */
export async function mailOffRoute(
  trx: Db,
  round: Round,
  seats: readonly RoundSeat[],
  by: { accountId: string; name: string },
  why: string,
  address: Address,
  at: Date,
): Promise<void> {
  const { name, reference } = round.content
  const lead = `${by.name} changed who decides on ${name} (${reference}).`
  await mailOffSeats(trx, round, seats, lead, { but: [by.accountId], why }, { address, at })
}

/** Tells those who had been asked to decide on these seats that they need not, and why. @param lead who did what, a sentence */
export async function mailOffSeats(
  trx: Db,
  round: Round,
  seats: readonly RoundSeat[],
  lead: string,
  { but, why }: { but: readonly (string | null)[]; why: string },
  { address, at }: { address: Address; at: Date },
): Promise<void> {
  const said = (own: readonly Acting[]) => {
    const decides = [...new Set(own.filter(each => each.post).map(each => each.capacity))]
    const committees = own.filter(each => !each.post).map(each => each.seat.committee!.name)
    const spared = [
      ...(decides.length > 0 ? [`You need no longer decide as ${inList(decides)}.`] : []),
      ...(committees.length > 0
        ? [`${inList(committees)} need no longer decide, and there is nothing for you to enter.`]
        : []),
    ]
    return `${lead} ${spared.join(' ')}`
  }
  await mailSpared(trx, round, seats, { but, said, why }, address, at)
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

type Spared = { but: readonly (string | null)[]; said: (own: readonly Acting[]) => string; why: string }

async function mailSpared(
  trx: Db,
  round: Round,
  seats: readonly RoundSeat[],
  { but, said, why }: Spared,
  address: Address,
  at: Date,
): Promise<void> {
  const acting = seats.flatMap(seat => actingOn(round, seat))
  const accounts = acting.map(each => each.holder.accountId).filter(id => !but.includes(id))
  for (const to of await emailsOf(trx, accounts))
    await queueMail(
      trx,
      {
        to: to.email,
        subject: `No decision is needed now: ${round.content.name}`,
        body: `${said(acting.filter(each => each.holder.accountId === to.id))}

Why: ${why}

What was decided before stays on record:
${address}/approval
`,
      },
      at,
    )
}

// A recorder enters what a committee decided, and the others decide themselves; someone may do both.
function waitingMail(to: string, round: Round, own: readonly Acting[], address: Address) {
  const { name, reference } = round.content
  const decides = [...new Set(own.filter(each => each.post).map(each => each.capacity))]
  const records = own.filter(each => !each.post)
  const committees = records.map(each => each.seat.committee!.name)
  const asked = [
    ...(decides.length > 0 ? [`You are asked to decide as ${inList(decides)}.`] : []),
    ...(records.length > 0
      ? [`${inList(committees)} is asked to decide, and you enter what it decided.`]
      : []),
  ]
  return {
    to,
    subject:
      decides.length > 0
        ? `A decision waits for you: ${name}`
        : `A decision of ${inList(committees)} waits: ${name}`,
    body: `${round.submitted_by} proposes ${name} (${reference}). ${asked.join(' ')}

Read the one-page brief first:
${address}/approval/brief
${decides.length > 0 ? `\nThen decide:\n${address}/approval/decision\n` : ''}${records
  .map(
    each =>
      `\nThen enter what ${each.seat.committee!.name} decided:\n${address}/approval/committee/${each.seat.id}\n`,
  )
  .join('')}`,
  }
}

async function mailProposers(
  trx: Db,
  round: Round,
  subject: string,
  said: string,
  address: Address,
  at: Date,
): Promise<void> {
  const { name, reference } = round.content
  for (const to of await emailsOf(trx, round.proposers.accounts))
    await queueMail(
      trx,
      {
        to: to.email,
        subject,
        body: `The proposal for ${name} (${reference}), submitted on ${formatDate(londonDay(round.submitted_at))}: ${said}

See who decided what, and what comes next:
${address}/approval
`,
      },
      at,
    )
}
