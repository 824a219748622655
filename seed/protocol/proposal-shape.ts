import type { FinancialYear } from '#src/domain/dates.ts'
import type { Tier } from '#src/domain/words.ts'
import type { ProposalPage } from '#src/partnerships/case/proposal-pages.ts'
import type { Act, AuthorityKey } from '../shape.ts'
import type { Answered } from './answers.ts'

type Texts = Record<string, string | string[] | Record<string, string>[]>

/** What comes back from a decider; conditions name their owner and the day. */
export type Verdict = {
  outcome: 'approved' | 'approved-with-conditions' | 'changes' | 'deferred' | 'declined' | 'no-part'
  reasons?: string
  interest?: string
  conditions?: { what: string; owner: string; due: string }[]
}

/** What a committee decided, as its recorder enters it. */
export type Minuted = Verdict & {
  committee: string
  decided: string
  minute: string
  link?: string
  key?: boolean
  forwardPlan?: string
  callInEnds?: string
}

/** Something that happened to a proposal after it was begun. */
export type Step = Act &
  (
    | { do: 'answer'; answers: Answered }
    | { do: 'ask'; question: string; message: string; due: string; to: { team: string } | { person: string } }
    | { do: 'advise'; question: string; answer: string }
    | { do: 'submit' }
    | ({ do: 'decide' } & Verdict)
    | ({ do: 'record' } & Minuted)
    | { do: 'waive'; requirement: string; reason: string; allowedBy: string }
    | { do: 'pledge'; year: FinancialYear; pounds: number }
  )

/**
 * An arrangement from its test on. `entry` is one of the register's; without it a new one is considered, on no list.
 * Where it is `usual`, what `answers` leave out is answered in the county's usual way.
 */
export type SampleProposal = {
  authority: AuthorityKey
  on: string
  by: string
  test: Answered
  entry?: string
  name: string
  directorate: string
  pages?: Partial<Record<ProposalPage, Texts>>
  answers?: Answered
  usual?: boolean
  steps?: Step[]
  /** What it comes to, which a test looks for. */
  comes: { stage: string; proposal?: string; approval?: string; tier?: Tier }
}

export const holder = (person: string, post = '') => ({ id: '', person, post })
export const partner = (body: string, role = 'member') => ({ id: '', body, role, note: '' })
export const money = (year: FinancialYear, pounds: number, form: string, budgeted: boolean, note = '') => ({
  id: '',
  year,
  pounds: String(pounds),
  form,
  budgeted: budgeted ? 'yes' : 'no',
  note,
})
export const time = (year: FinancialYear, days: number, note: string) => ({
  id: '',
  year,
  days: String(days),
  note,
})
