import type { FastifyInstance, FastifyReply } from 'fastify'
import { userOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { Conflict, Elsewhere } from '#src/errors.ts'
import { answerForm, showForm } from '#src/partnerships/entry/edit/answer.ts'
import type { FormOver } from '#src/partnerships/entry/edit/pages.ts'
import { inWords } from '#src/partnerships/entry/edit/words.ts'
import type { Entry } from '#src/partnerships/entry/queries.ts'
import { type EntrySection, partOf } from '#src/partnerships/entry/sections/section.ts'
import { londonDay } from '#src/web/views.ts'
import { showConfirm } from './confirm-routes.ts'
import { answerExtra, openExtra, showExtra } from './extra-page.ts'
import { waitsForForm } from './lead-in.ts'
import { happened, markPage, open as openStates } from './move.ts'
import { type FormAddress, formWhat, headOf, type OpenForm, openForm, pagesOf } from './open.ts'
import { type FormPage, formPage } from './pages.ts'
import { type Filler, findFiller, findRegistration, type Registration } from './queries.ts'
import { tasksOf } from './tasks.ts'

const path = '/:authority/staff/partnerships/:ref/form'

/** The task list of a form and its pages, saved one by one (REG-2, REG-4). */
export function fillRoutes(app: FastifyInstance, deps: Deps) {
  app.get<FormAddress>(path, { config: { needs: 'register' } }, async (req, reply) => {
    const form = await openForm(req, deps, { waiting: true })
    const { registration } = form
    if (waitsForForm(form.entry)) return showLeadIn(reply, form)
    if (!registration) return showConfirm(reply, form, userOf(req), deps)
    if (registration.state === 'dropped') return showDropped(reply, form)
    if (!openStates.includes(registration.state)) return showSent(reply, form)
    return showTasks(reply, form, registration)
  })

  app.get<FormAddress>(`${path}/:page`, { config: { needs: 'register' } }, async (req, reply) => {
    const { from, all } = req.query as Record<string, unknown>
    const given = { from, asked: all ? 'all' : '' }
    const form = await openForm(req, deps)
    const extra = openExtra(form, req.params.page, from)
    if (extra) return showExtra(reply, extra, req.query)
    const { over } = await openPage(form, req.params.page, given, deps)
    return showForm(reply, over)
  })

  app.post<FormAddress>(`${path}/:page`, { config: { needs: 'register' } }, async (req, reply) => {
    const body = (req.body ?? {}) as Record<string, unknown>
    const form = await openForm(req, deps)
    mustBeOpen(form)
    const extra = openExtra(form, req.params.page, body.from)
    if (extra) return answerExtra(req, reply, extra, deps)
    const { over, registration, sectionIn, from } = await openPage(form, req.params.page, body, deps)
    const later = body.later !== undefined
    const action = registration.purpose === 'new' ? 'involvement.fill-in' : 'involvement.edit'
    return answerForm(reply, over, body, {
      what: () => formWhat(req, deps, form.entry, action),
      async sectionOver(db, entry) {
        const page = sectionIn(entry, (await findRegistration(db, entry)) ?? registration)
        return later
          ? page
          : { ...page, rules: value => [...(page.rules?.(value) ?? []), ...page.missing(value)] }
      },
      besides: (act, entry) => markPage(act, entry, registration.id, over.section.name, !later),
      done() {
        if (later) return `/${form.here.authority.slug}/staff/registrations?done=paused`
        return from === 'check' ? `${form.base}/check` : `${form.base}#${over.section.name}`
      },
    })
  })
}

// What was typed into a form that was signed meanwhile is not thrown away without a word.
function mustBeOpen({ registration, signing }: OpenForm) {
  if (registration && !openStates.includes(registration.state))
    throw new Conflict(happened(registration.state, signing))
}

function showLeadIn(reply: FastifyReply, form: OpenForm) {
  return reply.view('stages/register/lead-in.njk', {
    ...headOf(form, 'Register it'),
    back: `${form.record}/proposal`,
    action: `${form.base}/start`,
    button: 'Start the form',
  })
}

function showTasks(reply: FastifyReply, form: OpenForm, registration: Registration) {
  const { here, entry, signing, record, base } = form
  const returned = registration.state === 'returned' ? signing : undefined
  const tasks = tasksOf(pagesOf(form, registration), entry, registration, returned?.comments)
  const left = tasks.filter(task => task.status !== 'Done').length
  return reply.view('stages/register/form.njk', {
    ...headOf(form, entry.name),
    back: registration.purpose === 'new' ? `/${here.authority.slug}/staff/registrations` : record,
    record,
    base,
    registration,
    returned,
    left,
    total: tasks.length,
    mayCheck: left === 0 || registration.purpose === 'confirmation',
    groups: [...new Set(tasks.map(task => task.group))].map(title => ({
      title,
      tasks: tasks.filter(task => task.group === title),
    })),
  })
}

function showSent(reply: FastifyReply, form: OpenForm) {
  const { here, entry, signing, record, base } = form
  return reply.view('stages/register/sent.njk', {
    ...headOf(form, entry.name),
    back: `/${here.authority.slug}/staff/registrations`,
    record,
    base,
    signing,
    mayLog: here.may('log', { involvementId: entry.id, directorateId: entry.directorate_id }),
  })
}

function showDropped(reply: FastifyReply, form: OpenForm) {
  const { here, entry, record } = form
  return reply.view('stages/register/dropped.njk', {
    ...headOf(form, entry.name),
    back: `/${here.authority.slug}/staff/registrations`,
    record,
  })
}

// Only what the directory does not know is asked of the person, unless they say that it is wrong.
async function openPage(
  form: OpenForm,
  name: string,
  given: { from?: unknown; asked?: unknown },
  deps: Deps,
) {
  const { here, entry, registration, signing, base } = form
  if (!registration || !openStates.includes(registration.state)) throw new Elsewhere(base)
  const whole = formPage(pagesOf(form, registration), name)
  const filler = name === 'you' ? await findFillerOf(form, registration, deps) : undefined
  const known = filler && given.asked !== 'all' ? knownOf(registration, filler) : []
  const names = askedOf(given.asked, whole, known)
  const narrow = (page: FormPage): FormPage => ({
    ...page,
    ...partOf(page, { ...page, inputs: page.inputs.filter(input => names.includes(input.name)) }),
    missing: value => page.missing(value).filter(each => names.includes(each.field)),
  })
  const sectionIn = (now: Entry, at: Registration) =>
    narrow(formPage(pagesOf({ ...form, entry: now }, at), name))
  const section: EntrySection = narrow(whole)
  const from = given.from === 'check' ? 'check' : ''
  const shown = whole.shown(entry)
  const over: FormOver = {
    here,
    entry,
    section,
    view: 'stages/register/page.njk',
    page: {
      caption: `${entry.reference} ${entry.name}`,
      back: from ? `${base}/check` : `${base}#${name}`,
      action: `${base}/${name}`,
      from,
      asked: names.join(' '),
      comment: registration.state === 'returned' ? (signing?.comments[name] ?? '') : '',
      keeper: signing?.outcome_name,
      known: whole.inputs
        .filter(input => !names.includes(input.name))
        .map(input => ({ label: input.label, words: inWords(input, shown[input.name]) })),
      mayPause: registration.purpose === 'new',
    },
  }
  return { over, registration, sectionIn, from }
}

async function findFillerOf(
  { here }: OpenForm,
  registration: Registration,
  deps: Deps,
): Promise<Filler | undefined> {
  if (!registration.account_id) return undefined
  const { account_id: accountId, person_name: name } = registration
  return findFiller(here.db, { accountId, name }, londonDay(deps.now()))
}

function knownOf(registration: Registration, filler: Filler): string[] {
  const same = (field: 'person_name' | 'person_title' | 'extension' | 'directorate_id') =>
    Boolean(filler[field]) && filler[field] === registration[field]
  return [
    ...(same('person_name') ? ['person_name'] : []),
    ...(same('person_title') ? ['person_title'] : []),
    ...(same('directorate_id') ? ['your_directorate'] : []),
    ...(same('extension') ? ['extension'] : []),
  ]
}

// A form that comes back says itself what it asked: the directory may have learnt more meanwhile.
function askedOf(asked: unknown, { inputs }: FormPage, known: string[]): string[] {
  const names = inputs.map(input => input.name)
  const said = typeof asked === 'string' ? asked.split(' ').filter(name => names.includes(name)) : []
  return said.length > 0 ? said : names.filter(name => !known.includes(name))
}
