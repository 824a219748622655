import type { FastifyInstance } from 'fastify'
import { formIdOf, hereOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { badForm } from '#src/web/form.ts'
import { importingOf, requireWhole } from './asked.ts'
import type { Jobs } from './jobs.ts'
import { importsAt, stateWords } from './pages.ts'
import { countWaiting, listBatches } from './queries.ts'
import { UnreadableFile } from './read/unreadable.ts'
import { addBatch, forgetBatch, readRows } from './take-rows.ts'

type Uploaded = { file?: Buffer & { fileName?: string }; pasted?: string; form_id?: string }

/** The list of imports, and sending a file or pasted rows. */
export function uploadRoutes(app: FastifyInstance, deps: Deps, jobs: Jobs) {
  app.get('/:authority/staff/imports', { config: { needs: 'import' } }, async (req, reply) => {
    const here = hereOf(req)
    await jobs.sweep()
    const batches = await listBatches(here.db, here.authority.id)
    const waiting = await countWaiting(here.db, here.authority.id, here.sight)
    return reply.view('partnerships/import/list.njk', {
      title: 'Imports',
      base: importsAt(req),
      batches,
      waiting,
      stateWords,
    })
  })

  app.get('/:authority/staff/imports/new', { config: { needs: 'import' } }, async (req, reply) => {
    requireWhole(req, 'import')
    return reply.view('partnerships/import/new.njk', newPage(importsAt(req)))
  })

  app.post<{ Body: Uploaded }>(
    '/:authority/staff/imports/new',
    { config: { needs: 'import' } },
    async (req, reply) => {
      const importing = importingOf(req, deps)
      const sent = whatWasSent(req.body)
      const refuse = (field: string, text: string) =>
        reply.code(422).view('partnerships/import/new.njk', {
          ...newPage(importsAt(req)),
          ...badForm({ pasted: typeof req.body?.pasted === 'string' ? req.body.pasted : '' }, [
            { field, text },
          ]),
        })
      if (!sent) return refuse('file', 'Choose a file, or paste the rows of your spreadsheet')
      const id = await addBatch(importing, sent.name, formIdOf(req.body))
      const reading = jobs.start(importing, id, each => readRows(each, id, sent.bytes, sent.name))
      const failed = await Promise.race([reading, soon()])
      if (failed instanceof UnreadableFile) {
        await forgetBatch(importing, id)
        return refuse(sent.field, failed.message)
      }
      return reply.redirect(`${importsAt(req)}/${id}`, 303)
    },
  )
}

const newPage = (base: string) => ({
  title: 'Bring in a spreadsheet',
  base,
  back: base,
  button: 'Continue',
  upload: true,
})

function whatWasSent(
  body: Uploaded | undefined,
): { field: string; name: string; bytes: Uint8Array } | undefined {
  const { file, pasted } = body ?? {}
  if (file instanceof Buffer && (file.length > 0 || file.fileName))
    return { field: 'file', name: file.fileName || 'Spreadsheet', bytes: file }
  if (typeof pasted === 'string' && pasted.trim())
    return { field: 'pasted', name: 'Pasted text', bytes: new TextEncoder().encode(pasted) }
  return undefined
}

// Most files are read, or refused, while the person still waits for the page.
const soon = () =>
  new Promise<null>(resolve => {
    setTimeout(() => resolve(null), 2500).unref()
  })
