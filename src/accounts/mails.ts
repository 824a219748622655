import type { Mail } from '#src/notify/mail.ts'

/** To someone who has no password yet. */
export function invitationMail(to: string, place: string, link: string): Mail {
  return {
    to,
    subject: `Your account for the partnership register of ${place}`,
    body: `You have been given an account for the partnership register of ${place}.

Choose your password here:
${link}

The link works once, for 7 days. If you did not expect this e-mail, you need not do anything.
`,
  }
}

/** To someone who has an account already. */
export function accessMail(to: string, place: string, address: string): Mail {
  return {
    to,
    subject: `You may now use the partnership register of ${place}`,
    body: `You have been given access to the partnership register of ${place}.

Sign in with the account you have:
${address}

If you have forgotten your password, the sign-in page sends you a new link.
`,
  }
}

/** To someone who asked for a new password. */
export function resetMail(to: string, link: string): Mail {
  return {
    to,
    subject: 'Choose a new password',
    body: `Someone asked for a new password for your account. If it was you, choose it here:
${link}

The link works once, for an hour. If it was not you, you need not do anything: your password stays as it is.
`,
  }
}

/** To someone whose password is another one now, in case it was not they. */
export function passwordChangedMail(to: string, forgotten: string): Mail {
  return {
    to,
    subject: 'Your password was changed',
    body: `The password of your account was changed just now, and every other session of yours has ended.

If it was not you, choose a new password at once:
${forgotten}
`,
  }
}
