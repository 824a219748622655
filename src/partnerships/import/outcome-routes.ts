import type { FastifyInstance } from 'fastify'
import { formIdOf, hereOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { Refused } from '#src/errors.ts'
import { change } from '#src/trail/change.ts'
import { type BatchParams, batchOf, importingOf } from './asked.ts'
import { moveBatch, working } from './batch.ts'
import { commitBatch, isStale } from './commit.ts'
import { failBatch } from './fail.ts'
import type { Jobs } from './jobs.ts'
import { importsAt, pageNumber, pageOf, stateWords } from './pages.ts'
import { planBatch } from './plan-batch.ts'
import { previewOf } from './preview.ts'
import { undoBatch, undoOf } from './undo.ts'

const needs = { config: { needs: 'import' } } as const
const size = 50

/** An import while the service works on it, its dry run, its commit, what came of it, and its undoing. */
export function outcomeRoutes(app: FastifyInstance, deps: Deps, jobs: Jobs) {
  app.get<BatchParams & { Querystring: Record<string, string> }>(
    '/:authority/staff/imports/:batch',
    needs,
    async (req, reply) => {
      const found = await batchOf(req)
      if (working.includes(found.state) && !jobs.isRunning(found.id)) await jobs.sweep()
      const batch = await batchOf(req)
      const base = importsAt(req)
      if (pageOf(req, batch) !== `${base}/${batch.id}`) return reply.redirect(pageOf(req, batch), 303)
      const page = { batch, base, back: base, caption: batch.file_name, state: stateWords[batch.state] }
      if (working.includes(batch.state))
        return reply.view('partnerships/import/progress.njk', {
          ...page,
          title: stateWords[batch.state].text,
        })
      if (batch.state === 'failed')
        return reply.view('partnerships/import/failed.njk', { ...page, title: 'This file was not taken in' })
      const shown = await previewOf(hereOf(req).db, batch, req.query.show, pageNumber(req.query.page), size)
      return reply.view('partnerships/import/result.njk', {
        ...page,
        ...shown,
        mayUndo: hereOf(req).may('undo'),
        title: batch.state === 'undone' ? 'This import is undone' : 'The file is taken in',
        wide: true,
      })
    },
  )

  app.get<BatchParams & { Querystring: Record<string, string> }>(
    '/:authority/staff/imports/:batch/preview',
    needs,
    async (req, reply) => {
      const batch = await batchOf(req)
      if (batch.state !== 'planned') return reply.redirect(pageOf(req, batch), 303)
      const shown = await previewOf(hereOf(req).db, batch, req.query.show, pageNumber(req.query.page), size)
      return reply.view('partnerships/import/preview.njk', {
        title: 'What will happen',
        caption: batch.file_name,
        back: `${importsAt(req)}/${batch.id}/columns`,
        base: importsAt(req),
        batch,
        stale: req.query.stale === 'yes',
        ...shown,
        wide: true,
      })
    },
  )

  app.post<BatchParams>('/:authority/staff/imports/:batch/commit', needs, async (req, reply) => {
    const importing = importingOf(req, deps)
    const { db, authority } = hereOf(req)
    const batch = await batchOf(req)
    const at = `${importsAt(req)}/${batch.id}`
    if (batch.state !== 'planned') return reply.redirect(pageOf(req, batch), 303)
    if (await isStale(db, batch)) {
      await moveBatch(db, authority.id, batch.id, 'planning', { progress: 0 })
      await jobs.start(importing, batch.id, each => planBatch(each, batch.id))
      return reply.redirect(`${at}/preview?stale=yes`, 303)
    }
    const what = {
      authority: authority.id,
      by: importing.by,
      at: deps.now(),
      action: 'import.commit',
      once: formIdOf(req.body),
    }
    await change(db, what, act => moveBatch(act.trx, authority.id, batch.id, 'committing', { progress: 0 }))
    const committing = jobs.start(importing, batch.id, each => commitBatch(each, batch.id))
    await Promise.race([committing, new Promise(resolve => setTimeout(resolve, 1500).unref())])
    return reply.redirect(at, 303)
  })

  app.post<BatchParams>('/:authority/staff/imports/:batch/stop', needs, async (req, reply) => {
    const importing = importingOf(req, deps)
    const batch = await batchOf(req)
    if (batch.state === 'read' || batch.state === 'planned')
      await failBatch(importing, batch.id, new Refused('You decided not to take it in.'))
    return reply.redirect(importsAt(req), 303)
  })

  app.get<BatchParams>(
    '/:authority/staff/imports/:batch/undo',
    { config: { needs: 'undo' } },
    async (req, reply) => {
      const batch = await batchOf(req)
      if (batch.state !== 'committed') return reply.redirect(pageOf(req, batch), 303)
      const { db, authority } = hereOf(req)
      return reply.view('partnerships/import/undo.njk', {
        title: 'Undo this import',
        caption: batch.file_name,
        back: `${importsAt(req)}/${batch.id}`,
        base: importsAt(req),
        batch,
        button: 'Undo the import',
        warning: true,
        ...(await undoOf(db, authority.id, batch)),
      })
    },
  )

  app.post<BatchParams>(
    '/:authority/staff/imports/:batch/undo',
    { config: { needs: 'undo' } },
    async (req, reply) => {
      const importing = importingOf(req, deps, 'undo')
      const { db, authority } = hereOf(req)
      const batch = await batchOf(req)
      const at = `${importsAt(req)}/${batch.id}`
      if (batch.state !== 'committed') return reply.redirect(pageOf(req, batch), 303)
      const what = {
        authority: authority.id,
        by: importing.by,
        at: deps.now(),
        action: 'import.undo',
        once: formIdOf(req.body),
      }
      await change(db, what, act =>
        moveBatch(act.trx, authority.id, batch.id, 'undoing', { progress: 0, error: '' }),
      )
      const undoing = jobs.start(importing, batch.id, each => undoBatch(each, batch.id))
      await Promise.race([undoing, new Promise(resolve => setTimeout(resolve, 1500).unref())])
      return reply.redirect(at, 303)
    },
  )
}
