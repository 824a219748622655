import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Here, hereOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { hereWhole, whatWhole } from '#src/directory/whole.ts'
import { Conflict } from '#src/errors.ts'
import { findSite } from '#src/publish/site.ts'
import { change } from '#src/trail/change.ts'
import { openedWith, saveUnlessChanged, withChoices } from '#src/web/clash.ts'
import { readForm } from '#src/web/form.ts'
import { heldOf, shownTexts, TextsForm } from './forms.ts'

/** What the public register says of itself: introduction, accessibility statement, privacy, the way to the council's site. */
export function textRoutes(app: FastifyInstance, deps: Deps, base: string) {
  app.get(`${base}/texts`, { config: { needs: 'administer' } }, async (req, reply) => {
    const held = heldOf(await siteOf(hereWhole(req, 'administer')))
    return reply.view('settings/publishing/texts.njk', {
      ...pageOf(req),
      values: held.values,
      opened: openedWith(held),
    })
  })

  app.post(`${base}/texts`, { config: { needs: 'administer' } }, async (req, reply) => {
    const here = hereOf(req)
    const what = whatWhole(req, deps.now(), 'authority.edit', 'administer')
    const typed = withChoices(req.body, shownTexts)
    const form = readForm(TextsForm, typed)
    const site = await siteOf(here)
    if (!form.ok) return reply.code(422).view('settings/publishing/texts.njk', { ...pageOf(req), ...form })
    const clash = await saveUnlessChanged(
      typed,
      shownTexts,
      async () => heldOf(await siteOf(here)),
      version =>
        change(here.db, what, act =>
          act
            .on('authority', here.authority.id, here.authority.name)
            .update('public_site', site.id, form.value, version),
        ),
    )
    if (clash)
      return reply.code(409).view('settings/publishing/texts.njk', { ...pageOf(req), values: typed, clash })
    return reply.redirect(`/${here.authority.slug}/staff/settings/publishing?done=saved`, 303)
  })
}

async function siteOf(here: Here) {
  const site = await findSite(here.db, here.authority.id)
  if (!site) throw new Conflict('The public register is not open yet. Open it first.')
  return site
}

function pageOf(req: FastifyRequest) {
  const back = `/${hereOf(req).authority.slug}/staff/settings/publishing`
  return { title: 'What the public register says of itself', back, cancel: back }
}
