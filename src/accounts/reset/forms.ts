import { z } from 'zod'

const Password = z.string({ error: 'Enter a password' }).max(1000, 'The password is too long')

/** A new password; whether it will do is for `passwordMistake` to say. */
export const NewPasswordForm = z.object({ new_password: Password })

export const ChangePasswordForm = z.object({
  password: Password.min(1, 'Enter the password you have now'),
  new_password: Password,
})
