import type { FastifyInstance } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import { protocolOn } from '#src/adopted/protocol.ts'
import type { Deps } from '#src/deps.ts'
import { listAlike, listPublishedAlike, seesOnlySome } from '#src/partnerships/entry/add/queries.ts'
import { setNamed } from '#src/protocol/questions.ts'
import { readForm } from '#src/web/form.ts'
import { londonDay } from '#src/web/views.ts'
import { pairsOf, startForm, textsOf } from './start.ts'

const path = '/:authority/staff/assessments'

/** Before the first question: what it is called, and whether it is one of those that are known, so that nobody assesses twice. */
export function startRoutes(app: FastifyInstance, deps: Deps) {
  app.get(`${path}/new`, { config: { needs: 'propose' } }, async (req, reply) => {
    const here = hereOf(req)
    const given = textsOf(req.query)
    const { schema, choices, free } = await startForm(here, deps.now())
    const base = `/${here.authority.slug}/staff`
    const { pack } = await protocolOn(here.db, here.authority.id, londonDay(deps.now()))
    const intro = setNamed(pack, pack.definition.set)?.intro ?? ''
    const only = choices.length === 1 && !free ? choices[0]!.value : ''
    const shown = {
      title: 'Is it a partnership?',
      base,
      back: `${base}/assessments`,
      intro,
      choices,
      free,
      some: seesOnlySome(here),
    }
    if (given.name === undefined)
      return reply.view('stages/consider/start.njk', { ...shown, values: { directorate: only } })
    const form = readForm(schema, given)
    if (!form.ok) return reply.code(422).view('stages/consider/start.njk', { ...shown, ...form })
    const test = `${base}/assessments/test?${new URLSearchParams(pairsOf(form.value))}`
    const alike = await listAlike(here, form.value.name)
    const published = await listPublishedAlike(here, form.value.name)
    if (alike.length + published.length === 0) return reply.redirect(test, 303)
    return reply.view('stages/consider/start.njk', { ...shown, values: given, alike, published, test })
  })
}
