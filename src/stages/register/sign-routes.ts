import type { FastifyInstance, FastifyReply } from 'fastify'
import { userOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { Elsewhere } from '#src/errors.ts'
import { placeOf } from '#src/partnerships/entry/queries.ts'
import { change } from '#src/trail/change.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { drop } from './drop.ts'
import { DropForm, SignForm } from './forms.ts'
import { isProposed } from './lead-in.ts'
import { mailSubmitted } from './mails.ts'
import { open as openStates } from './move.ts'
import { type FormAddress, formWhat, headOf, type OpenForm, openForm, pagesOf } from './open.ts'
import type { Registration } from './queries.ts'
import { sign } from './sign.ts'
import { answersHash, answersOf, declaration } from './signed.ts'
import { tasksOf } from './tasks.ts'

const path = '/:authority/staff/partnerships/:ref/form'
const checkView = 'stages/register/check.njk'
const dropView = 'stages/register/drop.njk'

/** The end of filling in: the answers checked and signed, or the form dropped (REG-2). */
export function signRoutes(app: FastifyInstance, deps: Deps) {
  app.get<FormAddress>(`${path}/check`, { config: { needs: 'register' } }, async (req, reply) => {
    const form = await openForm(req, deps)
    return reply.view(checkView, { ...checkPage(form, openOr(form)), values: {} })
  })

  app.post<FormAddress>(`${path}/check`, { config: { needs: 'register' } }, async (req, reply) => {
    const form = await openForm(req, deps)
    const { here, entry, signing, base, record } = form
    const body = (req.body ?? {}) as Record<string, unknown>
    const registration = form.registration
    if (!registration) throw new Elsewhere(base)
    // Once signed, the same form sent again is answered like the first; another's is told what happened.
    const page = openStates.includes(registration.state) ? checkPage(form, registration) : undefined
    const read = readForm(SignForm, body)
    if (page && !read.ok) return reply.code(422).view(checkView, { ...page, ...read })
    if (page && page.seen !== body.seen) return askAgain(reply, page, body)
    if (!read.ok) throw new Elsewhere(base)
    const user = userOf(req)
    const at = deps.now()
    const state = (openStates.find(each => each === body.state) ?? 'draft') as Registration['state']
    const confirms = registration.purpose === 'confirmation'
    const action = confirms ? 'involvement.confirm' : 'involvement.submit'
    const account = { id: user.accountId, name: user.name }
    await change(here.db, formWhat(req, deps, entry, action), async act => {
      const seen = { state, answers: String(body.seen) }
      await sign(act, here.authority, entry.id, registration, seen, {
        name: read.value.signed_name,
        account,
        at,
      })
      if (confirms) return
      const about = { ...entry, link: `${deps.config.publicUrl}${base}/decision` }
      const signer = { ...account, name: read.value.signed_name, again: signing !== undefined }
      await mailSubmitted(act, here.authority.id, placeOf(entry), about, signer, at)
    })
    return reply.redirect(confirms ? `${record}?done=confirmed` : `${base}?done=signed`, 303)
  })

  app.get<FormAddress>(`${path}/drop`, { config: { needs: 'register' } }, async (req, reply) => {
    const form = await openForm(req, deps)
    openOr(form)
    return reply.view(dropView, { ...(await dropPage(form)), values: {} })
  })

  app.post<FormAddress>(`${path}/drop`, { config: { needs: 'register' } }, async (req, reply) => {
    const form = await openForm(req, deps)
    const { here, entry, registration, base, record } = form
    if (!registration) throw new Elsewhere(base)
    const read = readForm(DropForm, req.body)
    if (!read.ok) return reply.code(422).view(dropView, { ...(await dropPage(form)), ...read })
    const seen = (req.body as { state?: unknown }).state === 'returned' ? 'returned' : 'draft'
    await change(here.db, formWhat(req, deps, entry, 'involvement.drop'), act =>
      drop(act, entry, registration, seen, userOf(req), here, deps.now()),
    )
    const proposed = await isProposed(here.db, entry.id)
    const list = `/${here.authority.slug}/staff/registrations`
    const to = registration.purpose !== 'new' ? record : proposed ? `${record}/proposal` : list
    return reply.redirect(`${to}?done=dropped`, 303)
  })
}

/** The filling-in whose answers may change. @throws Elsewhere to the form where there is none */
function openOr({ registration, base }: OpenForm): Registration {
  if (!registration || !openStates.includes(registration.state)) throw new Elsewhere(base)
  return registration
}

function checkPage(form: OpenForm, registration: Registration) {
  const { entry, base } = form
  const pages = pagesOf(form, registration)
  const left = tasksOf(pages, entry, registration).filter(task => task.status !== 'Done')
  if (registration.purpose === 'new' && left.length > 0) throw new Elsewhere(base)
  const sections = answersOf(pages, entry)
  return {
    ...headOf(form, 'Check the answers, then sign'),
    back: base,
    base,
    action: `${base}/check`,
    sections,
    left,
    declaration,
    registration,
    seen: answersHash(sections),
    button: registration.purpose === 'new' ? 'Sign and send it to the keeper' : 'Sign and confirm',
  }
}

function askAgain(reply: FastifyReply, page: ReturnType<typeof checkPage>, body: Record<string, unknown>) {
  const text = 'Someone changed an answer while you read. Read the answers again, then sign.'
  const bad = badForm({ ...body, form_id: body.form_id }, [{ field: 'signed_name', text }])
  return reply.code(409).view(checkView, { ...page, ...bad })
}

async function dropPage(form: OpenForm) {
  const { here, entry, base, registration } = form
  return {
    proposed: registration?.purpose === 'new' && (await isProposed(here.db, entry.id)),
    ...headOf(form, registration?.purpose === 'confirmation' ? 'Stop confirming' : 'Drop this form'),
    back: base,
    action: `${base}/drop`,
    registration,
    warning: true,
    button: registration?.purpose === 'confirmation' ? 'Stop confirming' : 'Drop it',
  }
}
