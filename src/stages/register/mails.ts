import { listKeepers } from '#src/accounts/keepers.ts'
import type { Place } from '#src/accounts/may.ts'
import { type Mail, queueMail } from '#src/notify/mail.ts'
import type { Act } from '#src/trail/change.ts'

/** What a mail about a form speaks of; `link` is the whole address. */
export type About = { reference: string; name: string; link: string }

/** Tells the keepers of the place that a signed form waits for them; administrators where there is no keeper. */
export async function mailSubmitted(
  act: Act,
  authorityId: string,
  place: Place,
  about: About,
  signer: { id: string | null; name: string; again: boolean },
  at: Date,
): Promise<void> {
  for (const to of await listKeepers(act.trx, authorityId, place))
    if (to.id !== signer.id) await queueMail(act.trx, submittedMail(to.email, about, signer), at)
}

/** Tells whoever signed last what became of the form; nobody is told of what they did themselves. */
export async function mailSigner(
  act: Act,
  signerId: string | null,
  deciderId: string | null,
  mailFor: (to: string) => Mail,
  at: Date,
): Promise<void> {
  if (!signerId || signerId === deciderId) return
  const signer = await act.trx
    .selectFrom('account')
    .select('email')
    .where('id', '=', signerId)
    .where('deactivated_at', 'is', null)
    .executeTakeFirst()
  if (signer) await queueMail(act.trx, mailFor(signer.email), at)
}

/** To whoever signed, when the keeper asks for changes. */
export function returnedMail(to: string, { reference, name, link }: About, keeper: string): Mail {
  return {
    to,
    subject: `Please look again at the registration form for ${name}`,
    body: `${keeper} has read the registration form for ${name} (${reference}) and asks you to change something.

What is asked stands beside the answers. Change them and sign again:
${link}
`,
  }
}

/** To whoever signed, when the entry is on the register. */
export function loggedMail(to: string, { reference, name, link }: About, keeper: string): Mail {
  return {
    to,
    subject: `${name} is on the register`,
    body: `${keeper} has logged the registration form for ${name}. It is on the register as ${reference}:
${link}

Keep a copy of the signed form for your department:
${link}/form/copy

When something changes, correct the entry from that page.
`,
  }
}

function submittedMail(
  to: string,
  { reference, name, link }: About,
  by: { name: string; again: boolean },
): Mail {
  return {
    to,
    subject: `A registration form waits for you: ${name}`,
    body: `${by.name} has signed the registration form for ${name} (${reference})${by.again ? ' again' : ''}.

${by.again ? 'See what changed, then log it or return it' : 'Check it, then log it or return it with comments'}:
${link}
`,
  }
}
