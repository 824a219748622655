import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Deps } from '#src/deps.ts'
import { NotFound } from '#src/errors.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { hereOf, whatOf } from '../here.ts'
import { invite } from '../invite/invite.ts'
import { roleChoices } from '../roles.ts'
import { findScope, InviteForm, RoleForm } from './forms.ts'
import { findAccountHere, isLastAdministrator, listAccountsHere, listDirectorates } from './queries.ts'
import { giveRole, lastAdministrator, takeRole } from './roles.ts'

const needs = { config: { needs: 'administer' as const } }
const base = '/:authority/staff/settings/accounts'

type Account = { Params: { authority: string; account: string } }
type Grant = { Params: { authority: string; account: string; grant: string } }

/** Settings › Accounts: who has an account in this authority, and the roles they hold. */
export function membersRoutes(app: FastifyInstance, deps: Deps) {
  const { database, now, config } = deps
  const settings = (req: FastifyRequest) => `/${hereOf(req).authority.slug}/staff/settings`

  app.get(base, needs, async (req, reply) => {
    const { db, authority } = hereOf(req)
    const accounts = await listAccountsHere(db, authority.id, now())
    const page = { title: 'Accounts', back: settings(req), accounts, wide: true }
    return reply.view('accounts/members/list.njk', page)
  })

  app.get(`${base}/invite`, needs, async (req, reply) =>
    reply.view('accounts/members/invite.njk', await invitePage(req)),
  )

  app.post(`${base}/invite`, needs, async (req, reply) => {
    const { db, authority } = hereOf(req)
    const what = whatOf(req, now(), 'account.invite', 'administer')
    const again = async (shown: object) =>
      reply.code(422).view('accounts/members/invite.njk', { ...(await invitePage(req)), ...shown })
    const form = readForm(InviteForm, req.body)
    if (!form.ok) return again(form)
    const { name, email, role } = form.value
    const { scope, mistake } = await findScope(db, form.value)
    if (mistake) return again(badForm(req.body, [mistake]))
    const there = (await listAccountsHere(db, authority.id, now())).some(account => account.email === email)
    if (there) {
      const text = 'That address has an account here already. Open it to change its roles'
      return again(badForm(req.body, [{ field: 'email', text }]))
    }
    const grant = { authority, role, scope }
    const invitation = {
      email,
      name,
      operator: false,
      publicUrl: config.publicUrl,
      passwordHash: null,
      grant,
    }
    await invite(database, invitation, now(), what.by, what.once)
    return reply.redirect(`${settings(req)}/accounts?done=invited`, 303)
  })

  app.get<Account>(`${base}/:account`, needs, async (req, reply) =>
    reply.view('accounts/members/account.njk', await accountPage(req)),
  )

  app.post<Account>(`${base}/:account/roles`, needs, async (req, reply) => {
    const { db } = hereOf(req)
    const page = await accountPage(req)
    const what = whatOf(req, now(), 'account.grant', 'administer')
    const again = (shown: object) =>
      reply.code(422).view('accounts/members/account.njk', { ...page, ...shown })
    const form = readForm(RoleForm, req.body)
    if (!form.ok) return again(form)
    const { scope, mistake } = await findScope(db, form.value)
    if (mistake) return again(badForm(req.body, [mistake]))
    const given = await giveRole(database, what, page.account, form.value.role, scope)
    return reply.redirect(`${page.at}?done=${given ? 'saved' : 'nothing-changed'}`, 303)
  })

  app.post<Grant>(`${base}/:account/roles/:grant/remove`, needs, async (req, reply) => {
    const { db, authority } = hereOf(req)
    const page = await accountPage(req)
    const what = whatOf(req, now(), 'account.grant', 'administer')
    const grant = page.account.grants.find(each => each.id === req.params.grant)
    if (!grant) throw new NotFound('No such role')
    if (grant.role === 'administrator' && (await isLastAdministrator(db, authority.id, page.account.id)))
      return reply.code(422).view('accounts/members/account.njk', {
        ...page,
        ...badForm({}, [{ field: 'roles', text: lastAdministrator }]),
      })
    await takeRole(database, what, page.account, grant.id)
    // Someone's last role was taken: there is no page of theirs here any more.
    const rest = page.account.grants.length > 1 ? page.at : `${settings(req)}/accounts`
    return reply.redirect(`${rest}?done=saved`, 303)
  })

  async function invitePage(req: FastifyRequest) {
    return {
      title: 'Invite someone',
      button: 'Send the invitation',
      back: `${settings(req)}/accounts`,
      roleChoices,
      directorates: await listDirectorates(hereOf(req).db),
    }
  }

  async function accountPage(req: FastifyRequest<Account>) {
    const { db, authority } = hereOf(req)
    const account = await findAccountHere(db, authority.id, req.params.account, now())
    return {
      title: account.name,
      back: `${settings(req)}/accounts`,
      at: `${settings(req)}/accounts/${account.id}`,
      account,
      roleChoices,
      directorates: await listDirectorates(db),
    }
  }
}
