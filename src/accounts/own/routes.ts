import type { FastifyInstance } from 'fastify'
import type { Deps } from '#src/deps.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { dropCookie, giveCookie } from '../cookie.ts'
import { userOf } from '../here.ts'
import { keptHours } from '../interrupted.ts'
import { passwordMatches, passwordMistake } from '../passwords.ts'
import { ChangePasswordForm } from '../reset/forms.ts'
import { endSessions, startSession } from '../session.ts'
import { listAuthoritiesOf, setPassword } from '../set-password.ts'
import { forgive, takeTry, waitSentence } from '../sign-in/attempts.ts'
import { findAccount, listKept, listSessions } from './queries.ts'

const signedIn = { config: { needs: 'signed-in' as const } }

/** One's own account: its password, its sessions, what waits for it. */
export function ownRoutes(app: FastifyInstance, deps: Deps) {
  const { database, now, config } = deps
  const db = database.app()

  app.get('/account', signedIn, async (req, reply) => {
    const user = userOf(req)
    const [account, authorities, sessions, kept] = await Promise.all([
      findAccount(db, user.accountId),
      listAuthoritiesOf(database, user.accountId),
      listSessions(db, user, now()),
      listKept(db, user.accountId, new Date(now().getTime() - keptHours * 3_600_000)),
    ])
    const page = { title: 'Your account', account, authorities, sessions, kept }
    return reply.view('accounts/own/account.njk', page)
  })

  app.post('/account/sessions/end', signedIn, async (req, reply) => {
    const which = (req.body as Record<string, unknown> | null)?.session
    const session = (await listSessions(db, userOf(req), now())).find(each => each.key === which)
    if (session) await endSessions(db, { hash: session.hash }, now())
    return reply.redirect('/account?done=session-ended', 303)
  })

  app.post('/account/sessions/end-all', signedIn, async (req, reply) => {
    await endSessions(db, { accountId: userOf(req).accountId }, now())
    dropCookie(reply)
    return reply.redirect('/sign-in?done=signed-out-everywhere', 303)
  })

  const title = 'Change your password'
  const page = { title, button: 'Change the password', back: '/account' }

  app.get('/account/password', signedIn, (_, reply) => reply.view('accounts/own/password.njk', page))

  app.post('/account/password', signedIn, async (req, reply) => {
    const user = userOf(req)
    const form = readForm(ChangePasswordForm, req.body)
    const again = (status: number, shown: object) =>
      reply.code(status).view('accounts/own/password.njk', { ...page, ...shown })
    if (!form.ok) return again(422, form)
    const wrong = await refusalOfPassword(deps, user, form.value.password)
    if (wrong) return again(422, badForm(req.body, [{ field: 'password', text: wrong }]))
    const names = (await listAuthoritiesOf(database, user.accountId)).map(each => each.name)
    const weak = await passwordMistake(form.value.new_password, { email: user.email, authorities: names })
    if (weak) return again(422, badForm(req.body, [{ field: 'new_password', text: weak }]))
    const owner = { id: user.accountId, email: user.email, name: user.name }
    await setPassword(database, owner, form.value.new_password, { publicUrl: config.publicUrl }, now())
    giveCookie(reply, deps, await startSession(db, user.accountId, now(), user.secondFactor))
    return reply.redirect('/account?done=password-changed', 303)
  })
}

/** Why the password someone gives to confirm who they are will not do; it slows down as signing in does. */
export async function refusalOfPassword(
  { database, now }: Deps,
  user: { accountId: string; email: string },
  password: string,
): Promise<string | undefined> {
  const db = database.app()
  const tried = await takeTry(db, user.email, now())
  if (tried.waitNow > 0) return waitSentence(tried.waitNow)
  const { password_hash } = await findAccount(db, user.accountId)
  if (await passwordMatches(password_hash, password)) {
    await forgive(db, user.email)
    return undefined
  }
  return `That is not the password you have now. ${waitSentence(tried.waitNext)}`.trim()
}
