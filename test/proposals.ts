import type { Db } from '#src/db/open.ts'
import type { ProposalPurpose } from '#src/db/tables.ts'
import { submitProposal } from '#src/decide/submit.ts'
import { newId } from '#src/domain/id.ts'
import type { Stage } from '#src/domain/words.ts'
import { findCase } from '#src/partnerships/case/case.ts'
import { startProposal } from '#src/partnerships/case/start-proposal.ts'
import { findEntry } from '#src/partnerships/entry/queries.ts'
import { factNamed, type Value } from '#src/protocol/facts.ts'
import type { Question } from '#src/protocol/question-shape.ts'
import { isAsked, refOf, valueTo } from '#src/protocol/questions.ts'
import { type Act, change } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import type { Client } from './client.ts'
import { addTestEntry } from './entries.ts'
import type { World } from './world.ts'

type SignedIn = Client & { accountId: string; email: string }
/** Someone of the county with an account. */
export type TestPerson = SignedIn & { personId: string; name: string }
/** A draft proposal of the county: its entry, and the address of its pages. */
export type TestProposal = { entryId: string; reference: string; proposalId: string; path: string }

const tests = { kind: 'command', accountId: null, name: 'Tests', capacity: 'Operator' } as const
const origin = 'http://localhost:3000'

/** Runs a change on the county as the tests themselves. */
export function changeAs(world: World, work: (act: Act) => Promise<unknown>): Promise<unknown> {
  const what = { authority: world.county.id, by: tests, at: world.clock.now, action: 'involvement.edit' }
  return change(world.county.db, what, work)
}

/** Makes the account of someone signed in a person of the county's directory. */
export async function asPerson(world: World, client: SignedIn, name: string): Promise<TestPerson> {
  const personId = newId()
  await changeAs(world, act =>
    act.on('person', personId, name).insert('person', {
      id: personId,
      name,
      organisation_id: null,
      account_id: client.accountId,
      left_on: null,
      merged_into: null,
    }),
  )
  return { ...client, personId, name }
}

/** Signs someone in and puts them in the county's directory. */
export async function personWith(
  world: World,
  name: string,
  role: Parameters<World['signIn']>[0] = 'contributor',
): Promise<TestPerson> {
  return asPerson(world, await world.signIn(role), name)
}

/** Adds a post that fills a role of the protocol, with its holder and deputies. @returns the post's id */
export async function fillRole(
  world: World,
  role: string,
  title: string,
  holders: { person: TestPerson; deputy?: boolean; from?: string; to?: string }[],
  delegated?: { limit: number | null; what?: 'enter' | 'extend' },
): Promise<string> {
  const id = newId()
  await changeAs(world, async act => {
    const writer = act.on('post', id, title)
    await writer.insert('post', { id, title, directorate_id: null, closed_on: null })
    for (const { person, deputy = false, from = '2020-01-01', to = null } of holders)
      await writer.insert('post_holding', {
        post_id: id,
        person_id: person.personId,
        deputy,
        starts_on: from,
        ends_on: to,
      })
    await writer.insert('role_filling', { role, directorate_id: null, post_id: id, committee_id: null })
    if (delegated)
      await writer.insert('delegation', {
        post_id: id,
        what: delegated.what ?? 'enter',
        limit_pence: delegated.limit === null ? null : delegated.limit * 100,
        starts_on: '2020-01-01',
        ends_on: null,
        reference: 'D1',
        delegated_by: 'Cabinet',
      })
  })
  return id
}

/** Adds a committee that fills a role, with who records for it. @returns its id */
export async function fillCommittee(
  world: World,
  role: string,
  name: string,
  recorders: TestPerson[],
): Promise<string> {
  const id = newId()
  await changeAs(world, async act => {
    const writer = act.on('committee', id, name)
    await writer.insert('committee', { id, name, closed_on: null })
    for (const person of recorders)
      await writer.insert('committee_recorder', {
        committee_id: id,
        person_id: person.personId,
        starts_on: '2020-01-01',
        ends_on: null,
      })
    await writer.insert('role_filling', { role, directorate_id: null, post_id: null, committee_id: id })
  })
  return id
}

/** Begins a proposal for a new entry that is considered. */
export async function draftProposal(
  world: World,
  proposer: { accountId: string; name?: string },
  given: { name?: string; stage?: Stage; purpose?: ProposalPurpose } = {},
): Promise<TestProposal> {
  const { name = 'Saltmere Flood Partnership', stage = 'considered', purpose = 'enter' } = given
  const registration = stage === 'considered' ? { registration: 'none' as const } : {}
  const { id, reference, path } = await addTestEntry(world, { name, stage, ...registration })
  let proposalId = ''
  await addPriority(world, id)
  const by = { accountId: proposer.accountId, name: proposer.name ?? 'Proposer' }
  await changeAs(world, async act => {
    proposalId = await startProposal(
      act,
      world.county.id,
      { id, name },
      purpose,
      by,
      londonDay(world.clock.now),
      world.clock.now,
    )
  })
  return { entryId: id, reference, proposalId, path }
}

