import type { FastifyInstance } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { isId, newId } from '#src/domain/id.ts'
import { Conflict } from '#src/errors.ts'
import { change } from '#src/trail/change.ts'
import { headingOf } from '#src/trail/labels.ts'
import { countEntriesNaming } from '../entries.ts'
import { listBodiesToPick, pickOf } from '../pick.ts'
import { applyUnmerge, planUnmerge } from '../unmerge.ts'
import { hereWhole, whatWhole } from '../whole.ts'
import { mergeOrganisations } from './merge.ts'
import { findOrganisation, listContactsOf } from './queries.ts'

type ById = {
  Params: { authority: string; id: string }
  Querystring: { other?: unknown }
  Body: { other?: unknown; keep?: unknown } | undefined
}

/** Two bodies become one, and two again where that was wrong. */
export function mergeRoutes(app: FastifyInstance, deps: Deps, base: string) {
  app.get<ById>(`${base}/:id/merge`, { config: { needs: 'merge' } }, async (req, reply) => {
    const here = hereWhole(req, 'merge')
    const body = await findOrganisation(here.db, req.params.id)
    const bodies = (await listBodiesToPick(here.db)).filter(option => option.id !== body.id)
    const typed = String(req.query.other ?? '')
    const page = {
      title: `Merge ${body.name}`,
      body,
      noun: 'organisation',
      options: bodies,
      back: req.url.split('/merge')[0],
    }
    const picked = isId(typed) ? bodies.find(option => option.id === typed) : typed && pickOf(bodies, typed)
    if (!picked) return reply.view('directory/merge.njk', { ...page, values: {} })
    if (typeof picked === 'string') {
      const text =
        picked === 'none'
          ? 'No other organisation has that name. Check it, or choose one from the list'
          : 'More than one organisation has that name. Choose one from the list'
      const errors = [{ text, href: '#other' }]
      return reply.code(422).view('directory/merge.njk', {
        ...page,
        values: { other: typed },
        errors,
        errorFor: { other: { text } },
      })
    }
    const pair = [body, await findOrganisation(here.db, picked.id)]
    const entries = await countEntriesNaming(
      here,
      'organisation_ids',
      pair.map(each => each.id),
    )
    const choices = await Promise.all(
      pair.map(async each => ({
        id: each.id,
        name: each.name,
        entries: entries.get(each.id) ?? 0,
        people: (await listContactsOf(here.db, each.id)).length,
      })),
    )
    return reply.view('directory/merge-check.njk', { ...page, title: 'Merge two organisations', choices })
  })

  app.post<ById>(`${base}/:id/merge`, { config: { needs: 'merge' } }, async (req, reply) => {
    const { db } = hereOf(req)
    const what = { ...whatWhole(req, deps.now(), 'organisation.merge', 'merge'), batch: newId() }
    const { other, keep } = req.body ?? {}
    const pair = [await findOrganisation(db, req.params.id), await findOrganisation(db, String(other ?? ''))]
    const into = pair.find(each => each.id === keep)
    const from = pair.find(each => each.id !== keep)
    if (!into || !from) throw new Conflict('Choose which of the two is kept, then merge.')
    await change(db, what, act => mergeOrganisations(act, from, into))
    return reply.redirect(`/${req.params.authority}/staff/organisations/${into.id}?done=merged`, 303)
  })

  app.get<ById>(`${base}/:id/unmerge`, { config: { needs: 'undo' } }, async (req, reply) => {
    const here = hereWhole(req, 'undo')
    const body = await findOrganisation(here.db, req.params.id)
    if (!body.merged_into) throw new Conflict('This organisation is not merged with another.')
    const plan = await planUnmerge(here.db, 'organisation', body.id)
    return reply.view('directory/unmerge.njk', {
      title: `Undo the merge of ${body.name}`,
      back: req.url.replace('/unmerge', ''),
      name: body.name,
      backCount: plan.back.length,
      stay: plan.stay.map(each => ({
        label: each.subject.label,
        heading: headingOf(each.table, each.field),
      })),
    })
  })

  app.post<ById>(`${base}/:id/unmerge`, { config: { needs: 'undo' } }, async (req, reply) => {
    const { db } = hereOf(req)
    const what = { ...whatWhole(req, deps.now(), 'organisation.unmerge', 'undo'), batch: newId() }
    const body = await findOrganisation(db, req.params.id)
    const to = `/${req.params.authority}/staff/organisations/${body.id}`
    if (!body.merged_into) return reply.redirect(to, 303)
    const plan = await planUnmerge(db, 'organisation', body.id)
    await change(db, what, act => applyUnmerge(act, plan))
    return reply.redirect(`${to}?done=undone`, 303)
  })
}
