import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openBuiltIn } from '#src/adopted/built-in.ts'
import { refOf } from '#src/protocol/questions.ts'
import { accounts } from '../accounts.ts'
import { authorities } from '../county.ts'
import type { Act, AuthorityKey } from '../shape.ts'
import { people, registers } from '../wendleshire.ts'
import { adoptions } from './adoptions.ts'
import { assessed } from './assessed.ts'
import { deciders } from './deciders.ts'
import { proposals } from './proposals.ts'
import { usual } from './usual.ts'

const entries = registers.flatMap(({ authority, arrangements }) =>
  arrangements.map(arrangement => ({ authority, arrangement })),
)

test('everybody and everything the protocol of the county names exists', () => {
  for (const each of adoptions) checkAct(each.authority, each)
  for (const each of deciders) {
    checkAct(each.authority, each)
    const { posts, directorates } = authorityKeyed(each.authority)
    const titles = posts.map(post => post.title)
    for (const committee of each.committees)
      for (const { by } of committee.recorders) assert.ok(personNamed(each.authority, by))
    for (const filling of each.fillings) {
      if (filling.directorate) assert.ok(directorates.includes(filling.directorate), filling.directorate)
      if ('post' in filling) assert.ok(titles.includes(filling.post), filling.post)
      else
        assert.ok(
          each.committees.some(({ name }) => name === filling.committee),
          filling.committee,
        )
    }
    for (const line of each.delegations) assert.ok(titles.includes(line.post), line.post)
    for (const deputy of each.deputies) {
      assert.ok(titles.includes(deputy.post) && personNamed(each.authority, deputy.by))
      assert.ok(deputy.from < deputy.until)
    }
  }
  for (const each of assessed) {
    for (const act of [each, each.rescored, each.overridden]) if (act) checkAct(each.authority, act)
    const entry = entries.find(({ arrangement }) => arrangement.key === each.entry)
    assert.ok(entry?.authority === each.authority && entry.arrangement.entered.on <= each.on, each.entry)
  }
})

test('what is answered in the county are answers to questions of the common protocol', () => {
  const refs = new Set(
    openBuiltIn('common').pack.sets.flatMap(set => set.questions.map(question => refOf(set, question))),
  )
  const given = [
    usual,
    ...[...assessed, ...proposals].flatMap(each => [each.test, each.answers ?? {}]),
    ...proposals.flatMap(each => (each.steps ?? []).map(step => (step.do === 'answer' ? step.answers : {}))),
  ]
  for (const ref of given.flatMap(answers => Object.keys(answers))) assert.ok(refs.has(ref), ref)
})

test('whoever proposes or decides has an account, acts in order, and never on a proposal of their own', () => {
  for (const each of proposals) {
    const account = (name: string) =>
      accounts.some(one => one.authority === each.authority && one.person === name)
    checkAct(each.authority, each)
    assert.ok(account(each.by), each.by)
    let last = each.on
    for (const step of each.steps ?? []) {
      checkAct(each.authority, step)
      assert.ok(account(step.by) && step.on >= last, `${each.name}, ${step.do} on ${step.on}`)
      last = step.on
      if (step.do === 'decide' || step.do === 'record') assert.notEqual(step.by, each.by)
    }
  }
})

test('there is a proposal in every state the pages can show', () => {
  const came = (field: 'stage' | 'proposal' | 'approval') => new Set(proposals.map(each => each.comes[field]))
  for (const stage of ['considered', 'proposed', 'approved', 'declined', 'not-a-partnership'])
    assert.ok(came('stage').has(stage), stage)
  for (const state of ['draft', 'submitted', 'approved', 'declined'])
    assert.ok(came('proposal').has(state), state)
  for (const state of ['running', 'call-in', 'approved', 'declined'])
    assert.ok(came('approval').has(state), state)
})

function authorityKeyed(key: AuthorityKey) {
  return authorities.find(authority => authority.key === key)!
}

function personNamed(authority: AuthorityKey, name: string) {
  return people[authority].find(person => person.name === name) ?? assert.fail(`${authority} has no ${name}`)
}

function checkAct(authority: AuthorityKey, { on, by }: Act) {
  const { left } = personNamed(authority, by)
  assert.ok(on >= '2024-11-04' && on <= (left ?? '2026-11-22'), `${by} on ${on}`)
}
