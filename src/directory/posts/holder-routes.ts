import type { FastifyInstance, FastifyRequest } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import { listTouched } from '#src/decide/touched.ts'
import type { Deps } from '#src/deps.ts'
import { NotFound } from '#src/errors.ts'
import { change } from '#src/trail/change.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { dayBoxes, joinDays } from '#src/web/inputs.ts'
import { londonDay } from '#src/web/views.ts'
import { listPeopleToPick, type Option, pickOf } from '../pick.ts'
import { hereWhole, whatWhole } from '../whole.ts'
import { HolderForm, HoldingForm } from './forms.ts'
import { hold } from './hold.ts'
import { findPost, listHolders } from './queries.ts'

type ById = { Params: { authority: string; id: string; holding: string } }

/** Who holds a post: added, their days mended, taken back where it was a mistake. */
export function holderRoutes(app: FastifyInstance, deps: Deps, base: string) {
  app.get<ById>(`${base}/:id/holders/new`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    hereWhole(req, 'edit-directory')
    return reply.view('directory/posts/holder.njk', {
      ...(await holderPage(req, req.query)),
      values: { ...dayBoxes('starts_on', londonDay(deps.now())), follows: 'yes' },
    })
  })

  app.post<ById>(`${base}/:id/holders/new`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const what = whatWhole(req, deps.now(), 'post.hold', 'edit-directory')
    const page = await holderPage(req, req.body)
    const form = readHolder(req.body, page.people)
    if (!form.ok) return reply.code(422).view('directory/posts/holder.njk', { ...page, ...form })
    await change(hereOf(req).db, what, act => hold(act, page.post, form.value))
    return reply.redirect(`/${req.params.authority}/staff/posts/${page.post.id}?done=saved`, 303)
  })

  app.get<ById>(
    `${base}/:id/holders/:holding`,
    { config: { needs: 'edit-directory' } },
    async (req, reply) => {
      hereWhole(req, 'edit-directory')
      const page = await holdingPage(req)
      const { starts_on, ends_on } = page.holding
      return reply.view('directory/posts/holding.njk', {
        ...page,
        values: { ...dayBoxes('starts_on', starts_on), ...dayBoxes('ends_on', ends_on) },
      })
    },
  )

  app.post<ById>(
    `${base}/:id/holders/:holding`,
    { config: { needs: 'edit-directory' } },
    async (req, reply) => {
      const what = whatWhole(req, deps.now(), 'post.hold', 'edit-directory')
      const { post, holding, ...page } = await holdingPage(req)
      const body = joinDays(req.body, ['starts_on', 'ends_on'])
      const to = `/${req.params.authority}/staff/posts/${post.id}?done=saved`
      if (body.remove === 'yes') {
        await change(hereOf(req).db, what, act =>
          act.on('post', post.id, post.title).remove('post_holding', holding.id),
        )
        return reply.redirect(to, 303)
      }
      const form = readForm(HoldingForm, body)
      const bad = form.ok ? endsTooSoon(body, form.value) : form
      if (!form.ok || bad)
        return reply.code(422).view('directory/posts/holding.njk', { post, holding, ...page, ...bad })
      const days = { starts_on: form.value.starts_on, ends_on: form.value.ends_on || null }
      await change(hereOf(req).db, what, act =>
        act.on('post', post.id, post.title).update('post_holding', holding.id, days),
      )
      return reply.redirect(to, 303)
    },
  )
}

async function holderPage(req: FastifyRequest, asked: unknown) {
  const { db } = hereOf(req)
  const post = await findPost(db, (req.params as { id: string }).id)
  const deputy = (asked as { deputy?: unknown } | null)?.deputy === 'yes'
  return {
    title: deputy ? `Who deputises for ${post.title}?` : `Who holds ${post.title}?`,
    deputy,
    back: req.url.split('/holders/')[0],
    post,
    people: await listPeopleToPick(db),
  }
}

async function holdingPage(req: FastifyRequest) {
  const { id, holding: holdingId } = req.params as { id: string; holding: string }
  const { db } = hereOf(req)
  const post = await findPost(db, id)
  const holding = (await listHolders(db, post.id)).find(each => each.id === holdingId)
  if (!holding) throw new NotFound('Nobody held the post so')
  return {
    title: `${holding.name} as ${post.title}`,
    back: req.url.split('/holders/')[0],
    post,
    holding,
    touched: await listTouched(db, hereOf(req).authority.id, { posts: [post.id] }),
  }
}

function readHolder(raw: unknown, people: readonly Option[]) {
  const body = joinDays(raw, ['starts_on', 'ends_on'])
  const form = readForm(HolderForm, body)
  if (!form.ok) return form
  const { person, ends_on, ...rest } = form.value
  const picked = pickOf(people, person)
  if (picked === 'none')
    return badForm(body, [
      { field: 'person', text: 'Nobody has that name. Add the person first, or choose one from the list' },
    ])
  if (picked === 'several')
    return badForm(body, [
      { field: 'person', text: 'More than one person has that name. Choose one from the list' },
    ])
  if (rest.deputy && !ends_on)
    return badForm(body, [{ field: 'ends_on', text: 'Enter the last day of the absence, like 31 3 2027' }])
  const tooSoon = endsTooSoon(body, form.value)
  return tooSoon ?? { ok: true as const, value: { ...rest, person: picked, ends_on: ends_on || null } }
}

function endsTooSoon(body: unknown, { starts_on, ends_on }: { starts_on: string; ends_on: string }) {
  if (!ends_on || ends_on >= starts_on) return undefined
  return badForm(body, [{ field: 'ends_on', text: 'The last day must be the first day or after' }])
}
