import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hereOf, userOf, whatOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { newId } from '#src/domain/id.ts'
import { placeOf } from '#src/partnerships/entry/queries.ts'
import { covers } from '#src/protocol/definition.ts'
import { guidedPage, skipFeatures } from '#src/protocol/guided-pages.ts'
import { setNamed } from '#src/protocol/questions.ts'
import { change } from '#src/trail/change.ts'
import { badForm } from '#src/web/form.ts'
import { keepAgain, keepFirst } from './keep.ts'
import { openTest, type Test } from './open-test.ts'
import { findDraftOf, listAssessments } from './queries.ts'

const path = '/:authority/staff/assessments'

/** The guided test: one question a page by GET, what it found kept by POST (DEF-1 to DEF-4). */
export function testRoutes(app: FastifyInstance, deps: Deps) {
  app.get(`${path}/test`, { config: { needs: 'propose' } }, async (req, reply) => {
    const test = await openTest(req, deps, req.query)
    if (!test) return reply.redirect(`/${hereOf(req).authority.slug}/staff/assessments/new`, 303)
    return show(req, reply, test, req.query)
  })

  app.post(`${path}/test`, { config: { needs: 'propose' } }, async (req, reply) => {
    const here = hereOf(req)
    const test = await openTest(req, deps, req.body)
    if (!test) return reply.redirect(`/${here.authority.slug}/staff/assessments/new`, 303)
    const { pack, today, place, entry, started } = test
    const page = guidedPage(pack, req.body as Record<string, unknown>, place)
    if (page.at !== 'outcome') return show(req, reply, test, req.body)
    const at = deps.now()
    const id = entry?.id ?? newId(at)
    const where = entry ? placeOf(entry) : { involvementId: id, directorateId: started.directorate }
    const finished = {
      authorityId: here.authority.id,
      outcome: page.outcome,
      made: page.standing.made,
      by: userOf(req),
      today,
      at,
    }
    const cause = entry && (await listAssessments(here.db, here.authority.id, id, 'kind')).length > 0
    const kept = await change(here.db, whatOf(req, at, 'involvement.assess', 'propose', where), act =>
      entry
        ? keepAgain(act, entry, cause ? 'again' : 'first', finished)
        : keepFirst(act, { id, ...started }, finished),
    )
    const record = `/${here.authority.slug}/staff/partnerships/${encodeURIComponent(kept.reference)}`
    if (kept.existing) return reply.redirect(`${record}/existing`, 303)
    return reply.redirect(
      `${record}/${kept.proposed ? 'questions/significance' : 'assessment?done=kept'}`,
      303,
    )
  })
}

async function show(
  req: FastifyRequest,
  reply: FastifyReply,
  { pack, place, started, entry }: Test,
  given: unknown,
) {
  const here = hereOf(req)
  const page = guidedPage(pack, (given ?? {}) as Record<string, unknown>, place)
  if (page.at === 'elsewhere') return reply.redirect(page.address, 303)
  const shown = {
    page,
    base: place.base,
    back: page.back,
    caption: entry ? `${entry.reference} ${entry.name}` : started.name,
    protocol: `/${here.authority.slug}/staff/protocol`,
    entry,
  }
  if (page.at === 'question') {
    const { mistake, step } = page
    const bad = mistake ? badForm({}, [{ field: step.name, text: mistake }]) : {}
    return reply
      .code(mistake ? 422 : 200)
      .view('stages/consider/question.njk', { ...shown, ...bad, title: step.question.text })
  }
  if (page.at === 'features') {
    const title = setNamed(pack, pack.definition.features)!.title
    return reply.view('stages/consider/features.njk', { ...shown, title, skip: skipFeatures(page, place) })
  }
  const draft = entry && (await findDraftOf(here.db, here.authority.id, entry.id))
  const covered = covers(pack, page.outcome.kind)
  return reply.view('stages/consider/outcome.njk', { ...shown, covered, draft })
}
