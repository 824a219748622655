import type { FastifyReply } from 'fastify'
import type { What } from '#src/trail/change.ts'
import { conflictPage, editPage, type FormOver, gonePage } from './pages.ts'
import { type Saving, saveSection } from './save.ts'
import {
  readAnswers,
  readBase,
  readChosen,
  readTyped,
  withFirstRows,
  withoutBlankRows,
  withRowsChanged,
} from './typed.ts'

/** Shows a form over an entry as the entry stands. */
export function showForm(reply: FastifyReply, form: FormOver) {
  const values = form.section.shown(form.entry)
  const shown = { values: withFirstRows(form.section.inputs, values), base: values }
  return reply.view(form.view, editPage(form, shown))
}

/**
 * Answers a form over an entry that came back: saved, or shown again with its mistakes, with the names nobody
 * knows, with a row more or less, beside what someone else saved meanwhile, or as typed into an entry now gone.
 * @param what the frame of the change, asked for once the form is to be saved
 * @param done where a saved form leads; `kept` are the fields that only someone else had changed
 */
export async function answerForm(
  reply: FastifyReply,
  form: FormOver,
  body: Record<string, unknown>,
  saving: Saving & { what(): What; done(kept: string[]): string },
) {
  const { here, entry, section } = form
  const base = readBase(section.inputs, body.base) ?? section.shown(entry)
  const typed = readTyped(section.inputs, body)
  const again = (status: number, more: object, values = withoutBlankRows(section.inputs, typed)) => {
    const shown = { base, body, values: withFirstRows(section.inputs, values), ...more }
    return reply.code(status).view(form.view, editPage(form, shown))
  }
  const { removed_at, merged_into } = entry
  if (removed_at || merged_into) return reply.code(409).view(goneView, await gonePage(form, entry, typed))
  if (body.add || body.remove) return again(200, {}, withRowsChanged(section.inputs, typed, body))

  const chosen = readChosen(section.inputs, withoutBlankRows(section.inputs, typed), base, body)
  const conflict = (disputed: string[], theirs = base, values = chosen.values, errors = {}) =>
    conflictPage(form, { disputed, theirs, typed: values, body, ...errors })
  if (chosen.missing.length > 0) {
    const page = await conflict(chosen.asked, base, chosen.values, { missing: chosen.missing })
    return reply.code(422).view(conflictView, page)
  }

  const answers = readAnswers(body)
  const saved = await saveSection(here, saving.what(), entry, saving, {
    values: chosen.values,
    base,
    answers,
  })
  if (saved.is === 'bad') return again(422, saved.form)
  if (saved.is === 'unknown') return again(422, { unknown: saved.unknown })
  if (saved.is === 'disputed')
    return reply.code(409).view(conflictView, await conflict(saved.disputed, saved.theirs, saved.values))
  if (saved.is === 'gone')
    return reply.code(409).view(goneView, await gonePage(form, saved.entry, chosen.values))
  return reply.redirect(saving.done(saved.kept), 303)
}

const conflictView = 'partnerships/entry/edit/conflict.njk'
const goneView = 'partnerships/entry/edit/gone.njk'
