import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Deps } from '#src/deps.ts'
import { isId } from '#src/domain/id.ts'
import { NotFound } from '#src/errors.ts'
import type { Actor, What } from '#src/trail/change.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { addAccount, addAuthority } from '../add.ts'
import { formIdOf, userOf } from '../here.ts'
import { wasSentBefore } from '../sent-before.ts'
import { AccountEmail, AuthorityFields, PersonName } from '../start/forms.ts'
import { deactivate, reactivate, takeOffSecondFactor } from './change-account.ts'
import { listAccounts, listAuthorities } from './queries.ts'

const needs = { config: { needs: 'operator' as const } }
const acts = {
  deactivate: { action: 'account.deactivate', verb: deactivate },
  reactivate: { action: 'account.reactivate', verb: reactivate },
  'second-factor-off': { action: 'account.second-factor-off', verb: takeOffSecondFactor },
} as const

type Act = { Params: { account: string } }

const AddAuthorityForm = z.object({ ...AuthorityFields, name: PersonName, email: AccountEmail })

/** What the installation's operator sees: its authorities and its accounts, and nobody's register. */
export function installationRoutes(app: FastifyInstance, deps: Deps) {
  const { database, now, config } = deps

  app.get('/installation', needs, async (req, reply) => {
    const words = wordsOf(req)
    const [authorities, accounts] = await Promise.all([
      listAuthorities(database),
      listAccounts(database, words),
    ])
    const page = { title: 'The installation', authorities, accounts, words, back: '/start', wide: true }
    return reply.view('accounts/installation/installation.njk', page)
  })

  const addPage = { title: 'Add an authority', button: 'Add the authority', back: '/installation' }

  app.get('/installation/add-authority', needs, (_, reply) =>
    reply.view('accounts/installation/add-authority.njk', addPage),
  )

  app.post('/installation/add-authority', needs, async (req, reply) => {
    const again = (shown: object) =>
      reply.code(422).view('accounts/installation/add-authority.njk', { ...addPage, ...shown })
    const form = readForm(AddAuthorityForm, req.body)
    if (!form.ok) return again(form)
    const { authority, slug, prefix, name, email } = form.value
    const by = actorOf(req)
    const formId = formIdOf(req.body)
    if (!(await wasSentBefore(database.app(), formId)) && (await isTaken(slug))) {
      const text = 'Another authority has that address. Choose another'
      return again(badForm(req.body, [{ field: 'slug', text }]))
    }
    await addAuthority(database, { slug, name: authority, prefix }, now(), by, formId)
    const first = { email, name, authority: slug, role: 'administrator' as const }
    await addAccount(database, { ...first, publicUrl: config.publicUrl }, now(), by)
    return reply.redirect('/installation?done=authority-added', 303)
  })

  for (const [path, { action, verb }] of Object.entries(acts)) {
    app.post<Act>(`/installation/accounts/:account/${path}`, needs, async (req, reply) => {
      const { account } = req.params
      if (!isId(account)) throw new NotFound('No such account')
      const what: What = { authority: null, by: actorOf(req), at: now(), action, once: formIdOf(req.body) }
      await verb(database, what, account)
      return reply.redirect('/installation?done=saved', 303)
    })
  }

  async function isTaken(slug: string): Promise<boolean> {
    const row = await database
      .app()
      .selectFrom('authority')
      .select('id')
      .where('slug', '=', slug)
      .executeTakeFirst()
    return row !== undefined
  }
}

function actorOf(req: FastifyRequest): Actor {
  const user = userOf(req)
  return { kind: 'person', accountId: user.accountId, name: user.name, capacity: 'Operator' }
}

function wordsOf(req: FastifyRequest): string {
  const words = (req.query as Record<string, unknown>).q
  return typeof words === 'string' ? words.replaceAll('\0', '').slice(0, 100) : ''
}
