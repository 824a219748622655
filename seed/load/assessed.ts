import { keepProtocol } from '#src/adopted/protocol.ts'
import { keepKind, keepTier, type Occasion } from '#src/partnerships/case/assess.ts'
import { findCase } from '#src/partnerships/case/case.ts'
import { factsOf } from '#src/partnerships/case/facts.ts'
import { startProposal } from '#src/partnerships/case/start-proposal.ts'
import { findEntry } from '#src/partnerships/entry/queries.ts'
import { outcomeOf } from '#src/protocol/definition.ts'
import { caseOf } from '#src/protocol/known.ts'
import type { Answers } from '#src/protocol/questions.ts'
import { assessSignificance } from '#src/protocol/significance.ts'
import { type Act, change } from '#src/trail/change.ts'
import { answered } from '../protocol/answers.ts'
import { type Assessed, assessed } from '../protocol/assessed.ts'
import { actorAt, dayOf, type Happening, someone } from './act.ts'
import { idIn, type Place } from './place.ts'

/** What was in place before the protocol came: tested, assessed and put on record, each on its day. */
export function assessmentsOf(place: Place): Happening[] {
  return assessed
    .filter(each => each.authority === place.key)
    .flatMap(each => {
      const { rescored, overridden } = each
      return [
        step(place, each, 'involvement.test', (act, at) => test(act, place, each, at)),
        ...(each.answers
          ? [step(place, each, 'involvement.record', (act, at) => record(act, place, each, at))]
          : []),
        ...(rescored
          ? [step(place, rescored, 'involvement.rescore', (act, at) => rescore(act, place, each, at))]
          : []),
        ...(overridden
          ? [
              step(place, overridden, 'involvement.override-tier', (act, at) =>
                override(act, place, each, at),
              ),
            ]
          : []),
      ]
    })
}

function step(
  place: Place,
  { on, by, why }: { on: string; by: string; why?: string },
  action: string,
  work: (act: Act, at: Date) => Promise<unknown>,
): Happening {
  return {
    on,
    do: at =>
      change(place.db, { authority: place.id, by: actorAt(place, by), at, action, why }, act =>
        work(act, at),
      ),
  }
}

/** Writes answers to the questions of a proposal. */
export async function answerAll(
  act: Act,
  entry: { id: string; name: string },
  proposalId: string,
  given: Answers,
  by: { accountId: string; name: string },
  at: Date,
) {
  const rows = Object.entries(given).map(([question, said]) => ({
    involvement_id: entry.id,
    subject_type: 'proposal' as const,
    subject_id: proposalId,
    question,
    value: said.value === undefined ? null : JSON.stringify(said.value),
    note: said.note ?? '',
    evidence: said.evidence ?? '',
    owner: said.owner ?? '',
    not_relevant: said.notRelevant ?? '',
    account_id: by.accountId,
    answered_by: by.name,
    answered_at: at,
  }))
  await act.on('involvement', entry.id, entry.name).insertMany('answer', rows)
}

async function test(act: Act, place: Place, each: Assessed, at: Date) {
  const { id } = idIn(place.entries, each.entry)
  const entry = await findEntry(act.trx, place.id, id)
  const protocol = await keepProtocol(act, place.id, each.on, at)
  const { kind: _, ...facts } = factsOf(entry, false)
  const made = caseOf(protocol.pack, facts, answered(each.test), each.on)
  const by = someone(place, each.by)
  await keepKind(act, entry, outcomeOf(protocol.pack, made)!, made, {
    by,
    at,
    protocolId: protocol.id,
    cause: 'existing',
  })
}

async function record(act: Act, place: Place, each: Assessed, at: Date) {
  const { id } = idIn(place.entries, each.entry)
  const entry = await findEntry(act.trx, place.id, id)
  const by = someone(place, each.by)
  const proposalId = await startProposal(act, place.id, entry, 'existing', by, dayOf(at), at)
  await answerAll(act, entry, proposalId, answered(each.answers!), by, at)
  const { made, protocol } = await findCase(act.trx, place.id, entry, dayOf(at))
  await keepTier(act, entry, made, { by, at, protocolId: protocol.id!, cause: 'existing' })
  const { evidence } = each
  const writer = act.on('involvement', id, entry.name)
  await writer.update('proposal', proposalId, {
    state: 'recorded',
    ...(evidence && { evidenced_by: evidence.by, evidenced_on: evidence.on, evidence: evidence.text }),
  })
  if (evidence) await writer.update('involvement', id, { approval_evidenced: true })
}

async function rescore(act: Act, place: Place, each: Assessed, at: Date) {
  const { entry, made, protocol } = await caseToday(act, place, each, at)
  const occasion: Occasion = {
    by: someone(place, each.rescored!.by),
    at,
    protocolId: protocol.id,
    cause: 'rescored',
    why: each.rescored!.why ?? '',
  }
  await keepTier(act, entry, made, occasion, assessSignificance(protocol.pack, made, dayOf(at)))
}

async function override(act: Act, place: Place, each: Assessed, at: Date) {
  const { entry, made, protocol } = await caseToday(act, place, each, at)
  const { by, why = '', tier } = each.overridden!
  const occasion: Occasion = {
    by: someone(place, by),
    at,
    protocolId: protocol.id,
    cause: 'override',
    why,
  }
  await keepTier(act, entry, made, occasion, made.significance, tier)
}

async function caseToday(act: Act, place: Place, each: Assessed, at: Date) {
  const entry = await findEntry(act.trx, place.id, idIn(place.entries, each.entry).id)
  const { made } = await findCase(act.trx, place.id, entry, dayOf(at))
  return { entry, made, protocol: await keepProtocol(act, place.id, dayOf(at), at) }
}
