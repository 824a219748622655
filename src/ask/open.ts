import type { FastifyRequest } from 'fastify'
import { type Here, hereOf, userOf, whatOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { Elsewhere, NotFound } from '#src/errors.ts'
import { type EntryCase, findCase, type Proposal } from '#src/partnerships/case/case.ts'
import { type Entry, findConsidered, placeOf } from '#src/partnerships/entry/queries.ts'
import type { Pack, QuestionSet } from '#src/protocol/pack.ts'
import type { What } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { type AskPage, askPages, setsOfProposal } from './pages.ts'

/** A proposal whose questions someone reads or answers. */
export type OpenAsk = {
  here: Here
  entry: Entry
  entryCase: EntryCase
  proposal: Proposal
  pages: AskPage[]
  /** The address of the entry. */
  record: string
  /** Whether the reader may work on it, and whether they may answer now: while it is a draft. */
  mayChange: boolean
  mayAnswer: boolean
}

/** What a page of questions is shown and read over: an entry with the answers kept, of a proposal or of itself. */
export type Answering = Pick<OpenAsk, 'entry' | 'entryCase' | 'mayAnswer'> & {
  proposal: Pick<Proposal, 'purpose' | 'answers'>
}

/**
 * The questions of the proposal about an entry.
 * @param named whether the address names something of a proposal, which then is not there without one
 * @throws NotFound where the entry is hidden from the reader; Elsewhere where nothing is proposed about it
 */
export async function openAsk(
  req: FastifyRequest<{ Params: { ref: string } }>,
  deps: Deps,
  named = false,
): Promise<OpenAsk> {
  const here = hereOf(req)
  const entry = await findConsidered(here, req.params.ref)
  const entryCase = await findCase(here.db, here.authority.id, entry, londonDay(deps.now()))
  const record = `/${here.authority.slug}/staff/partnerships/${encodeURIComponent(entry.reference)}`
  const { proposal, made, protocol } = entryCase
  if (!proposal && named) throw new NotFound('Nothing is proposed about this')
  if (!proposal) throw new Elsewhere(`${record}/proposal`)
  const gone = entry.removed_at !== null || entry.merged_into !== null
  const theirs = proposal.accountId === userOf(req).accountId && here.may('propose')
  const mayChange = !gone && (theirs || here.may('propose', placeOf(entry)))
  return {
    here,
    entry,
    entryCase,
    proposal,
    pages: askPages(made, setsOfProposal(protocol.pack)),
    record,
    mayChange,
    mayAnswer: mayChange && proposal.state === 'draft',
  }
}

/** The frame of a change to answers: whoever began the proposal goes on with it wherever its place may be. */
export function askWhat(
  req: FastifyRequest,
  deps: Deps,
  { here, entry }: Pick<OpenAsk, 'here' | 'entry'>,
  action: string,
  leadsTo?: string,
): What {
  const place = placeOf(entry)
  return whatOf(req, deps.now(), action, 'propose', here.may('propose', place) ? place : undefined, leadsTo)
}

/**
 * The page of this name. What a set is divided into follows its answers, so an older address leads to where the set
 * stands now.
 * @throws Elsewhere; NotFound where the protocol has no such set
 */
export function pageNamed({ pages, record, entryCase }: OpenAsk, name: string): AskPage {
  const page = pages.find(each => each.name === name)
  if (page) return page
  const set = setOfPage(entryCase.protocol.pack, name)
  const other = pages.find(each => each.set === set)
  throw new Elsewhere(other ? `${record}/questions/${other.name}` : `${record}/proposal`)
}

/** The set that a page of this name is of. @throws NotFound where the protocol has none */
export function setOfPage(pack: Pack, name: string): QuestionSet {
  const own = setsOfProposal(pack)
    .filter(id => name === id || name.startsWith(`${id}-`))
    .toSorted((a, b) => b.length - a.length)[0]
  const set = pack.sets.find(each => each.id === own)
  if (!set) throw new NotFound('No such page of questions')
  return set
}
