import type { FastifyInstance } from 'fastify'
import { type Here, hereOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { hereWhole, whatWhole } from '#src/directory/whole.ts'
import { chooseRules } from '#src/publish/choose-rules.ts'
import { openPublicRegister } from '#src/publish/open.ts'
import { readPractice } from '#src/publish/prepare.ts'
import { findSite } from '#src/publish/site.ts'
import { compare, listLines } from '#src/publish/survey.ts'
import { change } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { findAuthority } from '../authority/queries.ts'
import { readRules, ruleWords } from './forms.ts'
import { textRoutes } from './text-routes.ts'

/** Whether an authority has a public register, what it says of itself there, and which fields it shows (REG-5, SCR-4). */
export function publishingRoutes(app: FastifyInstance, deps: Deps) {
  const base = '/:authority/staff/settings/publishing'

  app.get(base, { config: { needs: 'administer' } }, async (req, reply) => {
    const here = hereWhole(req, 'administer')
    return reply.view('settings/publishing/page.njk', {
      title: 'The public register',
      back: `/${here.authority.slug}/staff/settings`,
      site: await findSite(here.db, here.authority.id),
      owner: await findAuthority(here.db, here.authority.id),
    })
  })

  app.post(`${base}/open`, { config: { needs: 'administer' } }, async (req, reply) => {
    const here = hereOf(req)
    const what = whatWhole(req, deps.now(), 'authority.open-public-register', 'administer')
    const address = `/${here.authority.slug}/staff/settings/publishing`
    if (await findSite(here.db, here.authority.id)) return reply.redirect(address, 303)
    await change(here.db, what, act => openPublicRegister(act, here.authority, what.at))
    return reply.redirect(`${address}?done=opened`, 303)
  })

  app.get(`${base}/fields`, { config: { needs: 'administer' } }, async (req, reply) => {
    const here = hereWhole(req, 'administer')
    return reply.view('settings/publishing/fields.njk', await fieldsPage(here, deps.now()))
  })

  app.post(`${base}/fields`, { config: { needs: 'administer' } }, async (req, reply) => {
    const here = hereOf(req)
    const what = whatWhole(req, deps.now(), 'authority.choose-rules', 'administer')
    const { ruledFields } = await readPractice(here.db, here.authority.id)
    const chosen = readRules(req.body, ruledFields)
    await change(here.db, what, act => chooseRules(act, here.authority, chosen))
    const done = chosen.size > 0 ? 'saved' : 'nothing-changed'
    return reply.redirect(`/${here.authority.slug}/staff/settings/publishing/fields?done=${done}`, 303)
  })

  textRoutes(app, deps, base)
}

async function fieldsPage(here: Here, now: Date) {
  const practice = await readPractice(here.db, here.authority.id)
  const asking = { db: here.db, authorityId: here.authority.id, sight: 'all' as const }
  const lines = await listLines(asking, { q: '', stage: '', show: 'published' })
  const stale = (await compare(here.db, practice, lines, londonDay(now))).filter(line => line.changed)
  const site = await findSite(here.db, here.authority.id)
  return {
    title: 'Which fields are public',
    back: `/${here.authority.slug}/staff/settings/publishing`,
    fields: practice.ruledFields,
    ruleWords,
    stale: stale.length,
    site,
  }
}
