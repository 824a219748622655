import type { Db } from '#src/db/open.ts'
import { queueMail } from '#src/notify/mail.ts'
import type { Allower } from './allowing.ts'
import { mailOffSeats } from './mails.ts'
import type { Round, RoundSeat } from './round.ts'

type By = { accountId: string; name: string; address: string; at: Date }

/** Tells those who were asked to decide on a seat that it is waived: on whose word, and why (REV-4). */
export function mailWaived(
  trx: Db,
  round: Round,
  seat: RoundSeat,
  waived: { by: By; said: string; why: string; but: string | null },
): Promise<void> {
  const { by, said, why, but } = waived
  const { name, reference } = round.content
  const lead = `${by.name} put on record that the step ‘${seat.title}: ${seat.role_title}’ is waived for ${name} (${reference}).`
  const asked = seat.opened_at === null ? [] : [seat]
  const spared = [by.accountId, ...(but === null ? [] : [but])]
  return mailOffSeats(trx, round, asked, lead, { but: spared, why: `${why}\n\nAllowed by: ${said}` }, by)
}

/** Tells whoever allowed a waiver that someone put that on record, so that none stands in a name without its bearer's knowing (REV-4). */
export async function mailAllowed(
  trx: Db,
  { accountId }: Pick<Allower, 'accountId'>,
  waived: { what: string; name: string; reference: string; by: By; said: string; why: string },
): Promise<void> {
  const { what, name, reference, by, said, why } = waived
  if (accountId === null || accountId === by.accountId) return
  const to = await trx
    .selectFrom('account')
    .select('email')
    .where('id', '=', accountId)
    .where('deactivated_at', 'is', null)
    .executeTakeFirst()
  if (!to) return
  await queueMail(
    trx,
    {
      to: to.email,
      subject: `Waived on your word: ${name}`,
      body: `${by.name} put on record that you allowed this to be waived for ${name} (${reference}): ${what}.

As it stands on record: ${said}
Why: ${why}

If that is not so, tell ${by.name} at once. All that is waived:
${by.address}/waivers
`,
    },
    by.at,
  )
}
