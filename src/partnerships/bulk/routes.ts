import type { FastifyInstance } from 'fastify'
import { type Here, hereOf, whatOf } from '#src/accounts/here.ts'
import { wholeGrantFor } from '#src/accounts/may.ts'
import type { Deps } from '#src/deps.ts'
import { isId } from '#src/domain/id.ts'
import { appointmentRoles, labelOf } from '#src/domain/words.ts'
import { type BadForm, badForm, readForm } from '#src/web/form.ts'
import { londonDay } from '#src/web/views.ts'
import { giveToDirectorate, replaceHolder } from './change.ts'
import { type BulkKind, DoForm, WhatForm } from './forms.ts'
import { listHeldBy, listHolders, listInDirectorate, type Touched } from './queries.ts'

type Asked = Record<string, unknown>

const path = '/:authority/staff/bulk'

/** A change of many entries in one act: someone leaves, directorates are reorganised. */
export function bulkRoutes(app: FastifyInstance, deps: Deps) {
  app.get<{ Querystring: Asked }>(path, { config: { needs: 'change-in-bulk' } }, async (req, reply) => {
    const here = hereOf(req)
    const kind = kindOf(req.query)
    if (!kind) return reply.view('partnerships/bulk/start.njk', await startPage(here, req.query))
    const asked = await readAsked(here, kind, req.query)
    if (!asked.ok)
      return reply.code(422).view('partnerships/bulk/start.njk', await startPage(here, req.query, asked))
    return reply.view('partnerships/bulk/preview.njk', { ...previewPage(here, kind, asked), values: {} })
  })

  app.post<{ Body: Asked }>(path, { config: { needs: 'change-in-bulk' } }, async (req, reply) => {
    const here = hereOf(req)
    const kind = kindOf(req.body ?? {})
    const asked = kind ? await readAsked(here, kind, req.body) : badForm({}, [])
    if (!kind || !asked.ok)
      return reply
        .code(422)
        .view('partnerships/bulk/start.njk', await startPage(here, req.body ?? {}, asked as BadForm))
    const form = readForm(DoForm, req.body)
    if (!form.ok)
      return reply
        .code(422)
        .view('partnerships/bulk/preview.njk', { ...previewPage(here, kind, asked), ...form })
    const what = whatOf(req, deps.now(), 'involvement.bulk-change', 'change-in-bulk')
    const { from, to } = asked
    if (kind === 'holder')
      await replaceHolder(
        here.db,
        what,
        { from: from.value, to: to.value, today: londonDay(deps.now()) },
        asked.rows,
        form.value.rows,
      )
    else await giveToDirectorate(here.db, what, to.value, asked.rows, form.value.rows)
    return reply.redirect(`/${here.authority.slug}/staff/bulk?done=saved`, 303)
  })
}

const kindOf = (asked: Asked): BulkKind | undefined =>
  asked.what === 'holder' || asked.what === 'directorate' ? asked.what : undefined

type Choice = { value: string; label: string }
type Read = { ok: true; from: Choice; to: Choice; rows: Touched[] }

async function readAsked(here: Here, kind: BulkKind, asked: Asked): Promise<Read | BadForm> {
  const form = readForm(WhatForm[kind], asked)
  const named = (form.ok ? [] : form.errors).map(({ text, href }) => ({
    field: `${kind}-${href.slice(1)}`,
    text,
  }))
  if (!form.ok) return badForm(asked, named)
  const { from, to } = form.value
  if (from === to) return badForm(asked, [{ field: `${kind}-to`, text: 'Choose another one than before' }])
  const choices = await choicesFor(here, kind)
  const [given, taken] = [choices.from, choices.to].map((list, i) =>
    list.find(each => each.value === [from, to][i]),
  )
  if (!given)
    return badForm(asked, [{ field: `${kind}-from`, text: 'There is nothing to take over. Choose another.' }])
  if (!taken) return badForm(asked, [{ field: `${kind}-to`, text: 'Choose one from the list' }])
  const rows = kind === 'holder' ? await listHeldBy(here, from) : await listInDirectorate(here, from)
  return { ok: true, from: given, to: taken, rows }
}

async function choicesFor(here: Here, kind: BulkKind): Promise<{ from: Choice[]; to: Choice[] }> {
  if (kind === 'holder') {
    const { all, holding } = await listHolders(here.db)
    return { from: holding, to: all }
  }
  const rows = await here.db
    .selectFrom('directorate')
    .select(['id', 'name', 'closed_on'])
    .orderBy('name')
    .execute()
  const from = rows.map(({ id, name, closed_on }) => ({
    value: id,
    label: closed_on ? `${name} (closed)` : name,
  }))
  const open = new Set(rows.filter(row => !row.closed_on).map(row => row.id))
  // Who keeps the register for a part of the authority cannot give entries to a part they do not answer for.
  const whole = wholeGrantFor(here.grants, 'change-in-bulk') !== undefined
  const reach = (id: string) => whole || here.may('change-in-bulk', { involvementId: '', directorateId: id })
  return {
    from: from.filter(each => reach(each.value)),
    to: from.filter(each => open.has(each.value) && reach(each.value)),
  }
}

async function startPage(here: Here, asked: Asked, form: Partial<BadForm> = {}) {
  const preset = isId(asked.person)
    ? `person:${asked.person}`
    : isId(asked.post)
      ? `post:${asked.post}`
      : isId(asked.directorate)
        ? asked.directorate
        : asked.from
  return {
    title: 'Change several entries at once',
    ...form,
    what: asked.what ?? (isId(asked.directorate) ? 'directorate' : preset ? 'holder' : ''),
    from: preset,
    to: asked.to,
    holders: await choicesFor(here, 'holder'),
    directorates: await choicesFor(here, 'directorate'),
  }
}

function previewPage(here: Here, kind: BulkKind, { from, to, rows }: Read) {
  const base = `/${here.authority.slug}/staff/bulk`
  const bare = (label: string) => label.replace(/: \d+ dut.*$/, '')
  return {
    title: kind === 'holder' ? 'Who takes over what' : 'Which entries change directorate',
    wide: true,
    back: base,
    action: base,
    button: 'Make these changes',
    kind,
    from: { ...from, label: bare(from.label) },
    to,
    rows: rows.map(row => ({
      ...row,
      does: row.role ? `${row.isSubstitute ? 'Substitute, ' : ''}${labelOf(appointmentRoles, row.role)}` : '',
    })),
  }
}
