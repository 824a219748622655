import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { kinds } from '#src/domain/words.ts'
import { badForm } from '#src/web/form.ts'
import { type BatchParams, batchOf, importingOf } from './asked.ts'
import { type Batch, moveBatch, noteInBatch, type Options } from './batch.ts'
import type { Jobs } from './jobs.ts'
import { lookAtSheets, mapColumns, openTable } from './layout.ts'
import { importsAt, pageOf, wordsIn } from './pages.ts'
import { listFields, planBatch } from './plan-batch.ts'
import { columnChoices, sheetChoices } from './wizard-pages.ts'

const needs = { config: { needs: 'import' } } as const

/** The choices between reading a file and its dry run: the sheet with its headings, and what each column is. */
export function wizardRoutes(app: FastifyInstance, deps: Deps, jobs: Jobs) {
  app.get<BatchParams>('/:authority/staff/imports/:batch/sheet', needs, async (req, reply) => {
    const batch = await batchOf(req)
    if (!isOpen(batch)) return reply.redirect(pageOf(req, batch), 303)
    return showSheet(req, reply, batch)
  })

  app.post<BatchParams & { Body: Record<string, string> }>(
    '/:authority/staff/imports/:batch/sheet',
    needs,
    async (req, reply) => {
      const here = hereOf(req)
      const batch = await batchOf(req)
      if (!isOpen(batch)) return reply.redirect(pageOf(req, batch), 303)
      const fields = await listFields(here.db, here.authority.id)
      const looks = await lookAtSheets(here.db, batch, fields)
      const { sheet = '', shape = '', headingRow = '', kind = '', look = '' } = wordsIn(req.body)
      const chosen = looks.find(each => String(each.index) === sheet)
      if (!chosen)
        return showSheet(req, reply, batch, { field: 'sheet', text: 'Choose the sheet to take in' })
      const row = Number(headingRow)
      const options: Options = {
        sheet: chosen.index,
        ...(shape === 'table' || shape === 'form' ? { shape } : {}),
        ...(chosen.first.some(each => each.number === row) ? { headingRow: row } : {}),
        kind: kinds.find(each => each.value === kind)?.value ?? 'partnership',
      }
      if (look)
        return showSheet(req, reply, { ...batch, options: { sheet: chosen.index, kind: options.kind! } })
      if (!options.headingRow && options.shape !== 'form')
        return showSheet(
          req,
          reply,
          { ...batch, options },
          { field: 'headingRow', text: 'Enter the number of the row with the headings' },
        )
      const { headingRow: _, shape: __, columns: ___, ...rest } = batch.options
      await noteInBatch(here.db, here.authority.id, batch.id, { options: { ...rest, ...options } })
      return reply.redirect(`${importsAt(req)}/${batch.id}/columns`, 303)
    },
  )

  app.get<BatchParams>('/:authority/staff/imports/:batch/columns', needs, async (req, reply) => {
    const batch = await batchOf(req)
    if (!isOpen(batch)) return reply.redirect(pageOf(req, batch), 303)
    return showColumns(req, reply, batch)
  })

  app.post<BatchParams & { Body: Record<string, string> }>(
    '/:authority/staff/imports/:batch/columns',
    needs,
    async (req, reply) => {
      const here = hereOf(req)
      const batch = await batchOf(req)
      if (!isOpen(batch)) return reply.redirect(pageOf(req, batch), 303)
      const fields = await listFields(here.db, here.authority.id)
      const table = await openTable(here.db, batch, fields)
      const mapping = await mapColumns(here.db, batch, table, fields)
      const typed = wordsIn(req.body)
      const columns = mapping.map(({ column, field }) => {
        const chosen = typed[`column-${column}`]
        return chosen === undefined ? field : (fields.find(each => each.name === chosen)?.name ?? null)
      })
      const chosen = { ...batch, options: { ...batch.options, columns } }
      const mistake = mistakeIn(columns, fields)
      if (mistake) return showColumns(req, reply, chosen, mistake)
      await noteInBatch(here.db, here.authority.id, batch.id, { options: { columns } })
      await moveBatch(here.db, here.authority.id, batch.id, 'planning', { progress: 0 })
      const importing = importingOf(req, deps)
      const planning = jobs.start(importing, batch.id, each => planBatch(each, batch.id))
      await Promise.race([planning, new Promise(resolve => setTimeout(resolve, 1500).unref())])
      return reply.redirect(`${importsAt(req)}/${batch.id}`, 303)
    },
  )
}

const isOpen = (batch: Batch) => batch.state === 'read' || batch.state === 'planned'

async function showSheet(
  req: FastifyRequest,
  reply: FastifyReply,
  batch: Batch,
  mistake?: { field: string; text: string },
) {
  const here = hereOf(req)
  const looks = await lookAtSheets(here.db, batch, await listFields(here.db, here.authority.id))
  if (looks.length === 0)
    return reply.view('partnerships/import/empty.njk', {
      title: 'The file holds no rows',
      base: importsAt(req),
      back: importsAt(req),
    })
  return reply.code(mistake ? 422 : 200).view('partnerships/import/sheet.njk', {
    title: 'Which rows are your register?',
    caption: batch.file_name,
    back: importsAt(req),
    button: 'Continue',
    wide: true,
    kinds,
    ...sheetChoices(looks, batch.options),
    ...(mistake ? badForm(req.body, [mistake]) : {}),
  })
}

async function showColumns(
  req: FastifyRequest,
  reply: FastifyReply,
  batch: Batch,
  mistake?: { field: string; text: string },
) {
  const here = hereOf(req)
  const fields = await listFields(here.db, here.authority.id)
  const table = await openTable(here.db, batch, fields)
  const mapping = await mapColumns(here.db, batch, table, fields)
  return reply.code(mistake ? 422 : 200).view('partnerships/import/columns.njk', {
    title: 'What is in each column?',
    caption: batch.file_name,
    back: `${importsAt(req)}/${batch.id}/sheet`,
    button: 'Show me what will happen',
    wide: true,
    ...columnChoices(table, mapping, fields),
    ...(mistake ? badForm(req.body, [mistake]) : {}),
  })
}

const holdOne = new Set([
  'name',
  'reference',
  'council_reference',
  'kind',
  'stage',
  'directorate',
  'tier',
  'level',
])

function mistakeIn(columns: (string | null)[], fields: readonly { name: string; heading: string }[]) {
  const at = (field: string) => `column-${columns.indexOf(field)}`
  if (!columns.includes('name'))
    return { field: 'column-0', text: 'Choose the column with the name of each partnership' }
  for (const field of holdOne)
    if (columns.filter(each => each === field).length > 1) {
      const heading = fields.find(each => each.name === field)?.heading
      return { field: at(field), text: `Choose only one column for ‘${heading}’` }
    }
  return undefined
}
