import type { FastifyInstance, FastifyRequest } from 'fastify'
import { hereOf, whatOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { londonDay } from '#src/web/views.ts'
import { findOffer } from '../choices.ts'
import { findEntryHere, placeOf } from '../queries.ts'
import { sectionOf } from '../sections/all.ts'
import { answerForm, showForm } from './answer.ts'
import { holdKind } from './kind.ts'

type Address = { Params: { authority: string; ref: string; section: string } }

const path = '/:authority/staff/partnerships/:ref/edit/:section'

/** The forms of an entry, one for each section. */
export function editRoutes(app: FastifyInstance, deps: Deps) {
  app.get<Address>(path, { config: { needs: 'edit' } }, async (req, reply) => {
    const { form, record } = await open(req, deps)
    if (form.entry.removed_at || form.entry.merged_into) return reply.redirect(record, 303)
    return showForm(reply, form)
  })

  app.post<Address>(path, { config: { needs: 'edit' } }, async (req, reply) => {
    const { form, offer, record } = await open(req, deps)
    const saved = `${record}?done=saved#${form.section.name}`
    return answerForm(reply, form, (req.body ?? {}) as Record<string, unknown>, {
      sectionOver: (db, entry) => {
        const section = sectionOf(form.section.name, offer, entry)
        return holdKind(db, form.here.authority.id, entry, section, londonDay(deps.now()))
      },
      what: () => whatOf(req, deps.now(), 'involvement.edit', 'edit', placeOf(form.entry), saved),
      done: kept =>
        `${record}?done=saved${kept.length > 0 ? `&kept=${kept.join('.')}` : ''}#${form.section.name}`,
    })
  })
}

async function open(req: FastifyRequest<Address>, deps: Deps) {
  const here = hereOf(req)
  const entry = await findEntryHere(here, req.params.ref, 'edit', { removed: req.method === 'POST' })
  const offer = await findOffer(here.db, deps.now())
  const section = sectionOf(req.params.section, offer, entry)
  const record = `/${here.authority.slug}/staff/partnerships/${encodeURIComponent(entry.reference)}`
  const page = {
    caption: `${entry.reference} ${entry.name}`,
    back: `${record}#${section.name}`,
    action: `${record}/edit/${section.name}`,
  }
  return { offer, record, form: { here, entry, section, view: 'partnerships/entry/edit/edit.njk', page } }
}
