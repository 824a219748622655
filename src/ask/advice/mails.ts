import type { Db } from '#src/db/open.ts'
import { formatDate } from '#src/domain/dates.ts'
import { queueMail } from '#src/notify/mail.ts'

/** What a mail about advice speaks of; `question` is '' for the whole proposal, `link` the whole address. */
export type About = { name: string; reference: string; question: string; link: string }

/** Tells those who are asked for advice (PEO-6). */
export function mailAsked(
  trx: Db,
  to: readonly string[],
  about: About,
  asked: { by: string; message: string; dueOn: string | null },
  at: Date,
): Promise<void> {
  return mailEach(trx, to, at, {
    subject: `Your advice is asked: ${about.name}`,
    body: `${asked.by} asks for your advice on ${topic(about)}${asked.dueOn ? `, by ${formatDate(asked.dueOn)}` : ''}.
${asked.message ? `\n${asked.message}\n` : ''}
Read the question and answer it here:
${about.link}
`,
  })
}

/** Tells whoever asked that the advice is there. */
export function mailGiven(
  trx: Db,
  to: readonly string[],
  about: About,
  given: { by: string; advice: string },
  at: Date,
): Promise<void> {
  return mailEach(trx, to, at, {
    subject: `Advice has come: ${about.name}`,
    body: `${given.by} has advised on ${topic(about)}:

${given.advice}

It is kept with the proposal:
${about.link}
`,
  })
}

/** Tells whoever asked that the advice was changed or added to. */
export function mailAdded(
  trx: Db,
  to: readonly string[],
  about: About,
  added: { by: string; advice: string },
  at: Date,
): Promise<void> {
  return mailEach(trx, to, at, {
    subject: `Advice was added to: ${about.name}`,
    body: `${added.by} has changed or added to the advice on ${topic(about)}:

${added.advice}

What was said before stays beside it:
${about.link}
`,
  })
}

/** Tells those who were asked that nobody waits for them any more. */
export function mailWithdrawn(
  trx: Db,
  to: readonly string[],
  about: About,
  by: string,
  at: Date,
): Promise<void> {
  return mailEach(trx, to, at, {
    subject: `No advice is needed any more: ${about.name}`,
    body: `${by} no longer needs your advice on ${topic(about)}. There is nothing for you to do.
`,
  })
}

const topic = ({ name, reference, question }: About) =>
  question
    ? `‘${question}’ in the proposal for ${name} (${reference})`
    : `the proposal for ${name} (${reference})`

async function mailEach(
  trx: Db,
  accountIds: readonly string[],
  at: Date,
  mail: { subject: string; body: string },
): Promise<void> {
  if (accountIds.length === 0) return
  const rows = await trx
    .selectFrom('account')
    .select('email')
    .where('id', 'in', [...new Set(accountIds)])
    .where('deactivated_at', 'is', null)
    .orderBy('email')
    .execute()
  for (const { email } of rows) await queueMail(trx, { to: email, ...mail }, at)
}
