import type { FastifyInstance, FastifyRequest } from 'fastify'
import { hereOf, whatOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { findOffer } from '../choices.ts'
import { findEntryHere, placeOf } from '../queries.ts'
import { sectionOf } from '../sections/all.ts'
import { conflictPage, editPage, gonePage } from './pages.ts'
import { saveSection } from './save.ts'
import {
  readAnswers,
  readBase,
  readChosen,
  readTyped,
  withFirstRows,
  withoutBlankRows,
  withRowsChanged,
} from './typed.ts'

type Address = { Params: { authority: string; ref: string; section: string } }

const path = '/:authority/staff/partnerships/:ref/edit/:section'
const form = 'partnerships/entry/edit/edit.njk'

/** The forms of an entry, one for each section. */
export function editRoutes(app: FastifyInstance, deps: Deps) {
  app.get<Address>(path, { config: { needs: 'edit' } }, async (req, reply) => {
    const { here, entry, section } = await open(req, deps)
    if (entry.removed_at || entry.merged_into) return reply.redirect(recordOf(req), 303)
    const shown = section.shown(entry)
    return reply.view(
      form,
      editPage(here, entry, section, { values: withFirstRows(section.inputs, shown), base: shown }),
    )
  })

  app.post<Address>(path, { config: { needs: 'edit' } }, async (req, reply) => {
    const { here, entry, offer, section } = await open(req, deps)
    const body = (req.body ?? {}) as Record<string, unknown>
    const base = readBase(section.inputs, body.base) ?? section.shown(entry)
    const typed = readTyped(section.inputs, body)
    const again = (status: number, more: object, values = withoutBlankRows(section.inputs, typed)) => {
      const shown = { base, body, values: withFirstRows(section.inputs, values), ...more }
      return reply.code(status).view(form, editPage(here, entry, section, shown))
    }
    const { removed_at, merged_into } = entry
    if (removed_at || merged_into)
      return reply.code(409).view(goneView, await gonePage(here, entry, section, typed))
    if (body.add || body.remove) return again(200, {}, withRowsChanged(section.inputs, typed, body))

    const chosen = readChosen(section.inputs, withoutBlankRows(section.inputs, typed), base, body)
    const conflict = (disputed: string[], theirs = base, values = chosen.values, errors = {}) =>
      conflictPage(here, entry, section, { disputed, theirs, typed: values, body, ...errors })
    if (chosen.missing.length > 0)
      return reply
        .code(422)
        .view(conflictView, await conflict(chosen.asked, base, chosen.values, { missing: chosen.missing }))

    const what = whatOf(req, deps.now(), 'involvement.edit', 'edit', placeOf(entry))
    const saved = await saveSection(here, what, entry, section.name, offer, {
      values: chosen.values,
      base,
      answers: readAnswers(body),
    })
    if (saved.is === 'bad') return again(422, saved.form)
    if (saved.is === 'unknown') return again(422, { unknown: saved.unknown })
    if (saved.is === 'disputed')
      return reply.code(409).view(conflictView, await conflict(saved.disputed, saved.theirs, saved.values))
    if (saved.is === 'gone')
      return reply.code(409).view(goneView, await gonePage(here, saved.entry, section, chosen.values))
    const kept = saved.kept.length > 0 ? `&kept=${saved.kept.join('.')}` : ''
    return reply.redirect(`${recordOf(req)}?done=saved${kept}#${section.name}`, 303)
  })
}

const conflictView = 'partnerships/entry/edit/conflict.njk'
const goneView = 'partnerships/entry/edit/gone.njk'

async function open(req: FastifyRequest<Address>, deps: Deps) {
  const here = hereOf(req)
  const entry = await findEntryHere(here, req.params.ref, 'edit', req.method === 'POST')
  const offer = await findOffer(here.db, deps.now())
  return { here, entry, offer, section: sectionOf(req.params.section, offer, entry) }
}

const recordOf = (req: FastifyRequest<Address>) =>
  `/${req.params.authority}/staff/partnerships/${encodeURIComponent(req.params.ref)}`
