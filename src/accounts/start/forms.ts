import { z } from 'zod'
import { prefixMistake, slugMistake } from '../slugs.ts'

const words = (missing: string, longest = 200) =>
  z.string({ error: missing }).trim().min(1, missing).max(longest, `Use ${longest} characters or fewer`)

const refineBy =
  (mistakeOf: (text: string) => string | undefined) => (text: string, ctx: z.RefinementCtx) => {
    const message = text === '' ? undefined : mistakeOf(text)
    if (message) ctx.addIssue({ code: 'custom', message })
  }

/** The e-mail address of an account, in small letters. */
export const AccountEmail = words('Enter the e-mail address', 254)
  .toLowerCase()
  .refine(
    text => text === '' || z.email().safeParse(text).success,
    'Enter an e-mail address such as name@example.org',
  )

export const PersonName = words('Enter the person’s name')

/** An authority as it is first told of. */
export const AuthorityFields = {
  authority: words('Enter the authority’s name'),
  slug: words('Enter the address', 50).toLowerCase().superRefine(refineBy(slugMistake)),
  prefix: words('Enter the reference prefix', 8).toUpperCase().superRefine(refineBy(prefixMistake)),
}

/** Setting up: the first authority and whoever administers it. */
export const SetupForm = z.object({
  ...AuthorityFields,
  name: words('Enter your name'),
  email: AccountEmail,
  new_password: z.string({ error: 'Enter a password' }).max(1000, 'The password is too long'),
})
