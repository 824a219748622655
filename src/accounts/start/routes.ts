import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { loadSample } from '#seed/load/sample.ts'
import type { Deps } from '#src/deps.ts'
import { NotFound } from '#src/errors.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { addAccount, addAuthority, isSetUp } from '../add.ts'
import { giveCookie } from '../cookie.ts'
import { formIdOf } from '../here.ts'
import { passwordMistake } from '../passwords.ts'
import { wasSentBefore } from '../sent-before.ts'
import { startSession } from '../session.ts'
import { listAuthoritiesOf } from '../set-password.ts'
import { SetupForm } from './forms.ts'

const anyone = { config: { needs: 'anyone' as const } }
const limited = { config: { needs: 'anyone' as const, rateLimit: { max: 30, timeWindow: '1 minute' } } }

/** Where whoever signs in begins, and claiming an empty installation with the link its console printed. */
export function startRoutes(app: FastifyInstance, deps: Deps) {
  const { database, now, config } = deps
  let loading: ReturnType<typeof loadSample> | undefined

  app.get('/start', anyone, async (req, reply) => {
    const { user } = req
    if (user) {
      const authorities = await listAuthoritiesOf(database, user.accountId)
      if (authorities.length === 1 && !user.operator)
        return reply.redirect(`/${authorities[0]!.slug}/staff`, 303)
      return reply.view('accounts/start/authorities.njk', { title: 'Where do you want to go?', authorities })
    }
    if (!(await isSetUp(database)))
      return reply.view('accounts/start/empty.njk', { title: 'Set up Concordat' })
    return reply.view('accounts/start/start.njk', { title: 'Concordat' })
  })

  app.get('/setup', limited, async (req, reply) => {
    await requireToken(req)
    return reply.view('accounts/start/setup.njk', page(req))
  })

  app.post('/setup', limited, async (req, reply) => {
    if (hasToken(req) && (await wasSentBefore(database.app(), formIdOf(req.body))))
      return reply.redirect('/account/second-factor', 303)
    await requireToken(req)
    const again = (shown: object) =>
      reply.code(422).view('accounts/start/setup.njk', { ...page(req), ...shown })
    const form = readForm(SetupForm, req.body)
    if (!form.ok) return again(form)
    const { authority, slug, prefix, name, email, new_password: password } = form.value
    const weak = await passwordMistake(password, { email, authorities: [authority] })
    if (weak) return again(badForm(req.body, [{ field: 'new_password', text: weak }]))
    const by = { kind: 'command' as const, accountId: null, name: 'Set-up', capacity: 'Operator' }
    await addAuthority(database, { slug, name: authority, prefix }, now(), by, formIdOf(req.body))
    const { accountId } = await addAccount(
      database,
      {
        email,
        name,
        password,
        authority: slug,
        role: 'administrator',
        operator: true,
        publicUrl: config.publicUrl,
      },
      now(),
      by,
    )
    return signIn(reply, accountId)
  })

  app.post('/setup/sample', limited, async (req, reply) => {
    if (!loading) await requireToken(req)
    else if (!hasToken(req)) throw new NotFound('No such page')
    // A second click waits for the first: the passwords are shown once, but to whoever still looks.
    loading ??= loadSample(database, { now: now() }).finally(() => {
      loading = undefined
    })
    const accounts = await loading
    return reply.view('accounts/start/sample-loaded.njk', { title: 'The sample county is loaded', accounts })
  })

  async function signIn(reply: FastifyReply, accountId: string) {
    giveCookie(reply, deps, await startSession(database.app(), accountId, now()))
    return reply.redirect('/account/second-factor', 303)
  }

  // Whoever lacks the link cannot tell whether there is anything to claim.
  async function requireToken(req: FastifyRequest) {
    if (!hasToken(req) || (await isSetUp(database))) throw new NotFound('No such page')
  }

  function hasToken(req: FastifyRequest): boolean {
    const given = (req.query as Record<string, unknown>).token
    return timingSafeEqual(digest(deps.setupToken), digest(typeof given === 'string' ? given : ''))
  }
}

const page = (req: FastifyRequest) => ({
  title: 'Set up Concordat',
  button: 'Set up and go on',
  sampleAction: req.url.replace(/^\/setup(\/sample)?/, '/setup/sample'),
  newPasswordLabel: 'Password',
})

const digest = (text: string) => createHash('sha256').update(text).digest()
