import type { FastifyInstance } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import type { Db } from '#src/db/open.ts'
import type { Deps } from '#src/deps.ts'
import { isId, newId } from '#src/domain/id.ts'
import { Conflict } from '#src/errors.ts'
import { type Act, change } from '#src/trail/change.ts'
import { headingOf } from '#src/trail/labels.ts'
import { countEntriesNaming } from './entries.ts'
import { type Option, pickOf } from './pick.ts'
import { applyUnmerge, planUnmerge } from './unmerge.ts'
import { hereWhole, whatWhole } from './whole.ts'

type Row = { id: string; name: string; merged_into: string | null }

/** What is particular to merging one kind of record: its words and its queries. */
export type Mergeable<R extends Row> = {
  noun: 'organisation' | 'person'
  plural: string
  /** The column of the register's entries that names it. */
  named: 'organisation_ids' | 'person_ids'
  list(db: Db): Promise<Option[]>
  find(db: Db, id: string): Promise<R>
  /** What tells this one from the other, for whoever chooses. */
  describe(db: Db, row: R, entries: number): Promise<{ name: string; detail: string }>
  merge(act: Act, from: R, into: R): Promise<void>
}

type ById = {
  Params: { authority: string; id: string }
  Querystring: { other?: unknown }
  Body: { other?: unknown; keep?: unknown } | undefined
}

/** Two records of the directory become one, and two again where that was wrong. */
export function mergeRoutes<R extends Row>(app: FastifyInstance, deps: Deps, base: string, of: Mergeable<R>) {
  app.get<ById>(`${base}/:id/merge`, { config: { needs: 'merge' } }, async (req, reply) => {
    const here = hereWhole(req, 'merge')
    const row = await of.find(here.db, req.params.id)
    const options = (await of.list(here.db)).filter(option => option.id !== row.id)
    const typed = String(req.query.other ?? '')
    const page = { title: `Merge ${row.name}`, noun: of.noun, options, back: req.url.split('/merge')[0] }
    const picked = isId(typed) ? options.find(option => option.id === typed) : typed && pickOf(options, typed)
    if (!picked) return reply.view('directory/merge.njk', { ...page, values: {} })
    if (typeof picked === 'string') {
      const text =
        picked === 'none'
          ? `No other ${of.noun} has that name. Check it, or choose one from the list`
          : `More than one ${of.noun} has that name. Choose one from the list`
      const errors = [{ text, href: '#other' }]
      const wrong = { values: { other: typed }, errors, errorFor: { other: { text } } }
      return reply.code(422).view('directory/merge.njk', { ...page, ...wrong })
    }
    const pair = [row, await of.find(here.db, picked.id)]
    const ids = pair.map(each => each.id)
    const entries = await countEntriesNaming(here, of.named, ids)
    const choices = await Promise.all(
      pair.map(async each => ({
        id: each.id,
        ...(await of.describe(here.db, each, entries.get(each.id) ?? 0)),
      })),
    )
    return reply.view('directory/merge-check.njk', { ...page, title: `Merge two ${of.plural}`, choices })
  })

  app.post<ById>(`${base}/:id/merge`, { config: { needs: 'merge' } }, async (req, reply) => {
    const { db } = hereOf(req)
    const what = { ...whatWhole(req, deps.now(), `${of.noun}.merge`, 'merge'), batch: newId() }
    const { other, keep } = req.body ?? {}
    const pair = [await of.find(db, req.params.id), await of.find(db, String(other ?? ''))]
    const into = pair.find(each => each.id === keep)
    const from = pair.find(each => each.id !== keep)
    if (!into || !from) throw new Conflict('Choose which of the two is kept, then merge.')
    await change(db, what, act => of.merge(act, from, into))
    return reply.redirect(`${base.replace(':authority', req.params.authority)}/${into.id}?done=merged`, 303)
  })

  app.get<ById>(`${base}/:id/unmerge`, { config: { needs: 'undo' } }, async (req, reply) => {
    const here = hereWhole(req, 'undo')
    const row = await of.find(here.db, req.params.id)
    if (!row.merged_into) throw new Conflict(`This ${of.noun} is not merged with another.`)
    const plan = await planUnmerge(here.db, of.noun, row.id)
    return reply.view('directory/unmerge.njk', {
      title: `Undo the merge of ${row.name}`,
      back: req.url.replace('/unmerge', ''),
      name: row.name,
      backCount: plan.back.length,
      stay: plan.stay.map(each => ({
        label: each.subject.label,
        heading: headingOf(each.table, each.field),
      })),
    })
  })

  app.post<ById>(`${base}/:id/unmerge`, { config: { needs: 'undo' } }, async (req, reply) => {
    const { db } = hereOf(req)
    const what = { ...whatWhole(req, deps.now(), `${of.noun}.unmerge`, 'undo'), batch: newId() }
    const row = await of.find(db, req.params.id)
    const to = `${base.replace(':authority', req.params.authority)}/${row.id}`
    if (!row.merged_into) return reply.redirect(to, 303)
    const plan = await planUnmerge(db, of.noun, row.id)
    await change(db, what, act => applyUnmerge(act, plan))
    return reply.redirect(`${to}?done=undone`, 303)
  })
}

/** '1 entry', '3 entries'. */
export function inEntries(count: number): string {
  return `${count} ${count === 1 ? 'entry' : 'entries'}`
}
