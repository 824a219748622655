import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Answered, readQuestions } from '#src/ask/answered.ts'
import type { Answering } from '#src/ask/open.ts'
import type { AskPage } from '#src/ask/pages.ts'
import { saveAnswers, type Theirs } from '#src/ask/save.ts'
import { shownPage } from '#src/ask/shown.ts'
import type { Deps } from '#src/deps.ts'
import { badForm } from '#src/web/form.ts'
import { markPage, open as openStates } from './move.ts'
import { type FormAddress, formWhat, headOf, type OpenForm, openForm } from './open.ts'
import type { Registration } from './queries.ts'

/** A page of the form whose questions are the protocol's own (PRO-1). */
export type OpenExtra = {
  form: OpenForm
  registration: Registration
  page: AskPage
  /** What its questions are read and shown over: the answers stand on the entry, and not in a proposal. */
  over: Answering
  from: '' | 'check'
}

/** The page of this name, if the protocol asks it and the form is still being filled in. */
export function openExtra(form: OpenForm, name: string, from: unknown): OpenExtra | undefined {
  const { entry, extras, registration } = form
  const page = extras.pages.find(each => each.name === name)
  if (!page || !registration || !openStates.includes(registration.state)) return undefined
  const answers = extras.entryCase.registered
  const over: Answering = {
    entry,
    entryCase: extras.entryCase,
    mayAnswer: true,
    proposal: { purpose: 'enter', answers },
  }
  return { form, registration, page, over, from: from === 'check' ? 'check' : '' }
}

/** Shows it as it stands. @param query.left says that it was saved with something left to answer */
export function showExtra(reply: FastifyReply, extra: OpenExtra, query: unknown) {
  const left = (query as { left?: unknown }).left === '1' ? extra.page.left : []
  return reply.view(view, { ...shownOf(extra), left, values: {} })
}

/** Saves what was answered; with answers missing it comes back, unless it is put off. */
export async function answerExtra(
  req: FastifyRequest<FormAddress>,
  reply: FastifyReply,
  extra: OpenExtra,
  deps: Deps,
) {
  const { form, registration, page, over, from } = extra
  const { here, entry, base } = form
  const body = (req.body ?? {}) as Record<string, unknown>
  const sent = page.set.questions.filter(({ id }) => `base.${id}` in body || `answer.${id}` in body)
  const answered = readQuestions(over, page.set, sent, body)
  const again = (status: number, theirs: ReadonlyMap<string, Theirs>, more: object) => {
    const shown = shownOf(extra, { ...answered, theirs })
    return reply.code(status).view(view, { ...shown, disputed: theirs.size > 0, ...more })
  }
  if (answered.mistakes.length > 0)
    return again(422, answered.disputed, badForm({ form_id: body.form_id }, answered.mistakes))
  const later = body.later !== undefined
  const action = registration.purpose === 'new' ? 'involvement.fill-in' : 'involvement.edit'
  const what = formWhat(req, deps, entry, action)
  const saved = await saveAnswers(here, what, { entry, proposal: null }, answered.edits, act =>
    markPage(act, entry, registration.id, page.name, !later),
  )
  if (saved.is === 'disputed') return again(409, saved.theirs, { values: { form_id: body.form_id } })
  if (later) return reply.redirect(`/${here.authority.slug}/staff/registrations?done=paused`, 303)
  const now = openExtra(await openForm(req, deps), page.name, from)
  const first = now?.page.left[0]?.question
  const query = new URLSearchParams({ left: '1', ...(from ? { from } : {}) })
  if (first) return reply.redirect(`${base}/${page.name}?${query}#q.${first.id}`, 303)
  return reply.redirect(from === 'check' ? `${base}/check` : `${base}#${page.name}`, 303)
}

const view = 'stages/register/extra.njk'

type Back = Pick<Answered, 'typed' | 'yours'> & { theirs: ReadonlyMap<string, Theirs> }

function shownOf({ form, registration, page, over, from }: OpenExtra, back?: Back) {
  const { here, entry, base, signing } = form
  return {
    ...headOf(form, page.title),
    caption: `${entry.reference} ${entry.name}`,
    back: from ? `${base}/check` : `${base}#${page.name}`,
    action: `${base}/${page.name}`,
    staff: `/${here.authority.slug}/staff`,
    intro: page.set.intro,
    groups: shownPage(over, page, [], back),
    from,
    comment: registration.state === 'returned' ? (signing?.comments[page.name] ?? '') : '',
    keeper: signing?.outcome_name,
    mayPause: registration.purpose === 'new',
  }
}
