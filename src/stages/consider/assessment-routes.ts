import type { FastifyInstance } from 'fastify'
import { hereOf, whatOf } from '#src/accounts/here.ts'
import { findProtocol } from '#src/adopted/protocol.ts'
import type { Db } from '#src/db/open.ts'
import type { Deps } from '#src/deps.ts'
import { type Entry, findConsidered, placeOf } from '#src/partnerships/entry/queries.ts'
import type { Outcome } from '#src/protocol/definition.ts'
import { covers } from '#src/protocol/definition.ts'
import type { Step } from '#src/protocol/guided-test.ts'
import { addressOfAnswers, standingOfAnswers } from '#src/protocol/guided-test.ts'
import { change } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { listOnRegister } from './keep.ts'
import { findDraftOf, type KeptAssessment, listAssessments } from './queries.ts'

type Address = { Params: { authority: string; ref: string } }
const path = '/:authority/staff/partnerships/:ref/assessment'

/** What the test found about one entry, its answers and its history, and what can be done about it (DEF-4). */
export function assessmentRoutes(app: FastifyInstance, deps: Deps) {
  app.get<Address>(path, { config: { needs: 'see' } }, async (req, reply) => {
    const here = hereOf(req)
    const entry = await findConsidered(here, req.params.ref)
    const kept = await listAssessments(here.db, here.authority.id, entry.id, 'kind')
    const told = await Promise.all(kept.map(each => tell(here.db, here.authority.id, each)))
    const [latest, ...earlier] = told
    const base = `/${here.authority.slug}/staff`
    const again = new URLSearchParams([['of', entry.reference], ...(latest?.address ?? [])])
    if (latest?.features.length) again.set('features', 'seen')
    return reply.view('stages/consider/assessment.njk', {
      title: 'Is it a partnership?',
      caption: `${entry.reference} ${entry.name}`,
      entry,
      latest,
      earlier,
      covered: latest?.covered ?? false,
      declined: entry.stage === 'declined' && (latest?.covered ?? false),
      unsure: latest?.outcome.kind === 'take-advice',
      draft: await findDraftOf(here.db, here.authority.id, entry.id),
      proposed: await wasProposed(here.db, here.authority.id, entry.id),
      back: entry.registration === 'logged' ? recordOf(base, entry) : `${base}/assessments`,
      record: recordOf(base, entry),
      protocol: `${base}/protocol`,
      again: `${base}/assessments/test?${again}`,
      mayAssess: here.may('propose', placeOf(entry)) && !entry.merged_into && !entry.removed_at,
      mayList:
        here.may('add', placeOf(entry)) &&
        entry.registration === 'none' &&
        entry.stage === 'not-a-partnership',
    })
  })

  app.post<Address>(`${path}/list`, { config: { needs: 'add' } }, async (req, reply) => {
    const here = hereOf(req)
    const entry = await findConsidered(here, req.params.ref, 'add')
    const what = whatOf(req, deps.now(), 'involvement.list', 'add', placeOf(entry))
    await change(here.db, what, act => listOnRegister(act, entry, londonDay(deps.now())))
    return reply.redirect(`${recordOf(`/${here.authority.slug}/staff`, entry)}?done=added`, 303)
  })
}

async function wasProposed(db: Db, authorityId: string, entryId: string): Promise<boolean> {
  const row = await db
    .selectFrom('proposal')
    .select('id')
    .where('authority_id', '=', authorityId)
    .where('involvement_id', '=', entryId)
    .where('purpose', '<>', 'existing')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

type Told = {
  kept: KeptAssessment
  protocol: { title: string; version: string }
  outcome: Outcome
  answered: Step[]
  features: Step[]
  address: [string, string][]
  covered: boolean
}

// What was found stands as it was kept; what it means is said in the words of the protocol it was made under.
async function tell(db: Db, authorityId: string, kept: KeptAssessment): Promise<Told> {
  const { pack, title, version } = await findProtocol(db, authorityId, kept.protocol_id)
  const address = addressOfAnswers(pack, kept.answers)
  const standing = standingOfAnswers(pack, kept.answers)
  const { outcomes, unsure } = pack.definition
  const { means, next, clause } = outcomes.find(each => each.id === kept.result) ?? unsure
  return {
    kept,
    protocol: { title, version },
    outcome: {
      kind: kept.result as Outcome['kind'],
      means,
      next,
      clause,
      because: kept.says,
      missing: standing.outcome?.missing ?? [],
    },
    answered: standing.answered,
    features: standing.features.flatMap(group => group.steps),
    address,
    covered: covers(pack, kept.result),
  }
}

const recordOf = (base: string, { reference }: Entry) =>
  `${base}/partnerships/${encodeURIComponent(reference)}`
