import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '#src/deps.ts'
import { isId } from '#src/domain/id.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { dropCookie, giveCookie } from '../cookie.ts'
import { userOf } from '../here.ts'
import { nextOf } from '../next.ts'
import { passwordMatches } from '../passwords.ts'
import { takeCode } from '../second-factor.ts'
import { cookieName, endSessions, hashToken, startSession } from '../session.ts'
import { acceptInvitations } from './accept.ts'
import { forgive, takeTry, waitSentence } from './attempts.ts'
import { CodeForm, SignInForm } from './forms.ts'

/** Signing in, in one step or two, and out. */
export function signInRoutes(app: FastifyInstance, deps: Deps) {
  const { database, now } = deps
  const db = database.app()
  const title = 'Sign in'
  const page = (req: FastifyRequest) => ({ title, why: whyOf(req), next: nextOf(req.query) })

  app.get('/sign-in', { config: { needs: 'anyone' } }, (req, reply) =>
    reply.view('accounts/sign-in/sign-in.njk', page(req)),
  )

  app.post(
    '/sign-in',
    { config: { needs: 'anyone', rateLimit: { max: 60, timeWindow: '1 minute' } } },
    async (req, reply) => {
      const form = readForm(SignInForm, req.body)
      const again = (status: number, shown: object) =>
        reply.code(status).view('accounts/sign-in/sign-in.njk', { ...page(req), ...shown })
      if (!form.ok) return again(422, form)
      const { email, password } = form.value
      const tried = await takeTry(db, email, now())
      if (tried.waitNow > 0) return again(429, mistake(req, 'password', waitSentence(tried.waitNow)))
      const account = await db
        .selectFrom('account')
        .select(['id', 'name', 'password_hash', 'totp_confirmed_at'])
        .where('email', '=', email)
        .where('deactivated_at', 'is', null)
        .executeTakeFirst()
      if (!(await passwordMatches(account?.password_hash, password)) || !account) {
        const wait = waitSentence(tried.waitNext)
        const text = 'That e-mail address and password do not belong together.'
        return again(422, mistake(req, 'password', wait ? `${text} ${wait}` : text))
      }
      await forgive(db, email)
      await replaceSession(req, reply, account.id, false)
      const next = await whereTo(req, account.id)
      if (account.totp_confirmed_at)
        return reply.redirect(`/sign-in/code?${new URLSearchParams({ next })}`, 303)
      await acceptInvitations(database, { accountId: account.id, name: account.name }, now())
      return reply.redirect(next, 303)
    },
  )

  const second = { config: { needs: 'signed-in-without-second-factor' as const } }
  const codePage = { title: 'Enter the code from your app', button: 'Continue' }

  app.get('/sign-in/code', second, (_, reply) => reply.view('accounts/sign-in/code.njk', codePage))

  app.post(
    '/sign-in/code',
    { config: { ...second.config, rateLimit: { max: 60, timeWindow: '1 minute' } } },
    async (req, reply) => {
      const user = userOf(req)
      const form = readForm(CodeForm, req.body)
      const again = (status: number, shown: object) =>
        reply.code(status).view('accounts/sign-in/code.njk', { ...codePage, ...shown })
      if (!form.ok) return again(422, form)
      const what = `code ${user.accountId}`
      const tried = await takeTry(db, what, now())
      if (tried.waitNow > 0) return again(429, mistake(req, 'code', waitSentence(tried.waitNow)))
      if (!(await takeCode(db, user.accountId, form.value.code, now()))) {
        const wait = waitSentence(tried.waitNext)
        const text = 'That code is wrong, too old or used already. Enter the one your app shows now.'
        return again(422, mistake(req, 'code', wait ? `${text} ${wait}` : text))
      }
      await forgive(db, what)
      await replaceSession(req, reply, user.accountId, true)
      await acceptInvitations(database, user, now())
      return reply.redirect(nextOf(req.query), 303)
    },
  )

  app.post('/sign-out', { config: { needs: 'anyone' } }, async (req, reply) => {
    const token = req.cookies[cookieName]
    if (token) await endSessions(db, { hash: hashToken(token) }, now())
    dropCookie(reply)
    return reply.redirect('/sign-in?done=signed-out', 303)
  })

  // A fresh token at every step: one that was planted or seen before is worth nothing after.
  async function replaceSession(
    req: FastifyRequest,
    reply: FastifyReply,
    accountId: string,
    secondFactor: boolean,
  ) {
    const old = req.cookies[cookieName]
    if (old) await endSessions(db, { hash: hashToken(old) }, now())
    giveCookie(reply, deps, await startSession(db, accountId, now(), secondFactor))
  }

  async function whereTo(req: FastifyRequest, accountId: string): Promise<string> {
    const kept = (req.query as Record<string, unknown>).kept
    if (!isId(kept)) return nextOf(req.query)
    const own = await db
      .selectFrom('interrupted')
      .select('id')
      .where('id', '=', kept)
      .where('account_id', '=', accountId)
      .executeTakeFirst()
    return own ? `/kept/${kept}` : '/start'
  }
}

const mistake = (req: FastifyRequest, field: string, text: string) => badForm(req.body, [{ field, text }])

const reasons: Record<string, string> = {
  'timed-out': 'You were away for a while, so you were signed out. Sign in to go on.',
  kept: 'You were away for a while, so you were signed out. What you typed is kept: sign in with the same account to see it and send it.',
  'file-lost':
    'You were away for a while, so you were signed out. The file you sent could not be kept: sign in and choose it again.',
}

function whyOf(req: FastifyRequest): string | undefined {
  const why = (req.query as Record<string, unknown>).why
  return typeof why === 'string' && Object.hasOwn(reasons, why) ? reasons[why] : undefined
}
