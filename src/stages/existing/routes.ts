import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { userOf, whatOf } from '#src/accounts/here.ts'
import { refusal } from '#src/accounts/may.ts'
import type { Deps } from '#src/deps.ts'
import { findNewer } from '#src/partnerships/case/newer.ts'
import { placeOf } from '#src/partnerships/entry/queries.ts'
import { dateShown } from '#src/partnerships/entry/sections/rules.ts'
import { listStated, statedInWords } from '#src/partnerships/stated.ts'
import { covers } from '#src/protocol/definition.ts'
import { type Act, change } from '#src/trail/change.ts'
import { type BadForm, readForm } from '#src/web/form.ts'
import { evidenceForm } from './forms.ts'
import { type Address, type OpenDoor, openDoor } from './open.ts'
import { putOnRecord, type Recorder, recordEvidence, startRecord } from './record.ts'

const path = '/:authority/staff/partnerships/:ref/existing'
const evidenceView = 'stages/existing/evidence.njk'

/** The short door for what was in place before the protocol: test, significance, evaluation and exposure in one sitting (ENT-7). */
export function existingRoutes(app: FastifyInstance, deps: Deps) {
  app.get<Address>(path, { config: { needs: 'see' } }, async (req, reply) =>
    showDoor(reply, await openDoor(req, deps)),
  )

  app.post<Address>(path, { config: { needs: 'propose' } }, async (req, reply) => {
    const door = await openToChange(req, deps)
    await act(req, deps, door, 'start-record', (each, who) => startRecord(each, door.entry.id, who))
    return reply.redirect(`${door.record}/existing`, 303)
  })

  app.post<Address>(`${path}/record`, { config: { needs: 'propose' } }, async (req, reply) => {
    const door = await openToChange(req, deps)
    await act(req, deps, door, 'put-on-record', (each, who) => putOnRecord(each, door.entry.id, who))
    return reply.redirect(`${door.record}/existing?done=on-record`, 303)
  })

  app.get<Address>(`${path}/approval`, { config: { needs: 'propose' } }, async (req, reply) => {
    const door = await openToChange(req, deps)
    if (door.shut || !door.proposal) return showDoor(reply, door)
    const { evidencedBy, evidencedOn, evidence, version } = door.proposal
    const values = {
      evidenced_by: evidencedBy,
      evidenced_on: dateShown(evidencedOn),
      evidence,
      seen: version,
    }
    return reply.view(evidenceView, { ...evidencePage(door), values })
  })

  app.post<Address>(`${path}/approval`, { config: { needs: 'propose' } }, async (req, reply) => {
    const door = await openToChange(req, deps)
    const form = readForm(evidenceForm(door.on), req.body)
    if (!form.ok) return showEvidence(reply, door, form)
    const { evidenced_by, evidenced_on, evidence } = form.value
    const seen = Number((req.body as { seen?: unknown }).seen)
    await act(req, deps, door, 'evidence', (each, who) =>
      recordEvidence(each, door.entry.id, { evidenced_by, evidenced_on, evidence }, seen, who),
    )
    return reply.redirect(`${door.record}/existing?done=saved`, 303)
  })
}

async function openToChange(req: FastifyRequest<Address>, deps: Deps): Promise<OpenDoor> {
  const door = await openDoor(req, deps)
  if (!door.mayChange) throw refusal('propose')
  return door
}

function act(
  req: FastifyRequest<Address>,
  deps: Deps,
  { here, entry, on }: OpenDoor,
  action: string,
  work: (act: Act, who: Recorder) => Promise<void>,
) {
  const at = deps.now()
  const who = { authorityId: here.authority.id, by: userOf(req), on, at }
  const what = whatOf(req, at, `involvement.${action}`, 'propose', placeOf(entry))
  return change(here.db, what, each => work(each, who))
}

async function showDoor(reply: FastifyReply, door: OpenDoor) {
  const stated = await listStated(door.here.db, door.here.authority.id, [door.entry.reference])
  const { here, entry, entryCase, proposal, found, pages, record } = door
  const { made } = entryCase
  const tested = found !== undefined && covers(made.pack, found.result)
  const left = pages.filter(page => page.state !== 'done').length + (tested ? 0 : 1)
  return reply.view('stages/existing/existing.njk', {
    ...headOf(door, 'In place before the protocol'),
    back: record,
    shut: proposal?.state === 'recorded' ? undefined : door.shut,
    proposal,
    protocol: entryCase.protocol,
    newer: proposal && !door.shut ? await findNewer(here.db, here.authority.id, entryCase, door.on) : null,
    proposalBase: `${record}/proposal`,
    started: statedInWords(stated.get(door.entry.reference)!, proposal?.evidencedBy),
    found,
    tested,
    test: `/${here.authority.slug}/staff/assessments/test?${new URLSearchParams({ of: entry.reference })}`,
    pages,
    left,
    tier: made.tier,
    says: made.significance.says,
    mayChange: door.mayChange,
    mayEvidence: door.mayChange && !door.shut,
  })
}

function showEvidence(reply: FastifyReply, door: OpenDoor, form: BadForm) {
  return reply.code(422).view(evidenceView, { ...evidencePage(door), ...form })
}

const evidencePage = (door: OpenDoor) => ({
  ...headOf(door, 'How it was approved'),
  back: `${door.record}/existing`,
  action: `${door.record}/existing/approval`,
})

const headOf = ({ entry, record }: OpenDoor, title: string) => ({
  title,
  caption: `${entry.reference} ${entry.name}`,
  entry,
  record,
  base: `${record}/existing`,
})
