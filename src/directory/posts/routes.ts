import type { FastifyInstance, FastifyRequest } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import { listTouched } from '#src/decide/touched.ts'
import type { Deps } from '#src/deps.ts'
import { newId } from '#src/domain/id.ts'
import { change } from '#src/trail/change.ts'
import { openedWith, saveUnlessChanged, withChoices } from '#src/web/clash.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { oneLine } from '#src/web/inputs.ts'
import { londonDay } from '#src/web/views.ts'
import { countEntriesNaming, listEntriesNaming } from '../entries.ts'
import { historyOf } from '../history.ts'
import { pageOf } from '../paging.ts'
import { hereWhole, mayWhole, whatWhole } from '../whole.ts'
import { heldOf, PostForm, shownFieldsWith } from './forms.ts'
import { holderRoutes } from './holder-routes.ts'
import {
  countPosts,
  findPost,
  listDirectoratesToPick,
  listHolders,
  listPosts,
  type Search,
} from './queries.ts'

type ById = { Params: { authority: string; id: string } }

/** The posts of an authority and who holds them, from when to when. */
export function postRoutes(app: FastifyInstance, deps: Deps) {
  const base = '/:authority/staff/posts'

  app.get(base, { config: { needs: 'see' } }, async (req, reply) => {
    const here = hereOf(req)
    const search = searchOf(req)
    const today = londonDay(deps.now())
    const page = pageOf(req.url.split('?')[0]!, search, await countPosts(here.db, search, today))
    const rows = await listPosts(here.db, search, today, page)
    const entries = await countEntriesNaming(
      here,
      'post_ids',
      rows.map(row => row.id),
    )
    return reply.view('directory/posts/list.njk', {
      title: 'Posts',
      search,
      page,
      rows: rows.map(row => ({ ...row, entries: entries.get(row.id) ?? 0 })),
      mayEdit: mayWhole(here, 'edit-directory'),
    })
  })

  app.get(`${base}/new`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    hereWhole(req, 'edit-directory')
    return reply.view('directory/posts/form.njk', { ...(await formPage(req)), values: {} })
  })

  app.post<ById>(`${base}/new`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const what = whatWhole(req, deps.now(), 'post.add', 'edit-directory')
    const page = await formPage(req)
    const form = readPost(req.body, page.directorates)
    if (!form.ok) return reply.code(422).view('directory/posts/form.njk', { ...page, ...form })
    const id = newId()
    await change(hereOf(req).db, what, act =>
      act.on('post', id, form.value.title).insert('post', { id, ...form.value, closed_on: null }),
    )
    return reply.redirect(`/${req.params.authority}/staff/posts/${id}?done=saved`, 303)
  })

  app.get<ById>(`${base}/:id`, { config: { needs: 'see' } }, async (req, reply) => {
    const here = hereOf(req)
    const today = londonDay(deps.now())
    const post = await findPost(here.db, req.params.id)
    const holders = await listHolders(here.db, post.id)
    const current = holders.filter(
      each => each.starts_on <= today && (!each.ends_on || each.ends_on >= today),
    )
    return reply.view('directory/posts/page.njk', {
      title: post.title,
      post,
      current,
      coming: holders.filter(each => each.starts_on > today),
      past: holders.filter(each => each.ends_on && each.ends_on < today),
      vacant: !current.some(each => !each.deputy),
      entries: await listEntriesNaming(here, 'post_ids', post.id),
      touched: mayWhole(here, 'edit-directory')
        ? await listTouched(here.db, here.authority.id, { posts: [post.id] })
        : [],
      history: await historyOf(here, 'post', post.id),
      back: `/${here.authority.slug}/staff/posts`,
      mayEdit: mayWhole(here, 'edit-directory'),
      mayBulk: here.may('change-in-bulk'),
    })
  })

  app.get<ById>(`${base}/:id/edit`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const here = hereWhole(req, 'edit-directory')
    const post = await findPost(here.db, req.params.id)
    const held = heldOf(post)
    const page = await formPage(req, post)
    return reply.view('directory/posts/form.njk', { ...page, values: held.values, opened: openedWith(held) })
  })

  app.post<ById>(`${base}/:id/edit`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const { db } = hereOf(req)
    const what = whatWhole(req, deps.now(), 'post.edit', 'edit-directory')
    const post = await findPost(db, req.params.id)
    const page = await formPage(req, post)
    const fields = shownFieldsWith(page.directorates)
    const typed = withChoices(req.body, fields)
    const form = readPost(typed, page.directorates)
    if (!form.ok) return reply.code(422).view('directory/posts/form.njk', { ...page, ...form })
    const clash = await saveUnlessChanged(
      typed,
      fields,
      async () => heldOf(await findPost(db, post.id)),
      version =>
        change(db, what, act =>
          act.on('post', post.id, form.value.title).update('post', post.id, form.value, version),
        ),
    )
    if (clash) return reply.code(409).view('directory/posts/form.njk', { ...page, values: typed, clash })
    return reply.redirect(`/${req.params.authority}/staff/posts/${post.id}?done=saved`, 303)
  })

  for (const verb of ['close', 'reopen'] as const)
    app.post<ById>(`${base}/:id/${verb}`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
      const { db } = hereOf(req)
      const what = whatWhole(req, deps.now(), `post.${verb}`, 'edit-directory')
      const post = await findPost(db, req.params.id)
      const closed_on = verb === 'close' ? londonDay(deps.now()) : null
      await change(db, what, act =>
        act.on('post', post.id, post.title).update('post', post.id, { closed_on }),
      )
      return reply.redirect(`/${req.params.authority}/staff/posts/${post.id}?done=saved`, 303)
    })

  holderRoutes(app, deps, base)
}

function searchOf(req: FastifyRequest): Search {
  const { q, show } = req.query as Record<string, unknown>
  return {
    q: typeof q === 'string' ? oneLine(q).slice(0, 200) : '',
    show: show === 'vacant' || show === 'closed' ? show : '',
  }
}

async function formPage(req: FastifyRequest, post?: { title: string; directorate_id: string | null }) {
  return {
    title: post ? `Change ${post.title}` : 'Add a post',
    back: req.url.replace(/\/(edit|new)(\?.*)?$/, ''),
    directorates: await listDirectoratesToPick(hereOf(req).db, post?.directorate_id),
  }
}

function readPost(body: unknown, directorates: readonly { value: string }[]) {
  const form = readForm(PostForm, body)
  if (!form.ok) return form
  const { title, directorate_id, senior } = form.value
  if (directorate_id && !directorates.some(each => each.value === directorate_id))
    return badForm(body, [{ field: 'directorate_id', text: 'Choose a directorate from the list' }])
  return { ok: true as const, value: { title, directorate_id: directorate_id || null, senior } }
}
