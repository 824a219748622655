import type { FastifyInstance } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { isId, newId } from '#src/domain/id.ts'
import { labelOf, personKinds } from '#src/domain/words.ts'
import { Conflict } from '#src/errors.ts'
import { change } from '#src/trail/change.ts'
import { headingOf } from '#src/trail/labels.ts'
import { countEntriesNaming } from '../entries.ts'
import { listPeopleToPick, pickOf } from '../pick.ts'
import { applyUnmerge, planUnmerge } from '../unmerge.ts'
import { hereWhole, whatWhole } from '../whole.ts'
import { mergePeople } from './merge.ts'
import { findPerson, type Person } from './queries.ts'

type ById = {
  Params: { authority: string; id: string }
  Querystring: { other?: unknown }
  Body: { other?: unknown; keep?: unknown } | undefined
}

/** Two records of one person become one, and two again where that was wrong. */
export function mergeRoutes(app: FastifyInstance, deps: Deps, base: string) {
  app.get<ById>(`${base}/:id/merge`, { config: { needs: 'merge' } }, async (req, reply) => {
    const here = hereWhole(req, 'merge')
    const person = await findPerson(here.db, req.params.id)
    const options = (await listPeopleToPick(here.db, true)).filter(option => option.id !== person.id)
    const typed = String(req.query.other ?? '')
    const page = { title: `Merge ${person.name}`, noun: 'person', options, back: req.url.split('/merge')[0] }
    const picked = isId(typed) ? options.find(option => option.id === typed) : typed && pickOf(options, typed)
    if (!picked) return reply.view('directory/merge.njk', { ...page, values: {} })
    if (typeof picked === 'string') {
      const text =
        picked === 'none'
          ? 'No other person has that name. Check it, or choose one from the list'
          : 'More than one person has that name. Choose one from the list'
      const errors = [{ text, href: '#other' }]
      return reply.code(422).view('directory/merge.njk', {
        ...page,
        values: { other: typed },
        errors,
        errorFor: { other: { text } },
      })
    }
    const pair = [person, await findPerson(here.db, picked.id)]
    const entries = await countEntriesNaming(
      here,
      'person_ids',
      pair.map(each => each.id),
    )
    const choices = pair.map(each => ({
      id: each.id,
      name: [each.honorific, each.name].filter(Boolean).join(' '),
      detail: detailOf(each, entries.get(each.id) ?? 0),
    }))
    return reply.view('directory/merge-check.njk', { ...page, title: 'Merge two people', choices })
  })

  app.post<ById>(`${base}/:id/merge`, { config: { needs: 'merge' } }, async (req, reply) => {
    const { db } = hereOf(req)
    const what = { ...whatWhole(req, deps.now(), 'person.merge', 'merge'), batch: newId() }
    const { other, keep } = req.body ?? {}
    const pair = [await findPerson(db, req.params.id), await findPerson(db, String(other ?? ''))]
    const into = pair.find(each => each.id === keep)
    const from = pair.find(each => each.id !== keep)
    if (!into || !from) throw new Conflict('Choose which of the two is kept, then merge.')
    await change(db, what, act => mergePeople(act, from, into))
    return reply.redirect(`/${req.params.authority}/staff/people/${into.id}?done=merged`, 303)
  })

  app.get<ById>(`${base}/:id/unmerge`, { config: { needs: 'undo' } }, async (req, reply) => {
    const here = hereWhole(req, 'undo')
    const person = await findPerson(here.db, req.params.id)
    if (!person.merged_into) throw new Conflict('This person is not merged with another.')
    const plan = await planUnmerge(here.db, 'person', person.id)
    return reply.view('directory/unmerge.njk', {
      title: `Undo the merge of ${person.name}`,
      back: req.url.replace('/unmerge', ''),
      name: person.name,
      backCount: plan.back.length,
      stay: plan.stay.map(each => ({
        label: each.subject.label,
        heading: headingOf(each.table, each.field),
      })),
    })
  })

  app.post<ById>(`${base}/:id/unmerge`, { config: { needs: 'undo' } }, async (req, reply) => {
    const { db } = hereOf(req)
    const what = { ...whatWhole(req, deps.now(), 'person.unmerge', 'undo'), batch: newId() }
    const person = await findPerson(db, req.params.id)
    const to = `/${req.params.authority}/staff/people/${person.id}`
    if (!person.merged_into) return reply.redirect(to, 303)
    const plan = await planUnmerge(db, 'person', person.id)
    await change(db, what, act => applyUnmerge(act, plan))
    return reply.redirect(`${to}?done=undone`, 303)
  })
}

function detailOf(person: Person, entries: number): string {
  return [
    labelOf(personKinds, person.kind),
    person.job_title || person.ward,
    person.email,
    person.organisation ?? '',
    `${entries} ${entries === 1 ? 'entry' : 'entries'}`,
  ]
    .filter(Boolean)
    .join(', ')
}
