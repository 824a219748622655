import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Deps } from '#src/deps.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { giveCookie } from '../cookie.ts'
import { passwordMistake } from '../passwords.ts'
import { NewPasswordForm } from '../reset/forms.ts'
import { startSession } from '../session.ts'
import { listAuthoritiesOf, setPassword } from '../set-password.ts'
import { acceptInvitations } from '../sign-in/accept.ts'
import { findTokensAccount } from '../tokens.ts'

type Token = { Params: { token: string } }

/** Taking up an invitation: choosing the first password signs in. */
export function invitationRoutes(app: FastifyInstance, deps: Deps) {
  const { database, now, config } = deps
  const db = database.app()
  const page = { title: 'Choose your password', button: 'Save and go on', newPasswordLabel: 'Password' }

  app.get<Token>('/invitation/:token', { config: { needs: 'anyone' } }, async (req, reply) => {
    const account = await findTokensAccount(db, req.params.token, 'invitation', now())
    if (!account) return gone(reply)
    return reply.view('accounts/reset/choose.njk', { ...page, email: account.email })
  })

  app.post<Token>(
    '/invitation/:token',
    { config: { needs: 'anyone', rateLimit: { max: 20, timeWindow: '1 minute' } } },
    async (req, reply) => {
      const { token } = req.params
      const account = await findTokensAccount(db, token, 'invitation', now())
      if (!account) return gone(reply)
      const again = (shown: object) =>
        reply.code(422).view('accounts/reset/choose.njk', { ...page, email: account.email, ...shown })
      const form = readForm(NewPasswordForm, req.body)
      if (!form.ok) return again(form)
      const names = (await listAuthoritiesOf(database, account.id)).map(each => each.name)
      const wrong = await passwordMistake(form.value.new_password, {
        email: account.email,
        authorities: names,
      })
      if (wrong) return again(badForm(req.body, [{ field: 'new_password', text: wrong }]))
      const how = { token, first: true, publicUrl: config.publicUrl }
      if (!(await setPassword(database, account, form.value.new_password, how, now()))) return gone(reply)
      await acceptInvitations(database, { accountId: account.id, name: account.name }, now())
      giveCookie(reply, deps, await startSession(db, account.id, now()))
      return reply.redirect('/start', 303)
    },
  )
}

const gone = (reply: FastifyReply) =>
  reply.code(404).view('web/problem.njk', {
    title: 'This link no longer works',
    message:
      'It was used already, or it is more than 7 days old. If you chose a password with it, sign in. If not, ask whoever invited you to send another.',
  })
