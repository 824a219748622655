import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Here, hereOf, whatOf } from '#src/accounts/here.ts'
import { mayReadExempt } from '#src/decide/exempt.ts'
import type { Deps } from '#src/deps.ts'
import { formatDate } from '#src/domain/dates.ts'
import { exemptParagraphs } from '#src/domain/schedule-12a.ts'
import { NotFound } from '#src/errors.ts'
import { type Entry, findConsidered, placeOf } from '#src/partnerships/entry/queries.ts'
import { change } from '#src/trail/change.ts'
import { type Held, openedWith, saveUnlessChanged, withChoices } from '#src/web/clash.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { londonDay } from '#src/web/views.ts'
import { exemptDocx, reportDocx } from './docx.ts'
import { HeadingForm, headingBoxes } from './forms.ts'
import {
  findPostCalled,
  findSource,
  type Layout,
  listParts,
  type Part,
  type ReportSource,
} from './queries.ts'
import { reportOf, toldTables, typedFromRecord } from './report.ts'
import { clearHeading, refuseDecided, writeHeading } from './write.ts'

type Address = {
  Params: { authority: string; ref: string; heading: string }
  Querystring: { which?: unknown; part?: unknown }
}

const path = '/:authority/staff/partnerships/:ref/report'

/** The decision report made from the record: to read, print, take away and finish heading by heading (APP-7). */
export function reportRoutes(app: FastifyInstance, deps: Deps) {
  app.get<Address>(path, { config: { needs: 'see' } }, async (req, reply) => {
    const opened = await open(req, deps)
    const { record, base, source, layout, parts, mayWrite, mayReadExempt } = opened
    const report = reportOf(source, layout, parts, figuresOf(source))
    return reply.view('stages/report/report.njk', {
      title: `${layout.title}: ${report.subject}`,
      back: `${record}/approval`,
      base,
      report,
      mayWrite,
      mayReadExempt,
      paragraphs: exemptParagraphs,
      reports: source.layouts,
      query: `?which=${layout.id}`,
    })
  })

  app.get<Address>(`${path}.docx`, { config: { needs: 'see' } }, async (req, reply) => {
    const { source, layout, parts, mayReadExempt } = await open(req, deps)
    const report = reportOf(source, layout, parts, figuresOf(source))
    if (req.query.part !== 'exempt') return sendDocument(reply, report.file, await reportDocx(report))
    if (report.exempt.length === 0 || !mayReadExempt) throw new NotFound('Nothing in this report is exempt')
    return sendDocument(reply, `${report.file}-exempt`, await exemptDocx(report))
  })

  app.get<Address>(`${path}/headings/:heading`, { config: { needs: 'propose' } }, async (req, reply) => {
    const opened = await openToWrite(req, deps)
    const held = heldBy(opened)
    const values = { ...held.values, ...openedWith(held) }
    return reply.view('stages/report/heading.njk', { ...pageOf(opened), values })
  })

  app.post<Address>(`${path}/headings/:heading`, { config: { needs: 'propose' } }, async (req, reply) => {
    const opened = await openToWrite(req, deps)
    const { source, heading, layout, entry, base } = opened
    const here = hereOf(req)
    const place = { entry, proposalId: source.proposalId, report: layout.id, heading: heading.id }
    const what = whatOf(req, deps.now(), 'involvement.report', 'propose', placeOf(entry))
    const answer = `${base}?which=${layout.id}&done=saved#${heading.id}`
    if ((req.body as { clear?: unknown } | null)?.clear === 'yes') {
      await change(here.db, what, act => clearHeading(act, here.authority.id, place))
      return reply.redirect(answer, 303)
    }
    const body = withChoices(req.body, headingBoxes)
    const form = readForm(HeadingForm, body)
    if (!form.ok) return reply.code(422).view('stages/report/heading.njk', { ...pageOf(opened), ...form })
    const unknown = await unknownPost(here, form.value, londonDay(deps.now()))
    if (unknown)
      return reply
        .code(422)
        .view('stages/report/heading.njk', { ...pageOf(opened), ...badForm(body, unknown), unknown })
    const clash = await saveUnlessChanged(
      body,
      headingBoxes,
      async () => heldBy(await openToWrite(req, deps)),
      version =>
        change(here.db, what, act => writeHeading(act, here.authority.id, place, form.value, version)),
    )
    if (clash)
      return reply.code(409).view('stages/report/heading.njk', { ...pageOf(opened), values: body, clash })
    return reply.redirect(answer, 303)
  })
}

