import type { FastifyInstance, FastifyRequest } from 'fastify'
import { hereOf, whatOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { Conflict } from '#src/errors.ts'
import { findNeeds } from '#src/partnerships/needs.ts'
import { change } from '#src/trail/change.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { londonDay } from '#src/web/views.ts'
import { findConsidered, placeOf } from '../queries.ts'
import { dateShown } from '../sections/rules.ts'
import { agreementForm } from './forms.ts'
import { recordAgreement, whatHolds } from './record.ts'

type Address = { Params: { authority: string; ref: string } }

const path = '/:authority/staff/partnerships/:ref/agreement'
const view = 'partnerships/entry/agreement/agreement.njk'

/** When negotiations concluded and the agreement was signed: not before the approvals are there (APP-2, APP-3). */
export function agreementRoutes(app: FastifyInstance, deps: Deps) {
  app.get<Address>(path, { config: { needs: 'edit' } }, async (req, reply) => {
    const page = await agreementPage(req, deps)
    const { negotiations_concluded_on, agreement_signed_on, version } = page.entry
    const values = {
      negotiations_concluded_on: dateShown(negotiations_concluded_on),
      agreement_signed_on: dateShown(agreement_signed_on),
      seen: version,
    }
    return reply.view(view, { ...page, values })
  })

  app.post<Address>(path, { config: { needs: 'edit' } }, async (req, reply) => {
    const page = await agreementPage(req, deps)
    const { here, entry, record } = page
    const on = londonDay(deps.now())
    const body = (req.body ?? {}) as Record<string, unknown>
    const form = readForm(agreementForm(on), body)
    if (!form.ok) return reply.code(422).view(view, { ...page, ...form })
    const { blocks, advice, over } = await whatHolds(here.db, here.authority.id, entry, form.value, on)
    const text = over ?? (blocks.length > 0 ? 'The approvals have to be there first' : undefined)
    if (text) {
      const bad = badForm(body, [{ field: 'negotiations_concluded_on', text }])
      return reply.code(422).view(view, { ...page, blocks, advice, ...bad })
    }
    const seen = Number(body.seen)
    await change(here.db, whatOf(req, deps.now(), 'involvement.agree', 'edit', placeOf(entry)), act =>
      recordAgreement(act, here.authority.id, entry.id, form.value, seen, on),
    )
    const back = entry.registration === 'logged' ? record : `${record}/proposal`
    return reply.redirect(`${back}?done=saved`, 303)
  })
}

async function agreementPage(req: FastifyRequest<Address>, deps: Deps) {
  const here = hereOf(req)
  const entry = await findConsidered(here, req.params.ref, 'edit')
  if (entry.merged_into) throw new Conflict('This entry was joined to another. Open that one instead.')
  if (entry.removed_at) throw new Conflict('This entry was removed. Put it back first.')
  const record = `/${here.authority.slug}/staff/partnerships/${encodeURIComponent(entry.reference)}`
  const needs = await findNeeds(here.db, here.authority.id, entry, 'approved', londonDay(deps.now()))
  const approved = needs.found.approval ? londonDay(needs.found.approval.endedAt) : null
  const concluded = entry.negotiations_concluded_on
  return {
    here,
    entry,
    record,
    title: 'The agreement',
    caption: `${entry.reference} ${entry.name}`,
    back: record,
    action: `${record}/agreement`,
    blocks: needs.blocks,
    advice: needs.advice,
    binding: needs.found.made.facts.agreement_kind === 'binding',
    approved,
    early: approved !== null && concluded !== null && concluded < approved,
    placed: ['in-place', 'leaving', 'ended'].includes(entry.stage),
  }
}
