import type { FastifyInstance, FastifyRequest } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { newId } from '#src/domain/id.ts'
import { change } from '#src/trail/change.ts'
import { badForm } from '#src/web/form.ts'
import { londonDay } from '#src/web/views.ts'
import { hereWhole, whatWhole } from '../whole.ts'
import { importPeople } from './import.ts'
import { planPeople } from './import-plan.ts'
import { columns, type ListedPerson, mostRows, readPeople } from './import-read.ts'

type Body = { Params: { authority: string }; Body: Record<string, unknown> | undefined }

/** A list of people from a personnel or members' system: read, shown, and taken in as one act. */
export function importRoutes(app: FastifyInstance, deps: Deps, base: string) {
  app.get(`${base}/import`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    hereWhole(req, 'edit-directory')
    return reply.view('directory/people/import.njk', { ...formPage(req), values: {} })
  })

  app.post<Body>(`${base}/import`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const here = hereWhole(req, 'edit-directory')
    const list = await readList(req.body)
    if (typeof list === 'string') {
      const bad = badForm({ pasted: req.body?.pasted }, [{ field: 'file', text: list }])
      return reply.code(422).view('directory/people/import.njk', { ...formPage(req), ...bad })
    }
    const plan = await planPeople(here.db, list, londonDay(deps.now()))
    const count = (does: string) => plan.filter(each => each.does === does).length
    return reply.view('directory/people/import-check.njk', {
      title: 'Check the list',
      back: `${peopleOf(req)}/import`,
      cancel: peopleOf(req),
      plan: plan.filter(each => each.does !== 'nothing'),
      adds: count('add'),
      changes: count('change'),
      same: count('nothing'),
      refused: count('refused'),
      list: JSON.stringify(list),
      action: `${peopleOf(req)}/import/commit`,
      button: 'Bring them in',
    })
  })

  app.post<Body>(`${base}/import/commit`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const { db } = hereOf(req)
    const what = { ...whatWhole(req, deps.now(), 'person.import', 'edit-directory'), batch: newId() }
    const list = listOf(req.body?.list)
    if (!list) {
      const bad = badForm({}, [
        { field: 'file', text: 'The list did not arrive whole. Choose the file again' },
      ])
      return reply.code(422).view('directory/people/import.njk', { ...formPage(req), ...bad })
    }
    const today = londonDay(deps.now())
    const plan = await planPeople(db, list, today)
    const count = await change(db, what, act => importPeople(act, plan, today))
    return reply.redirect(`${peopleOf(req)}?done=${count > 0 ? 'saved' : 'nothing-changed'}`, 303)
  })
}

const peopleOf = (req: FastifyRequest) => `/${(req.params as { authority: string }).authority}/staff/people`

const formPage = (req: FastifyRequest) => ({
  title: 'Bring in a list of people',
  button: 'Check the list',
  upload: true,
  action: `${peopleOf(req)}/import`,
  back: peopleOf(req),
  columns: columns.map(column => column.heading),
})

async function readList(body: Record<string, unknown> | undefined): Promise<ListedPerson[] | string> {
  const file = Buffer.isBuffer(body?.file) && body.file.length > 0 ? body.file : undefined
  const pasted = typeof body?.pasted === 'string' ? body.pasted : ''
  if (!file && !pasted.trim()) return 'Choose a file, or paste the list'
  const list = await readPeople(file, pasted)
  if (typeof list === 'string') return list
  if (list.length === 0) return 'There are headings and no rows below them'
  // What is shown comes back with the next form, which may not be larger than this.
  if (encodeURIComponent(JSON.stringify(list)).length > 1_800_000)
    return 'The list is too long to bring in at once. Split it and bring in the parts'
  return list
}

function listOf(text: unknown): ListedPerson[] | undefined {
  try {
    const list = JSON.parse(String(text))
    const whole = Array.isArray(list) && list.length <= mostRows && list.every(isListed)
    return whole ? list : undefined
  } catch {
    return undefined
  }
}

const isListed = (each: unknown): each is ListedPerson =>
  typeof each === 'object' &&
  each !== null &&
  Number.isInteger((each as ListedPerson).row) &&
  columns.every(({ name }) => typeof (each as ListedPerson)[name] === 'string')
