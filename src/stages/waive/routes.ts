import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hereOf, userOf, whatOf } from '#src/accounts/here.ts'
import { isOpen } from '#src/decide/acting.ts'
import { type Allower, stepAllowers } from '#src/decide/allowing.ts'
import { findRunning } from '#src/decide/round.ts'
import { waiveSeat, whyNeverWaived } from '#src/decide/waive.ts'
import type { Deps } from '#src/deps.ts'
import { Conflict, Elsewhere } from '#src/errors.ts'
import { findCase } from '#src/partnerships/case/case.ts'
import { findConsidered, placeOf } from '#src/partnerships/entry/queries.ts'
import { requirementsOf } from '#src/protocol/requirements.ts'
import { type Act, change } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { exceptionRoutes } from './exception-routes.ts'
import { notThen, readWaiver, type TypedWaiver } from './forms.ts'
import { listWaivers } from './queries.ts'
import { isDecided, proposersEver, waiveRequirement, waiverAllowers, withdrawWaiver } from './waive.ts'

type Address = {
  Params: { authority: string; ref: string }
  Querystring: { requirement?: string; seat?: string }
}

const path = '/:authority/staff/partnerships/:ref/waivers'

/** What the protocol asks of an entry, and what of it is set aside, on whose word and why (REV-4). */
export function waiveRoutes(app: FastifyInstance, deps: Deps) {
  app.get<Address>(path, { config: { needs: 'see' } }, async (req, reply) => {
    const open = await openWaivers(req, deps)
    const { requirement, seat } = req.query
    const wanted = open.may && (open.waivable(requirement) ?? open.waivableSeat(seat))
    if (wanted) return showForm(reply, open, wanted, { values: {} })
    if (requirement || seat) throw new Elsewhere(open.url)
    return reply.view('stages/waive/waivers.njk', {
      title: 'What is required, and what is waived',
      caption: open.caption,
      back: `${open.record}/approval`,
      url: open.url,
      record: open.record,
      required: open.required,
      waivers: open.waivers,
      seats: open.seats,
      may: open.may,
      own: open.own,
    })
  })

  app.post<Address>(path, { config: { needs: 'waive' } }, async (req, reply) => {
    const open = await openWaivers(req, deps)
    const { here, entry, round, url } = open
    const body = (req.body ?? {}) as Record<string, unknown>
    const [requirement, seatId, waiverId] = [body.requirement, body.seat, body.waiver].map(each =>
      String(each ?? ''),
    )
    const wanted = open.waivable(requirement) ?? open.waivableSeat(seatId)
    const read = await readTyped(open, req.body, wanted)
    if (!read.ok && !waiverId && wanted && open.may) return showForm(reply.code(422), open, wanted, read)
    const typed = read.ok ? read.value : nothing
    const { accountId, name } = userOf(req)
    const at = deps.now()
    const act = waiverId ? 'withdraw-waiver' : 'waive'
    const what = whatOf(req, at, `involvement.${act}`, 'waive', placeOf(entry))
    const address = `${deps.config.publicUrl}${open.record}`
    const by = { accountId, name, capacity: what.by.capacity, at, address }
    const own = here.authority.id
    const work = (each: Act) => {
      if (waiverId) return withdrawWaiver(each, own, entry, waiverId, by)
      if (!seatId) return waiveRequirement(each, own, entry, { requirement: requirement!, ...typed }, by)
      if (!round) throw new Conflict('This proposal is not being decided any more. Open it again and look.')
      return waiveSeat(each, own, { approvalId: round.id, seatId }, typed, by)
    }
    await change(here.db, what, work)
    return reply.redirect(`${url}?done=saved`, 303)
  })

  exceptionRoutes(app, deps)
}

type Open = Awaited<ReturnType<typeof openWaivers>>

async function openWaivers(req: FastifyRequest<Address>, deps: Deps) {
  const here = hereOf(req)
  const { accountId } = userOf(req)
  const entry = await findConsidered(here, req.params.ref, req.method === 'POST' ? 'waive' : 'see')
  const record = `/${here.authority.slug}/staff/partnerships/${encodeURIComponent(entry.reference)}`
  if (entry.merged_into && req.method === 'GET') throw new Elsewhere(record)
  const on = londonDay(deps.now())
  const own = here.authority.id
  const entryCase = await findCase(here.db, own, entry, on)
  const { made, waivers: reasons } = entryCase
  const required = requirementsOf(made, reasons).map(each => ({
    ...each,
    open: (each.state === 'due' || each.state === 'missing') && !isDecided(made.pack, each.id),
  }))
  const proposers = await proposersEver(here.db, own, entry.id)
  const round = await findRunning(here.db, own, entry.id, on)
  const seats = await Promise.all(
    (round?.seats ?? []).filter(isOpen).map(async seat => ({
      ...seat,
      says: `${seat.title}: ${seat.role_title}`,
      never: await whyNeverWaived(here.db, own, round!, seat, on),
    })),
  )
  return {
    here,
    entry,
    record,
    url: `${record}/waivers`,
    caption: `${entry.reference} ${entry.name}`,
    required,
    waivable: (id: unknown) => required.find(each => each.open && each.id === id),
    waivers: (await listWaivers(here.db, own, entry.id)).map(each => ({
      ...each,
      says: made.pack.requirements.find(one => one.id === each.requirement)?.says ?? each.requirement,
    })),
    round,
    seats,
    waivableSeat: (id: unknown) => seats.find(each => each.never === '' && each.id === id),
    made,
    accountId,
    on,
    own: proposers.includes(accountId),
    may: here.may('waive', placeOf(entry)) && !proposers.includes(accountId),
  }
}

type Wanted = { id: string; says: string; because: string; clause: string; gate?: string }

const isStep = (wanted: Wanted) => wanted.gate === undefined
const nothing: TypedWaiver = { why: '', allowedBy: '', allowedOn: '', reference: '' }

/** Who may allow it on a day. */
function allowersOf({ here, entry, round, made }: Open, wanted: Wanted, on: string): Promise<Allower[]> {
  return isStep(wanted)
    ? stepAllowers(here.db, here.authority.id, { approvalId: round!.id, seatId: wanted.id }, on)
    : waiverAllowers(here.db, here.authority.id, entry, made, on)
}

async function readTyped(open: Open, body: unknown, wanted: Wanted | undefined) {
  const { accountId, on: today, round } = open
  const allowers = wanted ? await allowersOf(open, wanted, today) : []
  const from = wanted && isStep(wanted) && round ? londonDay(round.submitted_at) : ''
  const read = readWaiver(body, { allowers, accountId, from, today })
  if (!read.ok || !wanted) return read
  const { allowedBy, allowedOn } = read.value
  const then = await allowersOf(open, wanted, allowedOn)
  if (then.some(each => each.id === allowedBy)) return read
  return notThen(body, allowers.find(each => each.id === allowedBy)!, allowedOn)
}

async function showForm(reply: FastifyReply, open: Open, wanted: Wanted, shown: object) {
  const allowers = await allowersOf(open, wanted, open.on)
  return reply.view('stages/waive/waive.njk', {
    errorFor: {},
    title: isStep(wanted) ? 'Waive a step of the route' : 'Waive a requirement',
    caption: open.caption,
    ...shown,
    back: open.url,
    action: open.url,
    button: 'Waive it',
    warning: true,
    wanted,
    isSeat: isStep(wanted),
    allowers: allowers.map(({ id, name, post, because, accountId }) => ({
      value: id,
      label: [name, post].filter(Boolean).join(', '),
      hint: accountId === open.accountId ? `${because}. This is you` : because,
    })),
  })
}
