import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Deps } from '#src/deps.ts'
import { change } from '#src/trail/change.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { giveCookie } from '../cookie.ts'
import { type User, userOf } from '../here.ts'
import { appAddress, newSecret, stepOf } from '../second-factor.ts'
import { endSessions, startSession } from '../session.ts'
import { needsSecondFactor } from '../set-password.ts'
import { CodeForm } from '../sign-in/forms.ts'
import { findAccount } from './queries.ts'
import { refusalOfPassword } from './routes.ts'

const signedIn = { config: { needs: 'signed-in' as const } }

// The secret travels with the form until a code proves that the app has it: only its owner sees either.
const EnrolForm = CodeForm.extend({ secret: z.string().regex(/^[A-Z2-7]{32}$/) })
const OffForm = z.object({ password: z.string().min(1, 'Enter your password').max(1000, 'Too long') })

/** Setting up, changing and turning off the second factor of one's own account. */
export function secondFactorRoutes(app: FastifyInstance, deps: Deps) {
  const { database, now } = deps
  const db = database.app()
  const view = 'accounts/own/second-factor.njk'

  app.get('/account/second-factor', signedIn, async (req, reply) => {
    const user = userOf(req)
    const account = await findAccount(db, user.accountId)
    if (account.totp_confirmed_at && !('again' in (req.query as object))) {
      const required = await needsSecondFactor(database, user.accountId)
      return reply.view('accounts/own/second-factor-on.njk', onPage(account.totp_confirmed_at, required))
    }
    return reply.view(view, await enrolPage(user, newSecret()))
  })

  app.post('/account/second-factor', signedIn, async (req, reply) => {
    const user = userOf(req)
    const form = readForm(EnrolForm, req.body)
    const given = (req.body as Record<string, unknown> | null)?.secret
    const secret = typeof given === 'string' && /^[A-Z2-7]{32}$/.test(given) ? given : newSecret()
    const again = async (shown: object) =>
      reply.code(422).view(view, { ...(await enrolPage(user, secret)), ...shown })
    if (!form.ok) return again(form)
    const step = stepOf(form.value.secret, form.value.code, now())
    if (step === null) {
      const text =
        'That code is wrong or too old. Check that your phone shows the right time and try the next code'
      return again(badForm(req.body, [{ field: 'code', text }]))
    }
    await record(user, 'account.second-factor-on', {
      totp_secret: form.value.secret,
      totp_confirmed_at: now(),
      totp_last_step: step,
    })
    await endSessions(db, { accountId: user.accountId }, now())
    giveCookie(reply, deps, await startSession(db, user.accountId, now(), true))
    return reply.redirect('again' in (req.query as object) ? '/account?done=second-factor-on' : '/start', 303)
  })

  app.post('/account/second-factor/off', signedIn, async (req, reply) => {
    const user = userOf(req)
    const account = await findAccount(db, user.accountId)
    const required = await needsSecondFactor(database, user.accountId)
    const again = (shown: object) =>
      reply.code(422).view('accounts/own/second-factor-on.njk', {
        ...onPage(account.totp_confirmed_at, required),
        ...shown,
      })
    if (required) return again({})
    const form = readForm(OffForm, req.body)
    if (!form.ok) return again(form)
    const wrong = await refusalOfPassword(deps, user, form.value.password)
    if (wrong) return again(badForm(req.body, [{ field: 'password', text: wrong }]))
    await record(user, 'account.second-factor-off', {
      totp_secret: null,
      totp_confirmed_at: null,
      totp_last_step: null,
    })
    return reply.redirect('/account?done=second-factor-off', 303)
  })

  async function enrolPage(user: User, secret: string) {
    const { default: QRCode } = await import('qrcode')
    const svg = await QRCode.toString(appAddress(user.email, secret), { type: 'svg', margin: 2 })
    return {
      title: 'Set up your second factor',
      button: 'Turn it on',
      required: await needsSecondFactor(database, user.accountId),
      secret,
      grouped: secret.match(/.{4}/g)!.join(' '),
      picture: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`,
    }
  }

  function record(user: User, action: string, patch: object) {
    const by = {
      kind: 'person' as const,
      accountId: user.accountId,
      name: user.name,
      capacity: 'Own account',
    }
    return change(db, { authority: null, by, at: now(), action }, act =>
      act.on('account', user.accountId, user.name).update('account', user.accountId, patch),
    )
  }
}

const onPage = (since: Date | null, required: boolean) => ({
  title: 'Your second factor is on',
  since,
  required,
  back: '/account',
})