// Only a post of the directory confirms, or a name that the writer says is right; it is taken as the directory writes it.
async function unknownPost({ db, authority }: Here, form: HeadingForm, on: string) {
  if (form.none !== 'yes') return undefined
  const title = await findPostCalled(db, authority.id, form.none_confirmed_by, on)
  if (title !== undefined) form.none_confirmed_by = title
  else if (form.none_as_typed !== 'yes')
    return [
      {
        field: 'none_confirmed_by',
        text: 'No post in the directory is called that. Choose one, or tick that the name is right as typed',
      },
    ]
  return undefined
}

type Opened = {
  entry: Entry
  record: string
  base: string
  source: ReportSource
  layout: Layout
  parts: Part[]
  mayWrite: boolean
  mayReadExempt: boolean
}

async function open(req: FastifyRequest<Address>, deps: Deps): Promise<Opened> {
  const here = hereOf(req)
  const entry = await findConsidered(here, req.params.ref)
  const source = await findSource(here.db, here.authority, entry, deps.now())
  const { which } = req.query
  const layout =
    which === undefined ? source.layouts[0] : source.layouts.find(each => each.id === String(which))
  if (!layout) throw new NotFound('No such report')
  const record = `/${here.authority.slug}/staff/partnerships/${encodeURIComponent(entry.reference)}`
  return {
    entry,
    record,
    base: `${record}/report`,
    source,
    layout,
    parts: await listParts(here.db, here.authority.id, source.proposalId, layout.id),
    mayWrite: source.open && here.may('propose', placeOf(entry)),
    mayReadExempt: await mayReadExempt(here, entry),
  }
}

async function openToWrite(req: FastifyRequest<Address>, deps: Deps) {
  const opened = await open(req, deps)
  const { entry, layout, parts, source } = opened
  hereOf(req).require('propose', placeOf(entry))
  const heading = layout.headings.find(each => each.id === req.params.heading)
  if (!heading) throw new NotFound('No such heading')
  const twice = typeof (req.body as { form_id?: unknown } | null)?.form_id === 'string'
  if (!twice) refuseDecided(source.open)
  return { ...opened, heading, part: parts.find(each => each.heading === heading.id) }
}

// What the form is opened with: what was written, or else what the record says.
function heldBy({ part, parts, source, heading }: Awaited<ReturnType<typeof openToWrite>>): Held {
  return {
    version: part?.version ?? 0,
    values: {
      body: part ? part.body : typedFromRecord(source, parts, heading.id),
      none: part?.none_confirmed_by ? 'yes' : '',
      none_confirmed_by: part?.none_confirmed_by ?? '',
      exempt_body: part?.exempt_body ?? '',
      exempt_paragraph: part?.exempt_paragraph ?? '',
    },
  }
}

function pageOf({
  base,
  layout,
  heading,
  part,
  parts,
  entry,
  source,
}: Awaited<ReturnType<typeof openToWrite>>) {
  return {
    title: heading.title,
    caption: `${layout.title}: ${entry.reference} ${entry.name}`,
    back: `${base}?which=${layout.id}#${heading.id}`,
    action: `${base}/headings/${heading.id}?which=${layout.id}`,
    part,
    told: typedFromRecord(source, parts, heading.id),
    tables: toldTables(source, heading.id),
    paragraphs: Object.entries(exemptParagraphs).map(([value, label]) => ({ value, label })),
  }
}

function figuresOf({ submitted, draft }: ReportSource): string {
  if (draft || !submitted) return 'A draft: the proposal is not submitted, and its figures may change.'
  const { number, by, at } = submitted
  return `Figures and answers are those of submission ${number}, sent by ${by} on ${formatDate(londonDay(at))}.`
}

function sendDocument(reply: FastifyReply, file: string, document: Buffer) {
  return reply
    .type('application/vnd.openxmlformats-officedocument.wordprocessingml.document')
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `attachment; filename="${file}.docx"`)
    .send(document)
}
