import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Here, hereOf, whatOf } from '#src/accounts/here.ts'
import type { Verb } from '#src/accounts/may.ts'
import type { Deps } from '#src/deps.ts'
import { Conflict } from '#src/errors.ts'
import { move } from '#src/partnerships/move.ts'
import { type Act, change } from '#src/trail/change.ts'
import { readForm } from '#src/web/form.ts'
import { londonDay } from '#src/web/views.ts'
import { type Entry, findConsidered, findEntryHere, placeOf } from '../queries.ts'
import { dateShown } from '../sections/rules.ts'
import { MoveForm, RemoveForm } from './forms.ts'
import { movePage } from './move-page.ts'
import { remove, restore, tellApart } from './verbs.ts'

type Address = { Params: { authority: string; ref: string; pair: string } }

const path = '/:authority/staff/partnerships/:ref'

/** What happens to an entry as a whole: moved on, removed and put back, told apart from another. */
export function lifeRoutes(app: FastifyInstance, deps: Deps) {
  const act = (
    req: FastifyRequest<Address>,
    entry: Entry,
    action: string,
    verb: Verb,
    work: (act: Act) => Promise<void>,
  ) => change(hereOf(req).db, whatOf(req, deps.now(), `involvement.${action}`, verb, placeOf(entry)), work)

  app.get<Address>(`${path}/move`, { config: { needs: 'edit' } }, async (req, reply) => {
    const { here, entry } = await openUnlogged(req)
    const values = { seen: entry.stage, ended_on: dateShown(entry.ended_on) }
    const page = await movePage(here, entry, londonDay(deps.now()))
    return reply.view('partnerships/entry/life/move.njk', { ...page, values })
  })

  app.post<Address>(`${path}/move`, { config: { needs: 'edit' } }, async (req, reply) => {
    const { here, entry, record } = await openUnlogged(req)
    const on = londonDay(deps.now())
    const form = readForm(MoveForm, req.body)
    if (!form.ok)
      return reply
        .code(422)
        .view('partnerships/entry/life/move.njk', { ...(await movePage(here, entry, on)), ...form })
    const { seen, to, ended_on } = form.value
    await act(req, entry, 'move', 'edit', each =>
      move(each, entry, seen, to, { endedOn: to === 'ended' ? ended_on : null, on }),
    )
    return reply.redirect(`${record}?done=saved`, 303)
  })

  app.get<Address>(`${path}/remove`, { config: { needs: 'remove' } }, async (req, reply) => {
    const { here, entry } = await open(req, 'remove')
    return reply.view('partnerships/entry/life/remove.njk', { ...removePage(here, entry), values: {} })
  })

  app.post<Address>(`${path}/remove`, { config: { needs: 'remove' } }, async (req, reply) => {
    const { here, entry, record } = await open(req, 'remove')
    const form = readForm(RemoveForm, req.body)
    if (!form.ok)
      return reply
        .code(422)
        .view('partnerships/entry/life/remove.njk', { ...removePage(here, entry), ...form })
    await act(req, entry, 'remove', 'remove', each => remove(each, entry, form.value.why, deps.now()))
    return reply.redirect(`${record}?done=removed`, 303)
  })

  app.post<Address>(`${path}/restore`, { config: { needs: 'remove' } }, async (req, reply) => {
    const entry = await findEntryHere(hereOf(req), req.params.ref, 'remove')
    await act(req, entry, 'restore', 'remove', each => restore(each, entry))
    return reply.redirect(`${recordOf(hereOf(req), entry)}?done=undone`, 303)
  })

  app.post<Address>(`${path}/different/:pair`, { config: { needs: 'merge' } }, async (req, reply) => {
    const { entry, record } = await open(req, 'merge')
    await act(req, entry, 'edit', 'merge', each => tellApart(each, entry, req.params.pair))
    return reply.redirect(`${record}?done=saved`, 303)
  })
}

async function open(req: FastifyRequest<Address>, verb: Verb) {
  const here = hereOf(req)
  const entry = await findEntryHere(here, req.params.ref, verb)
  const twice = typeof (req.body as { form_id?: unknown } | null)?.form_id === 'string'
  if (entry.merged_into) throw new Conflict('This entry was joined to another. Open that one instead.')
  if (entry.removed_at && !twice) throw new Conflict('This entry was removed. Put it back first.')
  return { here, entry, record: recordOf(here, entry) }
}

// What is considered and not on the register can be decided against, and considered again.
async function openUnlogged(req: FastifyRequest<Address>) {
  const here = hereOf(req)
  const entry = await findConsidered(here, req.params.ref, 'edit')
  return entry.registration === 'none' ? { here, entry, record: recordOf(here, entry) } : open(req, 'edit')
}

const recordOf = (here: Here, entry: Entry) => `/${here.authority.slug}/staff/partnerships/${entry.reference}`

function removePage(here: Here, entry: Entry) {
  const record = recordOf(here, entry)
  return {
    title: 'Remove this entry',
    caption: `${entry.reference} ${entry.name}`,
    back: record,
    action: `${record}/remove`,
    entry,
    warning: true,
    button: 'Remove it',
  }
}
