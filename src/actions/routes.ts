import type { FastifyInstance, FastifyRequest } from 'fastify'
import { hereOf, userOf, whatOf } from '#src/accounts/here.ts'
import { findRound } from '#src/decide/round.ts'
import type { Deps } from '#src/deps.ts'
import { Elsewhere } from '#src/errors.ts'
import { findConsidered, placeOf } from '#src/partnerships/entry/queries.ts'
import { change } from '#src/trail/change.ts'
import { pageIn, pagesFor } from '#src/web/paging.ts'
import { londonDay } from '#src/web/views.ts'
import { moveAction, type Rights } from './act.ts'
import { closersOf } from './closers.ts'
import { deeds, readDeed } from './forms.ts'
import { type ActionFilters, findAction, listActions, pageSize } from './queries.ts'
import { actionStates } from './words.ts'

type Address = { Params: { authority: string; ref: string; action: string } }

const path = '/:authority/staff/partnerships/:ref/actions/:action'
const view = 'actions/action.njk'

/** Who does what by when: the conditions of approvals, in one list and each on its page (APP-6). */
export function actionRoutes(app: FastifyInstance, deps: Deps) {
  app.get('/:authority/staff/actions', { config: { needs: 'see' } }, async (req, reply) => {
    const here = hereOf(req)
    const base = `/${here.authority.slug}/staff`
    const filters = filtersIn(req.query)
    const lines = await listActions(here, filters, londonDay(deps.now()))
    if (lines.length === 0 && filters.page > 1)
      return reply.redirect(`${base}/actions${addressOf({ ...filters, page: 1 })}`, 303)
    const total = lines[0]?.total ?? 0
    const pages = Math.max(1, Math.ceil(total / pageSize))
    return reply.view('actions/list.njk', {
      title: 'Actions',
      wide: true,
      base,
      lines,
      total,
      filters,
      states: actionStates,
      pagination: pagesFor({ page: filters.page, pages }, page => addressOf({ ...filters, page })),
    })
  })

  app.get<Address>(path, { config: { needs: 'see' } }, async (req, reply) => {
    const open = await openAction(req, deps)
    const { action } = open
    const values = { progress: action.progress, evidence: action.evidence }
    return reply.view(view, { ...pageOf(open), values })
  })

  app.post<Address>(path, { config: { needs: 'decide' } }, async (req, reply) => {
    const open = await openAction(req, deps)
    const { here, entry, action, rights, capacity, place, on, url } = open
    const read = readDeed(req.body, on)
    const offered = pageOf(open).deeds.length > 0
    if (!read.ok && offered) return reply.code(422).view(view, { ...pageOf(open), ...read })
    const { accountId, name } = userOf(req)
    const deed = read.ok
      ? read.value
      : { does: 'close' as const, progress: '', evidence: '', doneOn: '', remark: '' }
    const verb = here.may('decide', place) ? place : undefined
    const what = whatOf(req, deps.now(), `involvement.action-${deed.does}`, 'decide', verb)
    const closes = deed.does !== 'progress' && deed.does !== 'done'
    const by = closes && capacity ? { ...what.by, capacity } : what.by
    const seen = Number((req.body as Record<string, unknown> | null)?.seen ?? action.version)
    await change(here.db, { ...what, why: deed.remark, by }, act =>
      moveAction(act, here.authority.id, entry, { id: action.id, seen }, deed, {
        accountId,
        name,
        rights,
        at: deps.now(),
        address: `${deps.config.publicUrl}${url}`,
      }),
    )
    return reply.redirect(`${url}?done=saved`, 303)
  })
}

type Open = Awaited<ReturnType<typeof openAction>>

/** An action of an entry, and what the reader may do about it. @throws NotFound */
async function openAction(req: FastifyRequest<Address>, deps: Deps) {
  const here = hereOf(req)
  const { accountId } = userOf(req)
  const entry = await findConsidered(here, req.params.ref)
  const record = `/${here.authority.slug}/staff/partnerships/${encodeURIComponent(entry.reference)}`
  if (entry.merged_into && req.method === 'GET') throw new Elsewhere(record)
  const place = placeOf(entry)
  const on = londonDay(deps.now())
  const action = await findAction(here.db, here.authority.id, entry.id, req.params.action)
  const round = await findRound(here.db, here.authority.id, action.approval_id, on)
  const closers = closersOf(round, action.cause_id)
  const mine = closers.find(each => each.accountId === accountId)
  const forThem =
    closers.length === 0 && here.may('waive', place) && !round.proposers.accounts.includes(accountId)
  const rights: Rights = {
    works: action.owner_account === accountId || here.may('propose', place),
    closes: mine !== undefined || forThem,
  }
  const capacity = mine?.capacity ?? (forThem ? `For ${action.capacity}, which nobody holds` : undefined)
  return {
    here,
    entry,
    place,
    record,
    on,
    action,
    round,
    rights,
    capacity,
    url: `${record}/actions/${action.id}`,
  }
}

function pageOf({ here, entry, action, record, rights, capacity, on, url }: Open) {
  return {
    title: action.what,
    caption: `${entry.reference} ${entry.name}`,
    back: `/${here.authority.slug}/staff/actions`,
    record,
    action: url,
    button: 'Save',
    errorFor: {},
    it: action,
    overdue: action.state === 'open' && action.due_on < on,
    states: actionStates,
    capacity: rights.closes ? capacity : undefined,
    deeds: deeds.filter(each => rights[each.whose] && each.in.includes(action.state)),
  }
}

function filtersIn(query: unknown): ActionFilters {
  const { whose, state } = (query ?? {}) as Record<string, unknown>
  return {
    whose: whose === 'all' ? 'all' : 'mine',
    state: state === 'any' ? '' : (actionStates.find(each => each.value === state)?.value ?? 'owed'),
    page: pageIn(query),
  }
}

function addressOf({ whose, state, page }: ActionFilters): string {
  const words = { whose, state: state || 'any', ...(page > 1 ? { page: String(page) } : {}) }
  return `?${new URLSearchParams(words)}`
}
