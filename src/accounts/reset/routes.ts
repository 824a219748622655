import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Deps } from '#src/deps.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { resetMail } from '../mails.ts'
import { passwordMistake } from '../passwords.ts'
import { listAuthoritiesOf, setPassword } from '../set-password.ts'
import { forgive } from '../sign-in/attempts.ts'
import { ForgottenForm } from '../sign-in/forms.ts'
import { findTokensAccount } from '../tokens.ts'
import { NewPasswordForm } from './forms.ts'
import { sendReset } from './send-reset.ts'

type Token = { Params: { token: string } }

/** A forgotten password, and the link that mends it. */
export function resetRoutes(app: FastifyInstance, deps: Deps) {
  const { database, now, config } = deps
  const db = database.app()
  const forgotten = { title: 'I have forgotten my password', button: 'Send me a link', back: '/sign-in' }

  app.get('/forgotten-password', { config: { needs: 'anyone' } }, (_, reply) =>
    reply.view('accounts/reset/forgotten.njk', forgotten),
  )

  app.post(
    '/forgotten-password',
    { config: { needs: 'anyone', rateLimit: { max: 20, timeWindow: '1 minute' } } },
    async (req, reply) => {
      const form = readForm(ForgottenForm, req.body)
      if (!form.ok) return reply.code(422).view('accounts/reset/forgotten.njk', { ...forgotten, ...form })
      const link = (token: string) => `${config.publicUrl}/reset/${token}`
      const mailTo = (to: string, token: string) => resetMail(to, link(token))
      // The answer takes as long for an address nobody has.
      await Promise.all([sendReset(db, form.value.email, mailTo, now()), pause(150)])
      return reply.redirect('/forgotten-password/sent', 303)
    },
  )

  app.get('/forgotten-password/sent', { config: { needs: 'anyone' } }, (_, reply) =>
    reply.view('accounts/reset/sent.njk', { title: 'Look at your mail' }),
  )

  const choose = { title: 'Choose a new password', button: 'Save the new password' }

  app.get<Token>('/reset/:token', { config: { needs: 'anyone' } }, async (req, reply) => {
    const account = await findTokensAccount(db, req.params.token, 'password-reset', now())
    if (!account) return gone(reply)
    return reply.view('accounts/reset/choose.njk', { ...choose, email: account.email })
  })

  app.post<Token>(
    '/reset/:token',
    { config: { needs: 'anyone', rateLimit: { max: 20, timeWindow: '1 minute' } } },
    async (req, reply) => {
      const { token } = req.params
      const account = await findTokensAccount(db, token, 'password-reset', now())
      if (!account) return gone(reply)
      const again = (shown: object) =>
        reply.code(422).view('accounts/reset/choose.njk', { ...choose, email: account.email, ...shown })
      const form = readForm(NewPasswordForm, req.body)
      if (!form.ok) return again(form)
      const names = (await listAuthoritiesOf(database, account.id)).map(each => each.name)
      const wrong = await passwordMistake(form.value.new_password, {
        email: account.email,
        authorities: names,
      })
      if (wrong) return again(badForm(req.body, [{ field: 'new_password', text: wrong }]))
      const how = { token, publicUrl: config.publicUrl }
      if (!(await setPassword(database, account, form.value.new_password, how, now()))) return gone(reply)
      await forgive(db, account.email)
      return reply.redirect('/sign-in?done=password-changed', 303)
    },
  )
}

const gone = (reply: FastifyReply) =>
  reply.code(404).view('web/problem.njk', {
    title: 'This link no longer works',
    message: 'It was used already, or it is more than an hour old. Ask for a new one from the sign-in page.',
  })