/** Names a priority that an entry serves: the register answers which it does. */
export function addPriority(world: World, involvement_id: string) {
  return changeAs(world, async act => {
    const plan_id = await act
      .on('plan', newId(), 'Corporate plan')
      .insert('plan', { name: 'Corporate plan', starts_on: '2026-04-01', ends_on: null })
    const priority_id = await act.on('plan', plan_id, 'Corporate plan').insert('priority', {
      plan_id,
      title: 'Safe places',
    })
    await act.on('involvement', involvement_id, 'x').insert('involvement_priority', {
      involvement_id,
      priority_id,
    })
  })
}

/**
 * Answers every question that is asked in the sets of the proposal, each in the way that lets it go on, but for those
 * given by set.question. The answers decide what is asked next.
 */
export async function answerAll(
  world: World,
  proposal: TestProposal,
  given: Record<string, Value> = {},
): Promise<void> {
  for (let again = true; again; ) again = await answerOnce(world, proposal, given)
}

/** Submits a proposal as its proposer, past the pages. @returns the submission's id */
export async function submitAs(
  world: World,
  proposer: { accountId: string; name?: string },
  proposal: TestProposal,
): Promise<string> {
  return (await changeAs(world, act =>
    submitProposal(act, world.county.id, proposal.entryId, {
      accountId: proposer.accountId,
      name: proposer.name ?? 'Proposer',
      at: world.clock.now,
      address: `${origin}${proposal.path}`,
    }),
  )) as string
}

async function answerOnce(
  world: World,
  proposal: TestProposal,
  given: Record<string, Value>,
): Promise<boolean> {
  const db: Db = world.county.db
  const entry = await findEntry(db, world.county.id, proposal.entryId)
  const { made, proposal: paper } = await findCase(db, world.county.id, entry, londonDay(world.clock.now))
  const wanted = made.pack.sets
    .filter(set => set.use === 'entry' || set.id === 'significance')
    .flatMap(set =>
      set.questions
        .filter(question => isAsked(set, question, made) && !question.field)
        .filter(question => valueTo(set, question, made) === undefined)
        .filter(question => paper!.answers[refOf(set, question)] === undefined)
        .map(question => ({ question, ref: refOf(set, question) })),
    )
  const skipped = made.pack.sets
    .filter(set => set.use === 'entry')
    .flatMap(set =>
      set.questions
        .filter(question => question.field && question.skippable)
        .filter(question => isAsked(set, question, made) && !paper!.answers[refOf(set, question)])
        .map(question => refOf(set, question)),
    )
  await changeAs(world, act =>
    act
      .on('involvement', proposal.entryId, entry.name)
      .insertMany('answer', [
        ...wanted.map(({ question, ref }) => row(proposal, world, ref, given[ref] ?? usual(question))),
        ...skipped.map(ref => ({ ...row(proposal, world, ref, null), not_relevant: 'There are none' })),
      ]),
  )
  return wanted.length > 0
}

function row(proposal: TestProposal, world: World, ref: string, value: Value | null) {
  return {
    involvement_id: proposal.entryId,
    subject_type: 'proposal' as const,
    subject_id: proposal.proposalId,
    question: ref,
    value: value === null ? null : JSON.stringify(value),
    note: 'As we found it',
    evidence: 'In the file',
    owner: 'Ann Lee',
    account_id: null,
    answered_at: world.clock.now,
  }
}

const mild: Record<string, string> = { corporate_priority: 'supports', agreement_kind: 'memorandum' }
const holdsBack = new Set([
  'legal_bar',
  'partner_procedures',
  'standing_orders_clash',
  'commitments_clash',
  'functions_delegated',
  'powers_needed',
  'personal_information',
  'accountable_body',
  'statutory',
])

function usual(question: Question): Value {
  const fact = question.fact === undefined ? undefined : factNamed(question.fact)
  switch (question.kind) {
    case 'yes-no':
    case 'yes-no-partly':
      return fact && holdsBack.has(fact.name) ? 'no' : 'yes'
    case 'choice': {
      const ids = question.choices?.map(each => each.id) ?? fact!.choices!.map(each => each.value)
      const id = mild[fact?.name ?? ''] ?? ids[0]!
      return question.several ? [id] : id
    }
    case 'number':
    case 'money':
      return 0
    case 'date':
      return '2027-03-04'
    default:
      return 'As it stands in the plan'
  }
}
