import type { FastifyInstance, FastifyRequest } from 'fastify'
import { userOf, whatOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { Elsewhere } from '#src/errors.ts'
import { listAlike } from '#src/partnerships/entry/add/queries.ts'
import { placeOf } from '#src/partnerships/entry/queries.ts'
import { change } from '#src/trail/change.ts'
import { readForm } from '#src/web/form.ts'
import { boxOf, returnForm as returnFormOf } from './forms.ts'
import { loggedMail, mailSigner, returnedMail } from './mails.ts'
import { type FormAddress, headOf, type OpenForm, openForm, pagesOf } from './open.ts'
import { listSignings, type Registration, type Signing } from './queries.ts'
import { logForm, returnForm } from './sign.ts'
import { changesBetween, type SignedForm } from './signed.ts'

const path = '/:authority/staff/partnerships/:ref/form'
const returnView = 'stages/register/return.njk'

/** What the keeper does with a signed form: logs it, or returns it with comments page by page (REG-3). */
export function keeperRoutes(app: FastifyInstance, deps: Deps) {
  app.get<FormAddress>(`${path}/decision`, { config: { needs: 'log' } }, async (req, reply) => {
    const { form, registration, signing } = await openSigned(req, deps)
    const { here, entry, base, record } = form
    const [, before] = await listSignings(here.db, registration.id)
    return reply.view('stages/register/decision.njk', {
      ...headOf(form, 'Check the registration form'),
      back: `/${here.authority.slug}/staff/registrations`,
      base,
      record,
      action: `${base}/decision`,
      button: 'Log it on the register',
      registration,
      signing,
      before,
      changes: before && changesBetween(before.content, signing.content),
      alike: await listAlike(here, entry.name, entry.id),
      own: signing.account_id === userOf(req).accountId,
    })
  })

  app.post<FormAddress>(`${path}/decision`, { config: { needs: 'log' } }, async (req, reply) => {
    const form = await openForm(req, deps)
    const { here, entry, registration, signing, base, record } = form
    if (registration?.purpose !== 'new') throw new Elsewhere(base)
    const at = deps.now()
    const by = decider(req)
    await change(here.db, whatOf(req, at, 'involvement.log', 'log', placeOf(entry)), async act => {
      await logForm(act, entry, registration, { signingId: signingIn(req), by, at })
      const about = { ...entry, link: deps.config.publicUrl + record }
      const mail = (to: string) => loggedMail(to, about, by.name)
      await mailSigner(act, signing?.account_id ?? null, by.id, mail, at)
    })
    return reply.redirect(`${record}?done=logged`, 303)
  })

  app.get<FormAddress>(`${path}/return`, { config: { needs: 'log' } }, async (req, reply) => {
    const { form, registration, signing } = await openSigned(req, deps)
    return reply.view(returnView, { ...returnPage(form, registration, signing), values: {} })
  })

  app.post<FormAddress>(`${path}/return`, { config: { needs: 'log' } }, async (req, reply) => {
    const form = await openForm(req, deps)
    const { here, entry, registration, signing, base } = form
    if (!registration || !signing || registration.purpose !== 'new') throw new Elsewhere(base)
    const pages = pagesOf(form, registration)
    const read = readForm(returnFormOf(pages), req.body)
    if (!read.ok)
      return reply.code(422).view(returnView, { ...returnPage(form, registration, signing), ...read })
    const { note, ...boxes } = read.value as { note: string } & Record<string, string>
    const comments = Object.fromEntries(
      pages.flatMap(page => (boxes[boxOf(page.name)] ? [[page.name, boxes[boxOf(page.name)]!]] : [])),
    )
    const at = deps.now()
    const by = decider(req)
    await change(here.db, whatOf(req, at, 'involvement.send-back', 'log', placeOf(entry)), async act => {
      await returnForm(act, entry, registration, { signingId: signingIn(req), by, at }, { note, comments })
      const about = { ...entry, link: deps.config.publicUrl + base }
      const mail = (to: string) => returnedMail(to, about, by.name)
      await mailSigner(act, signing.account_id, by.id, mail, at)
    })
    return reply.redirect(`/${here.authority.slug}/staff/registrations?done=returned`, 303)
  })
}

async function openSigned(req: FastifyRequest<FormAddress>, deps: Deps) {
  const form = await openForm(req, deps)
  const { here, entry, registration, signing, base } = form
  here.require('log', placeOf(entry))
  if (registration?.state !== 'submitted' || !signing) throw new Elsewhere(base)
  return { form, registration, signing }
}

function decider(req: FastifyRequest) {
  const { accountId, name } = userOf(req)
  return { id: accountId, name }
}

const signingIn = (req: FastifyRequest) => String((req.body as { signing?: unknown } | null)?.signing ?? '')

// The answers as they were signed, page by page, with a box beside each.
function returnPage(form: OpenForm, registration: Registration, signing: Signing) {
  const rows = (signing.content as Partial<SignedForm>).sections?.flatMap(each => each.rows) ?? []
  return {
    ...headOf(form, 'Return the form with comments'),
    back: `${form.base}/decision`,
    action: `${form.base}/return`,
    button: 'Return it',
    registration,
    signing,
    pages: pagesOf(form, registration).map(page => ({
      box: boxOf(page.name),
      title: page.name === 'you' ? page.group : page.title,
      rows: rows.filter(row => row.page === page.name),
    })),
  }
}
