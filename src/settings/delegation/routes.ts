import type { FastifyInstance, FastifyRequest } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { labelOfPick, listPostsToPick } from '#src/directory/pick.ts'
import { hereWhole, whatWhole } from '#src/directory/whole.ts'
import { change } from '#src/trail/change.ts'
import { openedWith, saveUnlessChanged, withChoices } from '#src/web/clash.ts'
import { dayBoxes, joinDays } from '#src/web/inputs.ts'
import { londonDay } from '#src/web/views.ts'
import {
  boxesOf,
  delegationDays,
  delegationFields,
  heldOf,
  newWhats,
  readLine,
  readNewLine,
  sayLimit,
  whats,
} from './forms.ts'
import { type Delegation, findDelegation, listDelegations } from './queries.ts'
import { listStuck } from './waiting.ts'

type ById = { Params: { authority: string; delegation: string } }

/** The scheme of delegation: which post may agree to what, up to what, from when, under which reference (APP-5). */
export function delegationRoutes(app: FastifyInstance, deps: Deps) {
  const base = '/:authority/staff/settings/delegation'
  const needs = { config: { needs: 'administer' } } as const
  const view = 'settings/delegation/form.njk'

  app.get(base, needs, async (req, reply) => {
    const here = hereWhole(req, 'administer')
    const today = londonDay(deps.now())
    const lines = (await listDelegations(here.db)).map(each => ({
      ...each,
      limit: sayLimit(each.limit_pence),
    }))
    const soon = londonDay(new Date(deps.now().getTime() + soonDays * 86_400_000))
    const isPast = (each: { ends_on: string | null }) => each.ends_on !== null && each.ends_on < today
    return reply.view('settings/delegation/list.njk', {
      title: 'Scheme of delegation',
      back: `/${here.authority.slug}/staff/settings`,
      today,
      soon,
      stuck: await listStuck(here.db, here.authority.id, today, soon),
      lines: lines.filter(each => !isPast(each)),
      expired: lines.filter(isPast).map(each => ({ ...each, gone: !isFollowed(each, lines, today) })),
    })
  })

  app.get(`${base}/new`, needs, async (req, reply) => {
    hereWhole(req, 'administer')
    const { post, what } = req.query as { post?: unknown; what?: unknown }
    const page = await newPage(req)
    const values = {
      post: labelOfPick(page.posts, typeof post === 'string' ? post : null),
      what: newWhats.find(each => each.value === what)?.value,
      ...dayBoxes('starts_on', londonDay(deps.now())),
    }
    return reply.view(view, { ...page, values })
  })

  app.post(`${base}/new`, needs, async (req, reply) => {
    const { db, authority } = hereOf(req)
    const what = whatWhole(req, deps.now(), 'authority.delegate', 'administer')
    const page = await newPage(req)
    const form = readNewLine(joinDays(req.body, delegationDays), page.posts)
    if (!form.ok) return reply.code(422).view(view, { ...page, ...form })
    const { post, what: about, ...rest } = form.value
    const abouts = about === 'both' ? (['enter', 'extend'] as const) : [about]
    await change(db, what, act =>
      act.on('authority', authority.id, authority.name).insertMany(
        'delegation',
        abouts.map(each => ({ ...rest, post_id: post.id, what: each })),
      ),
    )
    return reply.redirect(`/${authority.slug}/staff/settings/delegation?done=saved`, 303)
  })

  app.get<ById>(`${base}/:delegation`, needs, async (req, reply) => {
    hereWhole(req, 'administer')
    const page = await editPage(req)
    return reply.view(view, { ...page, values: boxesOf(page.held.values), opened: openedWith(page.held) })
  })

  app.post<ById>(`${base}/:delegation`, needs, async (req, reply) => {
    const { db, authority } = hereOf(req)
    const what = whatWhole(req, deps.now(), 'authority.delegate', 'administer')
    const { row, ...page } = await editPage(req)
    const typed = withChoices(joinDays(req.body, delegationDays), delegationFields)
    const form = readLine(typed, page.posts)
    if (!form.ok) return reply.code(422).view(view, { ...page, row, ...form })
    const { post, ...rest } = form.value
    const clash = await saveUnlessChanged(
      typed,
      delegationFields,
      async () => (await editPage(req)).held,
      version =>
        change(db, what, act =>
          act
            .on('authority', authority.id, authority.name)
            .update('delegation', row.id, { ...rest, post_id: post.id }, version),
        ),
    )
    if (clash) return reply.code(409).view(view, { ...page, row, values: boxesOf(typed), clash })
    return reply.redirect(`${page.back}?done=saved`, 303)
  })

  // A line whose first day has not come was never relied on, and goes altogether.
  app.post<ById>(`${base}/:delegation/end`, needs, async (req, reply) => {
    const { db, authority } = hereOf(req)
    const what = whatWhole(req, deps.now(), 'authority.delegate', 'administer')
    const row = await findDelegation(db, req.params.delegation)
    const today = londonDay(deps.now())
    await change(db, what, async act => {
      const writer = act.on('authority', authority.id, authority.name)
      if (row.starts_on > today) await writer.remove('delegation', row.id)
      else await writer.update('delegation', row.id, { ends_on: today })
    })
    return reply.redirect(`/${authority.slug}/staff/settings/delegation?done=saved`, 303)
  })
}

// Two months leave a council time for the next line of its scheme.
const soonDays = 60

// Whether another line of the same kind holds for the post today.
function isFollowed(line: Delegation, lines: readonly Delegation[], today: string): boolean {
  return lines.some(
    each =>
      each.post_id === line.post_id &&
      each.what === line.what &&
      each.starts_on <= today &&
      (each.ends_on === null || each.ends_on >= today),
  )
}

async function newPage(req: FastifyRequest) {
  const { db, authority } = hereOf(req)
  return {
    title: 'Add a line to the scheme of delegation',
    back: `/${authority.slug}/staff/settings/delegation`,
    posts: await listPostsToPick(db),
    whats: newWhats,
    isNew: true,
  }
}

async function editPage(req: FastifyRequest) {
  const { db, authority } = hereOf(req)
  const row = await findDelegation(db, (req.params as { delegation: string }).delegation)
  const posts = await listPostsToPick(db)
  return {
    title: `What is delegated to ${row.post}`,
    back: `/${authority.slug}/staff/settings/delegation`,
    posts,
    whats,
    row,
    held: heldOf(row, labelOfPick(posts, row.post_id) || row.post),
  }
}
