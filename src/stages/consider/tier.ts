import { isDeepStrictEqual } from 'node:util'
import type { User } from '#src/accounts/here.ts'
import { keepProtocol } from '#src/adopted/protocol.ts'
import { demandReason, reasonFor } from '#src/decide/demanded.ts'
import { proposersOf } from '#src/decide/submit.ts'
import { type Tier, tiers } from '#src/domain/words.ts'
import { Conflict, NotAllowed } from '#src/errors.ts'
import { keepTier, type Occasion } from '#src/partnerships/case/assess.ts'
import { type Entry, findEntry, lockEntries } from '#src/partnerships/entry/queries.ts'
import { covers } from '#src/protocol/definition.ts'
import { caseOf } from '#src/protocol/known.ts'
import type { Act } from '#src/trail/change.ts'
import { findSignificance, type Significance } from './significance.ts'

/** Who acts on the tier of an entry, when. `today` is the day, ISO. */
export type Assessor = { authorityId: string; by: Pick<User, 'accountId' | 'name'>; today: string; at: Date }

/**
 * Keeps what the rules find now as the assessment that counts (SIG-3). Where nothing differs from the last one, or someone
 * has set the tier, nothing is added. @returns whether anything was @throws Conflict while the proposal is being decided
 */
export async function keepResult(act: Act, entryId: string, who: Assessor): Promise<boolean> {
  const { entry, now } = await open(act, entryId, who)
  if (now.overridden || !differs(now)) return false
  const cause = !now.last
    ? 'first'
    : now.moved.length > 0 || now.found.tier !== now.last.found
      ? 'changed'
      : 'again'
  const occasion = await occasionOf(act, now, who, { cause })
  await keepTier(act, entry, now.made, occasion, now.found)
  return true
}

/**
 * Sets a tier other than the one the rules find, with the reason.
 * @throws Conflict where it is the same, or while the proposal is being decided; NotAllowed where whoever put the proposal
 * forward would have fewer decide on it by that; Refused without a reason
 */
export async function overrideTier(
  act: Act,
  entryId: string,
  tier: Tier,
  why: string,
  who: Assessor,
): Promise<void> {
  const { entry, now } = await open(act, entryId, who)
  if (tier === now.found.tier)
    throw new Conflict('The rules find this tier by themselves now. There is nothing to override.')
  demandReason(reasonFor.tier, why)
  if (isLower(tier, now.found.tier)) await refuseProposer(act, entryId, who)
  const occasion = await occasionOf(act, now, who, { cause: 'override', why })
  await keepTier(act, entry, now.made, occasion, now.found, tier)
}

/** Lets what the rules find count again. @throws Conflict where no tier is overridden; NotAllowed as `overrideTier` */
export async function liftOverride(act: Act, entryId: string, who: Assessor): Promise<void> {
  const { entry, now } = await open(act, entryId, who)
  if (!now.overridden) throw new Conflict('The tier is not overridden any more.')
  const raisedByOther =
    now.last && isLower(now.found.tier, now.last.result) && now.last.account_id !== who.by.accountId
  if (raisedByOther) await refuseProposer(act, entryId, who)
  const occasion = await occasionOf(act, now, who, { cause: 'again', why: 'The override was lifted' })
  await keepTier(act, entry, now.made, occasion, now.found)
}

/**
 * Assesses again under the protocol in force and its model, with the same facts. The earlier assessment keeps its own.
 * @throws Conflict where there is nothing newer, or for a draft, which goes over to the new rules as a whole (PRO-5)
 */
export async function rescore(act: Act, entryId: string, who: Assessor): Promise<void> {
  const { entry, now } = await open(act, entryId, who)
  if (!now.newer) throw new Conflict('It is assessed under the model in force already.')
  if (now.state === 'draft')
    throw new Conflict('It is a draft: it goes over to the new rules as a whole. Open the proposal.')
  const { id: protocolId, pack } = await keepProtocol(act, who.authorityId, who.today, who.at)
  const { tier: _, review_overdue: __, ...facts } = now.made.facts
  const made = caseOf(pack, facts, now.made.answers, who.today)
  await keepTier(act, entry, made, { by: who.by, at: who.at, protocolId, cause: 'rescored' })
}

// The tier says how many decide: nobody makes that fewer for their own proposal.
async function refuseProposer(act: Act, entryId: string, { authorityId, by }: Assessor) {
  if ((await proposersOf(act.trx, authorityId, entryId, null)).includes(by.accountId))
    throw new NotAllowed('Nobody lowers the tier of their own proposal. Ask another register keeper.')
}

const isLower = (tier: string, than: string) => placeOf(tier) > placeOf(than)
const placeOf = (tier: string) => tiers.findIndex(each => each.value === tier)

async function open(act: Act, entryId: string, { authorityId, today }: Assessor) {
  await lockEntries(act.trx, [entryId])
  const entry: Entry = await findEntry(act.trx, authorityId, entryId)
  const now = await findSignificance(act.trx, authorityId, entry, today)
  if (now.state === 'submitted')
    throw new Conflict('Its proposal is with those who decide. Its tier stays as it was submitted.')
  if (!covers(now.protocol.pack, entry.kind))
    throw new Conflict('The protocol does not ask how significant this kind of arrangement is.')
  return { entry, now }
}

async function occasionOf(
  act: Act,
  { last, state, protocol, entryCase }: Significance,
  { authorityId, by, today, at }: Assessor,
  rest: Pick<Occasion, 'cause' | 'why'>,
): Promise<Occasion> {
  const own = state === 'draft' ? entryCase.proposal?.protocolId : (last?.protocol_id ?? protocol.id)
  const protocolId = own ?? (await keepProtocol(act, authorityId, today, at)).id
  return { by, at, protocolId, ...rest }
}

function differs({ last, found, made, moved }: Significance): boolean {
  if (!last || last.found !== found.tier || last.model !== found.model || moved.length > 0) return true
  return (
    !isDeepStrictEqual(last.working, found.working) ||
    Object.keys(made.facts).length !== Object.keys(last.facts).length
  )
}
