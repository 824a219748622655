import type { FastifyInstance, FastifyRequest } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { newId } from '#src/domain/id.ts'
import { sectors } from '#src/domain/words.ts'
import { change } from '#src/trail/change.ts'
import { openedWith, saveUnlessChanged, withChoices } from '#src/web/clash.ts'
import { type BadForm, badForm, readForm } from '#src/web/form.ts'
import { oneLine } from '#src/web/inputs.ts'
import { countEntriesNaming } from '../entries.ts'
import { historyOf } from '../history.ts'
import { mergeRoutes } from '../merge-routes.ts'
import { pageOf } from '../paging.ts'
import { listBodiesToPick, type Option, pickOf } from '../pick.ts'
import { hereWhole, mayWhole, whatWhole } from '../whole.ts'
import { heldOf, identifiersOf, OrganisationForm, schemes, shownFields } from './forms.ts'
import { mergeableOrganisations } from './mergeable.ts'
import {
  countOrganisations,
  findOrganisation,
  listContactsOf,
  listKinOf,
  listLikelyPairs,
  listOrganisations,
  listRolesOf,
} from './queries.ts'

type ById = { Params: { authority: string; id: string } }

/** The bodies an authority works with: list, page, add, edit, merge (PEO-7). */
export function organisationRoutes(app: FastifyInstance, deps: Deps) {
  const base = '/:authority/staff/organisations'

  app.get(base, { config: { needs: 'see' } }, async (req, reply) => {
    const here = hereOf(req)
    const search = searchOf(req)
    const count = await countOrganisations(here.db, search)
    const page = pageOf(req.url.split('?')[0]!, search, count)
    const rows = await listOrganisations(here.db, search, page)
    const entries = await countEntriesNaming(
      here,
      'organisation_ids',
      rows.map(row => row.id),
    )
    const mayMerge = mayWhole(here, 'merge')
    return reply.view('directory/organisations/list.njk', {
      title: 'Organisations',
      search,
      sectors,
      page,
      rows: rows.map(row => ({ ...row, entries: entries.get(row.id) ?? 0 })),
      pairs:
        mayMerge && !search.q && !search.sector && page.offset === 0 ? await listLikelyPairs(here.db) : [],
      mayEdit: mayWhole(here, 'edit-directory'),
    })
  })

  app.get(`${base}/new`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const here = hereWhole(req, 'edit-directory')
    return reply.view('directory/organisations/form.njk', {
      ...(await formPage(req)),
      values: { sector: 'other', name: oneLine(String((req.query as { name?: unknown }).name ?? '')) },
      back: `/${here.authority.slug}/staff/organisations`,
    })
  })

  app.post<ById>(`${base}/new`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const what = whatWhole(req, deps.now(), 'organisation.add', 'edit-directory')
    const page = await formPage(req)
    const form = readOrganisation(req.body, page.bodies)
    if (!form.ok) return reply.code(422).view('directory/organisations/form.njk', { ...page, ...form })
    const id = newId()
    await change(hereOf(req).db, what, act =>
      act.on('organisation', id, form.value.name).insert('organisation', {
        id,
        ...form.value,
        merged_into: null,
      }),
    )
    return reply.redirect(`/${req.params.authority}/staff/organisations/${id}?done=saved`, 303)
  })

  app.get<ById>(`${base}/:id`, { config: { needs: 'see' } }, async (req, reply) => {
    const here = hereOf(req)
    const body = await findOrganisation(here.db, req.params.id)
    return reply.view('directory/organisations/page.njk', {
      title: body.name,
      body,
      sectors,
      identifiers: body.identifiers.map(each => ({
        ...each,
        label: schemes.find(scheme => scheme.value === each.scheme)?.label ?? each.scheme,
      })),
      kin: await listKinOf(here.db, body),
      roles: await listRolesOf(here, body.id),
      contacts: await listContactsOf(here.db, body.id),
      history: await historyOf(here, 'organisation', body.id),
      back: `/${here.authority.slug}/staff/organisations`,
      mayEdit: mayWhole(here, 'edit-directory'),
      mayMerge: mayWhole(here, 'merge'),
    })
  })

  app.get<ById>(`${base}/:id/edit`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const here = hereWhole(req, 'edit-directory')
    const body = await findOrganisation(here.db, req.params.id)
    const page = await formPage(req, body.name)
    const held = heldOf(body, page.bodies)
    return reply.view('directory/organisations/form.njk', {
      ...page,
      values: held.values,
      opened: openedWith(held),
    })
  })

  app.post<ById>(`${base}/:id/edit`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const { db } = hereOf(req)
    const what = whatWhole(req, deps.now(), 'organisation.edit', 'edit-directory')
    const body = await findOrganisation(db, req.params.id)
    const page = await formPage(req, body.name)
    const typed = withChoices(req.body, shownFields)
    const form = readOrganisation(typed, page.bodies, body)
    if (!form.ok) return reply.code(422).view('directory/organisations/form.njk', { ...page, ...form })
    let saved = false
    const clash = await saveUnlessChanged(
      typed,
      shownFields,
      async () => heldOf(await findOrganisation(db, body.id), page.bodies),
      version =>
        change(db, what, async act => {
          saved = await act
            .on('organisation', body.id, form.value.name)
            .update('organisation', body.id, form.value, version)
        }),
    )
    if (clash)
      return reply.code(409).view('directory/organisations/form.njk', { ...page, values: typed, clash })
    const done = saved ? 'saved' : 'nothing-changed'
    return reply.redirect(`/${req.params.authority}/staff/organisations/${body.id}?done=${done}`, 303)
  })

  mergeRoutes(app, deps, base, mergeableOrganisations)
}

function searchOf(req: FastifyRequest) {
  const { q, sector } = req.query as Record<string, unknown>
  return {
    q: typeof q === 'string' ? oneLine(q).slice(0, 200) : '',
    sector: sectors.some(each => each.value === sector) ? String(sector) : '',
  }
}

async function formPage(req: FastifyRequest, name?: string) {
  const here = hereOf(req)
  return {
    title: name ? `Change ${name}` : 'Add an organisation',
    back: req.url.replace(/\/(edit|new)(\?.*)?$/, ''),
    sectors,
    schemes,
    bodies: await listBodiesToPick(here.db),
  }
}

function readOrganisation(
  body: unknown,
  bodies: readonly Option[],
  standing?: { id: string; identifiers: { scheme: string; value: string }[] },
) {
  const form = readForm(OrganisationForm, body)
  if (!form.ok) return form
  const { name, other_names, sector, website, email, phone, predecessor } = form.value
  const before = predecessor === '' ? null : pickOf(bodies, predecessor)
  const wrong = predecessorProblem(before, standing?.id)
  if (wrong) return badForm(body, [{ field: 'predecessor', text: wrong }]) as BadForm
  return {
    ok: true as const,
    value: {
      name,
      other_names,
      sector,
      website,
      email,
      phone,
      identifiers: JSON.stringify(identifiersOf(form.value, standing?.identifiers)),
      predecessor_id: (before as Option | null)?.id ?? null,
    },
  }
}

function predecessorProblem(before: ReturnType<typeof pickOf> | null, self?: string): string | undefined {
  if (before === 'none') return 'No organisation has that name. Add it first, or leave this empty'
  if (before === 'several') return 'More than one organisation has that name. Choose one from the list'
  if (before && before.id === self) return 'An organisation cannot come from itself'
  return undefined
}
