import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import { adoptProtocol, findAdoption, takeBackProtocol, whyNotFrom } from '#src/adopted/adopt.ts'
import { commonProtocol } from '#src/adopted/protocol.ts'
import type { Deps } from '#src/deps.ts'
import { historyOf } from '#src/directory/history.ts'
import { hereWhole, whatWhole } from '#src/directory/whole.ts'
import { isId } from '#src/domain/id.ts'
import { NotFound } from '#src/errors.ts'
import { publishProtocols } from '#src/publish/protocols.ts'
import { listRoles } from '#src/settings/deciders/queries.ts'
import { change } from '#src/trail/change.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { dayBoxes, joinDays } from '#src/web/inputs.ts'
import { londonDay } from '#src/web/views.ts'
import { AdoptForm, packChoices } from './forms.ts'
import { hasPlan, listVersions, lookAt } from './queries.ts'
import { listUnderWay } from './under-way.ts'

type ById = { Params: { authority: string; protocol: string } }

/** Which protocol is in force since when, what was before and comes; adopting one, after looking at it (PRO-1, PRO-5). */
export function protocolSettingsRoutes(app: FastifyInstance, deps: Deps) {
  const base = '/:authority/staff/settings/protocol'
  const needs = { config: { needs: 'administer' } } as const

  app.get(base, needs, async (req, reply) => {
    const here = hereWhole(req, 'administer')
    const { versions, takenBack } = await listVersions(here.db, londonDay(deps.now()))
    const current = versions.find(each => each.state === 'in-force')
    const { states } = await listRoles(here.db, here.authority, londonDay(deps.now()))
    return reply.view('settings/protocol/page.njk', {
      notReady: states
        .filter(each => each.place === 'route' && each.lacks.length > 0)
        .map(each => each.role.title),
      noPlan: !(await hasPlan(here.db, londonDay(deps.now()))),
      title: 'The protocol',
      back: `/${here.authority.slug}/staff/settings`,
      current,
      common: commonProtocol(),
      coming: versions.filter(each => each.state === 'coming').toReversed(),
      past: versions.filter(each => each.state === 'past' || each.state === 'never'),
      takenBack,
      underWay: (await listUnderWay(here.db)).filter(each => each.protocolId !== current?.id),
      history: current && (await historyOf(here, 'protocol', current.id)),
    })
  })

  app.get(`${base}/adopt`, needs, async (req, reply) => {
    hereWhole(req, 'administer')
    return reply.view('settings/protocol/choose.njk', { ...choosePage(req), values: {} })
  })

  app.post(`${base}/adopt/look`, needs, async (req, reply) => {
    hereWhole(req, 'administer')
    const today = londonDay(deps.now())
    return showLook(req, reply, today, { ...dayBoxes('from', today), reference: '' })
  })

  app.post(`${base}/adopt`, needs, async (req, reply) => {
    const here = hereOf(req)
    const what = whatWhole(req, deps.now(), 'protocol.adopt', 'administer')
    const today = londonDay(deps.now())
    const body = joinDays(req.body, ['from'])
    const look = await lookAt(here.db, here.authority.id, today, body)
    if (!('opened' in look)) return showLook(req, reply, today, {})
    const form = readForm(AdoptForm, body)
    if (!form.ok) return showLook(req, reply, today, form.values, form)
    const { from, reference } = form.value
    const wrong = whyNotFrom(look.opened, from, today)
    if (wrong) return showLook(req, reply, today, body, badForm(body, [{ field: 'from', text: wrong }]))
    await change(here.db, what, async act => {
      await adoptProtocol(act, what, { opened: look.opened, file: look.text, from, reference })
      await publishProtocols(act.trx, here.authority.id)
    })
    return reply.redirect(`/${here.authority.slug}/staff/settings/protocol?done=adopted`, 303)
  })

  app.get<ById>(`${base}/:protocol/file`, needs, async (req, reply) => {
    const { db } = hereWhole(req, 'administer')
    const row = await findOne(db, req.params.protocol)
    if (!row.file) throw new NotFound('This version has no file: it ships with Concordat')
    return reply
      .type('application/yaml; charset=utf-8')
      .header('content-disposition', `attachment; filename="${row.pack_id}.yaml"`)
      .send(row.file)
  })

  app.post<ById>(`${base}/:protocol/take-back`, needs, async (req, reply) => {
    const here = hereOf(req)
    const what = whatWhole(req, deps.now(), 'protocol.take-back', 'administer')
    const row = await findOne(here.db, req.params.protocol)
    await change(here.db, what, async act => {
      await takeBackProtocol(act, row.id, londonDay(what.at), what.at)
      await publishProtocols(act.trx, here.authority.id)
    })
    return reply.redirect(`/${here.authority.slug}/staff/settings/protocol?done=taken-back`, 303)
  })
}

const choosePage = (req: FastifyRequest) => ({
  title: 'Adopt a protocol',
  back: `/${hereOf(req).authority.slug}/staff/settings/protocol`,
  packs: [...packChoices, { value: 'file', label: 'A file of our own' }],
})

/** What the chosen pack is and changes, with the form that adopts it; or the choice again with what is wrong. */
async function showLook(
  req: FastifyRequest,
  reply: FastifyReply,
  today: string,
  values: Record<string, unknown>,
  bad?: object,
) {
  const here = hereOf(req)
  const body = (req.body ?? {}) as Record<string, unknown>
  const look = await lookAt(here.db, here.authority.id, today, body)
  if ('wrong' in look) {
    const field = body.pack === 'file' ? 'file' : 'pack'
    const mistaken = badForm({ pack: body.pack }, [{ field, text: look.wrong }])
    return reply.code(422).view('settings/protocol/choose.njk', { ...choosePage(req), ...mistaken })
  }
  if ('mistakes' in look)
    return reply.code(422).view('settings/protocol/choose.njk', {
      ...choosePage(req),
      ...badForm({ pack: 'file' }, [{ field: 'file', text: manyWrong(look.mistakes.length) }]),
      mistakes: look.mistakes,
      fileName: look.fileName,
    })
  return reply.code(bad ? 422 : 200).view('settings/protocol/look.njk', {
    title: look.pack.title,
    back: `/${here.authority.slug}/staff/settings/protocol/adopt`,
    action: `/${here.authority.slug}/staff/settings/protocol/adopt`,
    look,
    underWay: look.underWay,
    values,
    ...bad,
  })
}

const manyWrong = (count: number) =>
  count === 1
    ? 'The file has a mistake, so nothing changed'
    : `The file has ${count} mistakes, so nothing changed`

function findOne(db: Parameters<typeof findAdoption>[0], id: string) {
  if (!isId(id)) throw new NotFound('No such protocol')
  return findAdoption(db, id)
}
