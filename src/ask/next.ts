import { refOf } from '#src/protocol/questions.ts'
import type { Answered } from './answered.ts'
import type { OpenAsk } from './open.ts'
import type { AskPage } from './pages.ts'

/** The pages from which questions are opened and to which they lead back. */
export type From = '' | 'check' | 'proposal' | 'existing'

/** Which of them an address names. */
export function fromOf(word: unknown): From {
  return (['check', 'proposal', 'existing'] as const).find(each => each === word) ?? ''
}

/**
 * Where a saved page leads: where the button says; to itself while the answers have brought new questions onto it; else
 * to the next page of questions.
 * @param open the proposal as it stands after saving
 */
export function nextAfter(
  open: OpenAsk,
  answered: Answered,
  body: Record<string, unknown>,
  from: From,
): string {
  const { pages, record } = open
  const { page } = answered
  if (typeof body.ask === 'string' && page.asked.some(each => refOf(page.set, each) === body.ask))
    return `${record}/advice/new?question=${encodeURIComponent(body.ask)}`
  if (typeof body.go === 'string' && /^(proposal|edit)\/[a-z-]+$/.test(body.go)) return `${record}/${body.go}`
  if (body.later !== undefined) return `${back(record, from)}?done=saved`
  const sent = new Set(page.asked)
  const now = pages.find(each => each.set === page.set && each.asked.some(question => sent.has(question)))
  const fresh = now ? newOn(now, sent, open) : []
  if (now && fresh.length > 0) {
    const query = new URLSearchParams({ more: String(fresh.length), ...(from ? { from } : {}) })
    return `${record}/questions/${now.name}?${query}#q.${fresh[0]!.id}`
  }
  if (from) return back(record, from)
  if (page.set.use === 'test') return `${record}/significance`
  const next = now && pages[pages.indexOf(now) + 1]
  return next ? `${record}/questions/${next.name}` : `${record}/proposal`
}

function newOn(page: AskPage, sent: ReadonlySet<unknown>, { proposal }: OpenAsk) {
  return page.asked.filter(
    question => !sent.has(question) && proposal.answers[refOf(page.set, question)] === undefined,
  )
}

const back = (record: string, from: From) =>
  from === 'check'
    ? `${record}/proposal/check`
    : from === 'existing'
      ? `${record}/existing`
      : `${record}/proposal`
