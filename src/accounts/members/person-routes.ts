import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Deps } from '#src/deps.ts'
import { labelOfPick, listPeopleToPick, pickOf } from '#src/directory/pick.ts'
import { change } from '#src/trail/change.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { dayBoxes, joinDays, line } from '#src/web/inputs.ts'
import { londonDay } from '#src/web/views.ts'
import { hereOf, whatOf } from '../here.ts'
import { writeTo } from '../invite/invite.ts'
import { endAccountHere } from './leave.ts'
import { linkPerson } from './link-person.ts'
import { findAccountHere, isLastAdministrator } from './queries.ts'
import { lastAdministrator } from './roles.ts'

const needs = { config: { needs: 'administer' as const } }
const base = '/:authority/staff/settings/accounts/:account'

type Account = { Params: { authority: string; account: string } }

const PersonForm = z.object({ person: line('The name', 300) })

const leaveFormOn = (today: string) =>
  z.object({
    left_on: z
      .string({ error: 'Enter the day they left' })
      .refine(text => /^\d{4}-\d\d-\d\d$/.test(text), 'Enter the day they left, like 31 3 2027')
      .refine(
        text => text <= today || !/^\d{4}-\d\d-\d\d$/.test(text),
        'The day they left must be today or earlier',
      ),
  })

/** One account here: its invitation sent again, the person it belongs to, and its end. */
export function accountRoutes(app: FastifyInstance, deps: Deps) {
  const { database, now, config } = deps

  app.post<Account>(`${base}/resend`, needs, async (req, reply) => {
    const { account, at } = await accountOf(req)
    const { authority } = hereOf(req)
    const what = whatOf(req, now(), 'account.invite', 'administer')
    if (!account.invitedAt) return reply.redirect(`${at}?done=nothing-changed`, 303)
    await change(database.app({ authority: authority.id }), what, async act => {
      const held = await act.trx
        .selectFrom('invitation')
        .innerJoin('account', 'account.id', 'invitation.account_id')
        .select(['invitation.id', 'password_hash'])
        .where('invitation.authority_id', '=', authority.id)
        .where('invitation.account_id', '=', account.id)
        .executeTakeFirstOrThrow()
      await act.on('account', account.id, account.name).update('invitation', held.id, { sent_at: now() })
      const grant = {
        authority,
        role: account.grants[0]!.role,
        scope: { directorateId: null, involvementId: null },
      }
      const letter = { email: account.email, publicUrl: config.publicUrl, grant }
      await writeTo(act.trx, account.id, letter, held.password_hash === null, now())
    })
    return reply.redirect(`${at}?done=sent`, 303)
  })

  app.get<Account>(`${base}/person`, needs, async (req, reply) => {
    const page = await personPage(req)
    const values = { person: labelOfPick(page.people, page.account.person?.id ?? null) }
    return reply.view('accounts/members/person.njk', { ...page, values })
  })

  app.post<Account>(`${base}/person`, needs, async (req, reply) => {
    const page = await personPage(req)
    const what = whatOf(req, now(), 'person.link-account', 'administer')
    const again = (shown: object) =>
      reply.code(422).view('accounts/members/person.njk', { ...page, ...shown })
    const form = readForm(PersonForm, req.body)
    if (!form.ok) return again(form)
    const picked = form.value.person === '' ? null : pickOf(page.people, form.value.person)
    const wrong = (text: string) => again(badForm(req.body, [{ field: 'person', text }]))
    if (picked === 'none') return wrong('Nobody in the directory has that name. Add the person first')
    if (picked === 'several') return wrong('Several people have that name. Choose one from the list')
    if (!(await linkPerson(hereOf(req).db, what, page.account, picked?.id ?? null)))
      return wrong('That person has another account already')
    return reply.redirect(`${page.at}?done=saved`, 303)
  })

  app.get<Account>(`${base}/leave`, needs, async (req, reply) => {
    const page = await leavePage(req)
    return reply.view('accounts/members/leave.njk', {
      ...page,
      values: dayBoxes('left_on', londonDay(now())),
    })
  })

  app.post<Account>(`${base}/leave`, needs, async (req, reply) => {
    const { db, authority } = hereOf(req)
    const page = await leavePage(req)
    const what = whatOf(req, now(), 'account.leave', 'administer')
    const again = (shown: object) => reply.code(422).view('accounts/members/leave.njk', { ...page, ...shown })
    const form = readForm(leaveFormOn(londonDay(now())), joinDays(req.body, ['left_on']))
    if (!form.ok) return again(form)
    if (await isLastAdministrator(db, authority.id, page.account.id))
      return again(badForm(req.body, [{ field: 'left_on', text: lastAdministrator }]))
    await endAccountHere(database, what, page.account, form.value.left_on)
    return reply.redirect(`${page.list}?done=left`, 303)
  })

  async function accountOf(req: FastifyRequest<Account>) {
    const { db, authority } = hereOf(req)
    const account = await findAccountHere(db, authority.id, req.params.account, now())
    const list = `/${authority.slug}/staff/settings/accounts`
    return { account, list, at: `${list}/${account.id}`, back: `${list}/${account.id}` }
  }

  async function personPage(req: FastifyRequest<Account>) {
    const page = await accountOf(req)
    const people = await listPeopleToPick(hereOf(req).db)
    return { ...page, title: `Who is ${page.account.name} in the directory?`, people }
  }

  async function leavePage(req: FastifyRequest<Account>) {
    const page = await accountOf(req)
    return { ...page, title: `${page.account.name} leaves`, button: 'End the account here', warning: true }
  }
}
