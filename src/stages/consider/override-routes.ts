import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { reasonFor } from '#src/decide/demanded.ts'
import type { Deps } from '#src/deps.ts'
import { type Tier, tiers } from '#src/domain/words.ts'
import { chosen } from '#src/partnerships/entry/sections/rules.ts'
import { readForm } from '#src/web/form.ts'
import { type Address, type OpenSignificance, openSignificance, path } from './open-significance.ts'
import { liftOverride, overrideTier } from './tier.ts'

const view = 'stages/consider/override.njk'

/** Sets a tier with a reason where the rules find another, and takes that back (SIG-2). */
export function overrideRoutes(app: FastifyInstance, deps: Deps) {
  app.get<Address>(`${path}/override`, { config: { needs: 'override-tier' } }, async (req, reply) => {
    const open = await openSignificance(req, deps, 'override-tier')
    return reply.view(view, { ...page(open), values: {} })
  })

  app.post<Address>(`${path}/override`, { config: { needs: 'override-tier' } }, async (req, reply) => {
    const open = await openSignificance(req, deps, 'override-tier')
    const form = readForm(overrideForm(open.now.found.tier), req.body)
    if (!form.ok) return reply.code(422).view(view, { ...page(open), ...form })
    const { tier, why } = form.value
    await open.act('override-tier', 'override-tier', (act, who) =>
      overrideTier(act, open.entry.id, tier, why, who),
    )
    return reply.redirect(`${open.record}/significance?done=kept`, 303)
  })

  app.post<Address>(`${path}/lift`, { config: { needs: 'override-tier' } }, async (req, reply) => {
    const { act, entry, record } = await openSignificance(req, deps, 'override-tier')
    await act('lift-override', 'override-tier', (each, who) => liftOverride(each, entry.id, who))
    return reply.redirect(`${record}/significance?done=kept`, 303)
  })
}

function overrideForm(found: Tier) {
  return z.object({
    tier: chosen(others(found), 'Choose the tier that shall count'),
    why: reasonFor.tier,
  })
}

const others = (found: Tier) => tiers.filter(each => each.value !== found)

function page({ entry, now, record }: OpenSignificance) {
  return {
    title: 'Override the tier',
    caption: `${entry.reference} ${entry.name}`,
    back: `${record}/significance`,
    action: `${record}/significance/override`,
    button: 'Override it',
    found: now.found,
    choices: others(now.found.tier).map(({ value, label }) => ({ value, text: label })),
  }
}
