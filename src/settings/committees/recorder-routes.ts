import type { FastifyInstance, FastifyRequest } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import { listTouched } from '#src/decide/touched.ts'
import type { Deps } from '#src/deps.ts'
import { listPeopleToPick } from '#src/directory/pick.ts'
import { hereWhole, whatWhole } from '#src/directory/whole.ts'
import { NotFound } from '#src/errors.ts'
import { change } from '#src/trail/change.ts'
import { dayBoxes, joinDays } from '#src/web/inputs.ts'
import { londonDay } from '#src/web/views.ts'
import { readDays, readRecorder } from './forms.ts'
import { findCommittee, listRecorders } from './queries.ts'

type ById = { Params: { authority: string; committee: string; recorder: string } }

/** Who records for a committee: added, their days changed, removed where it was a mistake. */
export function recorderRoutes(app: FastifyInstance, deps: Deps, base: string) {
  const needs = { config: { needs: 'administer' } } as const
  const view = 'settings/committees/recorder.njk'

  app.get<ById>(`${base}/:committee/recorders/new`, needs, async (req, reply) => {
    hereWhole(req, 'administer')
    return reply.view(view, { ...(await newPage(req)), values: dayBoxes('starts_on', londonDay(deps.now())) })
  })

  app.post<ById>(`${base}/:committee/recorders/new`, needs, async (req, reply) => {
    const what = whatWhole(req, deps.now(), 'committee.record', 'administer')
    const page = await newPage(req)
    const form = readRecorder(req.body, page.people)
    if (!form.ok) return reply.code(422).view(view, { ...page, ...form })
    const { person, ...days } = form.value
    const { id, name } = page.committee
    await change(hereOf(req).db, what, act =>
      act
        .on('committee', id, name)
        .insert('committee_recorder', { committee_id: id, person_id: person.id, ...days }),
    )
    return reply.redirect(`${page.back}?done=saved`, 303)
  })

  app.get<ById>(`${base}/:committee/recorders/:recorder`, needs, async (req, reply) => {
    hereWhole(req, 'administer')
    const page = await daysPage(req)
    const { starts_on, ends_on } = page.recorder
    return reply.view(view, {
      ...page,
      values: { ...dayBoxes('starts_on', starts_on), ...dayBoxes('ends_on', ends_on) },
    })
  })

  app.post<ById>(`${base}/:committee/recorders/:recorder`, needs, async (req, reply) => {
    const { db } = hereOf(req)
    const what = whatWhole(req, deps.now(), 'committee.record', 'administer')
    const { committee, recorder, ...page } = await daysPage(req)
    if (joinDays(req.body, []).remove === 'yes') {
      await change(db, what, act =>
        act.on('committee', committee.id, committee.name).remove('committee_recorder', recorder.id),
      )
      return reply.redirect(`${page.back}?done=saved`, 303)
    }
    const form = readDays(req.body)
    if (!form.ok) return reply.code(422).view(view, { committee, recorder, ...page, ...form })
    await change(db, what, act =>
      act.on('committee', committee.id, committee.name).update('committee_recorder', recorder.id, form.value),
    )
    return reply.redirect(`${page.back}?done=saved`, 303)
  })
}

async function newPage(req: FastifyRequest) {
  const { db } = hereOf(req)
  const committee = await findCommittee(db, (req.params as { committee: string }).committee)
  return {
    title: `Who records for ${committee.name}?`,
    back: req.url.split('/recorders/')[0]!,
    committee,
    people: await listPeopleToPick(db),
    isNew: true,
  }
}

async function daysPage(req: FastifyRequest) {
  const { db } = hereOf(req)
  const params = req.params as { committee: string; recorder: string }
  const committee = await findCommittee(db, params.committee)
  const recorder = (await listRecorders(db, committee.id)).find(each => each.id === params.recorder)
  if (!recorder) throw new NotFound('Nobody recorded so')
  const title = `${recorder.name} as recorder of ${committee.name}`
  const { id: authorityId } = hereOf(req).authority
  return {
    title,
    back: req.url.split('/recorders/')[0]!,
    committee,
    recorder,
    isNew: false,
    touched: await listTouched(db, authorityId, { committees: [committee.id] }),
  }
}
