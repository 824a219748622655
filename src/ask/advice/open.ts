import type { FastifyRequest } from 'fastify'
import { userOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { NotFound } from '#src/errors.ts'
import type { Pack, QuestionSet } from '#src/protocol/pack.ts'
import type { Question } from '#src/protocol/question-shape.ts'
import { setNamed } from '#src/protocol/questions.ts'
import { londonDay } from '#src/web/views.ts'
import { type OpenAsk, openAsk } from '../open.ts'
import { pageAsking } from '../pages.ts'
import { listTeams } from './asked.ts'
import { type Advice, findAdvice } from './queries.ts'

export type AdviceAddress = { Params: { authority: string; ref: string; advice: string } }

/** A question of a proposal, or null for the proposal as a whole. */
export type Topic = { ref: string; set: QuestionSet; question: Question } | null

/** Something that was asked, with who asks now. */
export type OpenAdvice = OpenAsk & {
  advice: Advice
  topic: Topic
  /** Whether it is about a question that the proposal's protocol does not know: the draft went over to other rules. */
  gone: boolean
  /** The accounts that may answer, and whether the reader's is one of them. */
  askedIds: string[]
  mine: boolean
  /** Whether the reader may change or add to what was given. */
  mayAdd: boolean
  /** Whether the reader may take the question back. */
  mayWithdraw: boolean
}

/** What was asked about a proposal, for whoever may see it. @throws NotFound */
export async function openAdvice(req: FastifyRequest<AdviceAddress>, deps: Deps): Promise<OpenAdvice> {
  const open = await openAsk(req, deps, true)
  const { here, entry, entryCase, proposal, mayChange } = open
  const { pack } = entryCase.protocol
  const advice = await findAdvice(here.db, here.authority.id, entry.id, req.params.advice, pack)
  if (advice.subject_id !== proposal.id) throw new NotFound('This was asked about an earlier proposal')
  const { accountId } = userOf(req)
  const gone = advice.question !== '' && !findQuestion(pack, advice.question)
  const askedIds = await idsAsked(open, advice, londonDay(deps.now()))
  const mine = askedIds.includes(accountId) && here.may('advise')
  const underWay = proposal.state === 'draft' || proposal.state === 'submitted'
  return {
    ...open,
    advice,
    topic: gone ? null : topicOf(open, advice.question),
    gone,
    askedIds,
    mine,
    mayAdd: mine && underWay && advice.state === 'answered' && advice.follows === null,
    mayWithdraw: advice.state === 'open' && (mayChange || advice.asked_account_id === accountId),
  }
}

/** The question that `ref` names in the proposal's protocol; null for ''. @throws NotFound where there is none */
export function topicOf({ entryCase }: Pick<OpenAsk, 'entryCase'>, ref: unknown): Topic {
  if (ref === '' || ref === undefined) return null
  const found = findQuestion(entryCase.protocol.pack, String(ref))
  if (!found) throw new NotFound('The protocol asks no such question')
  return { ref: String(ref), ...found }
}

/** The page on which a topic stands now, with the word for what was done. */
export function addressOf(
  { pages, record }: Pick<OpenAsk, 'pages' | 'record'>,
  topic: Topic,
  done?: string,
): string {
  const page = topic && pageAsking(pages, topic.ref)
  const said = done ? `?done=${done}` : ''
  return topic && page
    ? `${record}/questions/${page.name}${said}#q.${topic.question.id}`
    : `${record}/proposal${said}`
}

function findQuestion(pack: Pack, ref: string): { set: QuestionSet; question: Question } | undefined {
  const [id = '', name = ''] = ref.split('.')
  const set = setNamed(pack, id)
  const question = set?.questions.find(each => each.id === name)
  return set && question && { set, question }
}

async function idsAsked({ here, entry, entryCase }: OpenAsk, advice: Advice, on: string): Promise<string[]> {
  if (!advice.team) return advice.personAccountId ? [advice.personAccountId] : []
  const { pack } = entryCase.protocol
  const teams = await listTeams(here.db, here.authority.id, pack, entry.directorate_id, on)
  const people = teams.find(team => team.id === advice.team)?.people ?? []
  return people.flatMap(each => each.accountId ?? [])
}
