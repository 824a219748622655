import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Here, hereOf, whatOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { Conflict } from '#src/errors.ts'
import { type EntryHere, findEntryByRef } from '#src/partnerships/record.ts'
import { change } from '#src/trail/change.ts'
import { readForm } from '#src/web/form.ts'
import { withdrawForm } from './forms.ts'
import { type Latest, readLatest } from './prepare.ts'
import { type PublicationState, stateAfter } from './state.ts'
import { withdraw } from './withdraw.ts'

type Address = { Params: { authority: string; ref: string } }

const path = '/:authority/staff/partnerships/:ref/withdraw'

/** Taking an entry from the public register: because it ended, or because it should never have been there (SCR-4). */
export function withdrawRoutes(app: FastifyInstance, deps: Deps) {
  app.get<Address>(path, { config: { needs: 'publish' } }, async (req, reply) => {
    const { here, entry, latest } = await open(req)
    return reply.view('publish/withdraw.njk', { ...withdrawPage(here, entry, latest), values: {} })
  })

  app.post<Address>(path, { config: { needs: 'publish' } }, async (req, reply) => {
    const { here, entry, latest } = await open(req)
    const page = withdrawPage(here, entry, latest)
    const form = readForm(withdrawForm(entry.reference), req.body)
    if (!form.ok) return reply.code(422).view('publish/withdraw.njk', { ...page, ...form })
    const { to, reason, number } = form.value
    const action = to === 'ended' ? 'involvement.end-publication' : 'involvement.erase-publication'
    const what = whatOf(req, deps.now(), action, 'publish', entry)
    await change(here.db, what, act => withdraw(act, here.authority.id, entry, to, reason, what.at, number))
    return reply.redirect(`${page.back}?done=${to === 'ended' ? 'taken-down' : 'erased'}`, 303)
  })
}

async function open(req: FastifyRequest<Address>) {
  const here = hereOf(req)
  const entry = await findEntryByRef(here.db, req.params.ref)
  here.require('publish', entry)
  const latest = (await readLatest(here.db, here.authority.id, [entry.involvementId])).get(
    entry.involvementId,
  )
  // A form sent twice did its work the first time: change() answers it as before.
  if (req.method === 'GET' && !stateAfter(latest?.act ?? 'unpublished', 'erased'))
    throw new Conflict('Nothing of this entry is public, so there is nothing to withdraw.')
  return { here, entry, latest }
}

function withdrawPage(here: Here, entry: EntryHere, latest: Latest | undefined) {
  const back = `/${here.authority.slug}/staff/partnerships/${encodeURIComponent(entry.reference)}/publish`
  const state: PublicationState = latest?.act ?? 'unpublished'
  return {
    title: 'Withdraw from the public register',
    caption: `${entry.reference} ${entry.name}`,
    back,
    action: back.replace(/publish$/, 'withdraw'),
    warning: true,
    button: 'Withdraw it',
    entry,
    number: latest?.number ?? 0,
    mayEnd: stateAfter(state, 'ended'),
  }
}
