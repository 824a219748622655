import type { FastifyInstance } from 'fastify'
import { type GuidedPage, type GuidedPlace, guidedPage, skipFeatures } from '#src/protocol/guided-pages.ts'
import type { Pack } from '#src/protocol/pack.ts'
import { setNamed } from '#src/protocol/questions.ts'
import type { PublicSite } from '#src/public/answer.ts'
import type { MakePage } from '#src/public/page.ts'
import { siteNamed } from '#src/public/site.ts'
import { londonDay } from '#src/web/views.ts'
import { publicPackOn } from './pack.ts'

type Asked = { Params: { authority: string }; Querystring: Record<string, unknown> }

/** The test of what an arrangement is, for anyone: by GET alone, the answers in the address, nothing kept (DEF-1 to DEF-3). */
export function testRoutes(app: FastifyInstance, site: PublicSite, page: MakePage) {
  app.get<Asked>('/:authority/test', { config: { needs: 'public' } }, async (req, reply) => {
    const of = siteNamed(await site.look(), req.params.authority)
    const base = `/${of.slug}/test`
    if (Object.keys(req.query).length === 0) {
      const make = () => page('test/start.njk', of, { title: 'Is it a partnership?' })
      return site.answer(req, reply, { of, key: 'test', make })
    }
    const today = londonDay(site.now())
    const pack = await publicPackOn(site.db, of, today)
    const place = { base, start: base, carried: [] }
    const shown = guidedPage(pack, req.query, place)
    if (shown.at === 'elsewhere') return reply.redirect(shown.address, 303)
    return site.answer(req, reply, {
      of,
      key: `test ${today} ${keyOf(shown)}`,
      make: () => page(`test/${shown.at}.njk`, of, { ...wordsOf(shown, pack, place), base: `/${of.slug}` }),
    })
  })
}

function wordsOf(shown: Exclude<GuidedPage, { at: 'elsewhere' }>, pack: Pack, place: GuidedPlace) {
  const back = { href: shown.back, text: 'Back' }
  const common = { page: shown, test: place.base, back, keep: isKept(shown) }
  if (shown.at === 'outcome') return { ...common, title: 'What the test finds' }
  if (shown.at === 'question')
    return { ...common, title: shown.step.question.text, ...(shown.mistake ? { status: 400 as const } : {}) }
  const title = setNamed(pack, pack.definition.features)?.title ?? ''
  return { ...common, title, skip: skipFeatures(shown, place) }
}

// The ways through the test are few; what can be said of the usual features is more than memory should hold.
const isKept = (shown: GuidedPage) =>
  !(shown.at === 'question' && shown.mistake) &&
  !shown.standing.features.some(group => group.steps.some(step => step.said))

function keyOf(shown: GuidedPage): string {
  const step = shown.at === 'question' ? `${shown.step.name} ${shown.step.value} ${shown.mistake}` : ''
  return `${shown.at} ${step} ${new URLSearchParams(shown.hidden)}`
}
