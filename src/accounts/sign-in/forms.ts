import { z } from 'zod'

const Email = z
  .string({ error: 'Enter your e-mail address' })
  .trim()
  .toLowerCase()
  .min(1, 'Enter your e-mail address')
  .max(254, 'That is too long for an e-mail address')

export const SignInForm = z.object({
  email: Email,
  password: z
    .string({ error: 'Enter your password' })
    .min(1, 'Enter your password')
    .max(1000, 'That is too long for a password'),
})

export const CodeForm = z.object({
  code: z
    .string({ error: 'Enter the code your app shows' })
    .transform(text => text.replace(/\s/g, ''))
    .refine(text => /^\d{6}$/.test(text), 'Enter the 6 numbers your app shows'),
})

export const ForgottenForm = z.object({
  email: Email.refine(
    text => text === '' || z.email().safeParse(text).success,
    'Enter an e-mail address such as name@example.org',
  ),
})
