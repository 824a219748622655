import type { FastifyInstance } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { historyOf } from '#src/directory/history.ts'
import { hereWhole, whatWhole } from '#src/directory/whole.ts'
import { change } from '#src/trail/change.ts'
import { openedWith, saveUnlessChanged, withChoices } from '#src/web/clash.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { AuthorityForm, heldOf, type Logo, readLogo, shownFields } from './forms.ts'
import { findAuthority } from './queries.ts'

type BySlug = { Params: { authority: string } }

/** What an authority is called and looks like, whom people write to, and when idle sessions end. */
export function authorityRoutes(app: FastifyInstance, deps: Deps) {
  const url = '/:authority/staff/settings/authority'

  app.get<BySlug>(url, { config: { needs: 'administer' } }, async (req, reply) => {
    const here = hereWhole(req, 'administer')
    const authority = await findAuthority(here.db, here.authority.id)
    const held = heldOf(authority)
    return reply.view('settings/authority/form.njk', {
      ...pageOf(req.params.authority),
      values: held.values,
      opened: openedWith(held),
      history: await historyOf(here, 'authority', authority.id),
    })
  })

  app.post<BySlug>(url, { config: { needs: 'administer' } }, async (req, reply) => {
    const here = hereOf(req)
    const what = whatWhole(req, deps.now(), 'authority.edit', 'administer')
    const typed = withChoices(req.body, shownFields)
    const form = readAuthority(typed)
    const page = pageOf(req.params.authority)
    if (!form.ok) return reply.code(422).view('settings/authority/form.njk', { ...page, ...form })
    const { id } = here.authority
    const clash = await saveUnlessChanged(
      typed,
      shownFields,
      async () => heldOf(await findAuthority(here.db, id)),
      version =>
        change(here.db, what, act =>
          act.on('authority', id, form.value.name).update('authority', id, form.value, version),
        ),
    )
    if (clash) return reply.code(409).view('settings/authority/form.njk', { ...page, values: typed, clash })
    return reply.redirect(`/${req.params.authority}/staff/settings/authority?done=saved`, 303)
  })
}

const pageOf = (slug: string) => ({ title: 'Authority', back: `/${slug}/staff/settings`, upload: true })

function readAuthority(body: Record<string, unknown>) {
  const form = readForm(AuthorityForm, body)
  const logo = readLogo(body.logo)
  if (typeof logo === 'string') {
    const others = form.ok ? [] : form.errors.map(({ text, href }) => ({ field: href.slice(1), text }))
    return badForm(body, [...others, { field: 'logo', text: logo }])
  }
  if (!form.ok) return form
  const { remove_logo, ...value } = form.value
  return { ok: true as const, value: { ...value, ...logoColumns(logo, remove_logo) } }
}

function logoColumns(logo: Logo | undefined, remove: boolean) {
  if (logo) return { logo: logo.bytes, logo_type: logo.type }
  return remove ? { logo: null, logo_type: null } : {}
}
