import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstDayOf, isPartialDate, lastDayOf } from '#src/domain/dates.ts'
import { kinds, levels, moneyForms, sectors, stages, tiers } from '#src/domain/words.ts'
import { fieldNamed } from '#src/partnerships/fields.ts'
import { searches } from '#test/searches.ts'
import { accounts } from './accounts.ts'
import { contacts } from './contacts.ts'
import { authorities } from './county.ts'
import { directoryChanges } from './directory-changes.ts'
import { ownFields } from './own-fields.ts'
import { plans } from './plans.ts'
import type { Act, Arrangement, AuthorityKey, Facts, Holder, Seat } from './shape.ts'
import { bodies, people, registers } from './wendleshire.ts'

const entries = registers.flatMap(({ authority, arrangements }) =>
  arrangements.map(arrangement => ({ authority, arrangement })),
)
const values = (list: readonly { value: string }[]) => list.map(choice => choice.value)

test('the sample county is as large as it says', () => {
  assert.equal(authorities.length, 7)
  assert.ok(bodies.length >= 40)
  assert.ok(entries.length >= 58 && entries.length <= 66, String(entries.length))
  for (const { value } of kinds)
    assert.ok(
      entries.some(entry => entry.arrangement.kind === value),
      value,
    )
  for (const { value } of sectors)
    assert.ok(
      bodies.some(body => body.sector === value),
      value,
    )
  for (const plan of plans) assert.ok(plan.priorities.length >= 4 && plan.priorities.length <= 7, plan.title)
})

test('nothing in the sample county is listed twice', () => {
  unique(authorities.map(authority => authority.slug))
  unique(bodies.map(body => body.key))
  unique(bodies.map(body => body.name))
  unique(bodies.flatMap(body => (body.identifiers ?? []).map(found => `${found.scheme} ${found.value}`)))
  unique(entries.map(entry => entry.arrangement.key))
  unique(entries.map(entry => `${entry.authority} ${entry.arrangement.name}`))
  unique(accounts.map(account => account.email))
  unique(plans.map(plan => `${plan.authority} ${plan.year}`))
  for (const authority of authorities) {
    unique(people[authority.key].map(person => person.name))
    unique(authority.posts.map(post => post.title))
    const numbered = entries.filter(entry => entry.authority === authority.key)
    unique(numbered.flatMap(entry => entry.arrangement.council_reference ?? []))
  }
})

test('identifiers have the shape of their scheme, and every address is a made-up one', () => {
  const shapes = {
    'companies-house': /^([A-Z]{2}\d{6}|\d{8})$/,
    'charity-commission': /^\d{7}$/,
    gss: /^E\d{8}$/,
    ods: /^[A-Z0-9]{3}$/,
  }
  for (const { scheme, value } of bodies.flatMap(body => body.identifiers ?? []))
    assert.match(value, shapes[scheme])
  const whole = JSON.stringify({ authorities, bodies, people, contacts, accounts, entries })
  for (const [, host] of whole.matchAll(/(?:https:\/\/|@)([^"/]+)/g)) assert.match(host!, /\.example$/)
  for (const [phone] of whole.matchAll(/\d{5} \d{6}/g)) assert.match(phone, /^01632 960/)
})

test('every post is held by one person of the authority at a time, who had not left', () => {
  for (const authority of authorities)
    for (const post of authority.posts) {
      if (post.directorate) assert.ok(authority.directorates.includes(post.directorate), post.title)
      let free = '0000'
      for (const { by, from, until } of post.held) {
        assert.ok(from > free, `${post.title}: ${by} starts before the last holder left`)
        const left = personNamed(authority.key, by).left
        assert.equal(until, left ?? until, `${by} left on ${left}`)
        if (left && !until) assert.fail(`${by} left but still holds ${post.title}`)
        free = until ?? '9999'
      }
    }
})

test('every body, person, post and priority that an entry names exists', () => {
  for (const { authority, arrangement } of entries) {
    checkFacts(authority, arrangement, arrangement.entered.on, arrangement.key)
    const { lead_organisation: lead, partners = [], observers = [] } = arrangement
    const members = [...(lead ? [lead] : []), ...partners, ...observers]
    unique(members)
    for (const key of members) bodyKeyed(key)
    for (const holder of [arrangement.sponsor, arrangement.performance_lead, arrangement.manager])
      if (holder) checkHolder(authority, holder)
    for (const [seats, kind] of seatsOf(arrangement))
      for (const seat of seats) checkSeat(authority, seat, kind, arrangement.key)
    for (const { form } of arrangement.money ?? []) assert.ok(values(moneyForms).includes(form))
    assert.ok(values(stages).includes(arrangement.stage))
    if (arrangement.councillors && arrangement.councillor_seats)
      assert.ok(arrangement.councillors.length <= arrangement.councillor_seats, arrangement.key)
  }
})

test('changes follow one another, made by people who were there, and refer to what was there', () => {
  for (const { authority, arrangement } of entries) {
    checkAct(authority, arrangement.entered)
    const members = new Set([...(arrangement.partners ?? []), ...(arrangement.observers ?? [])])
    let last = arrangement.entered.on
    for (const change of arrangement.changes ?? []) {
      const where = `${arrangement.key} on ${change.on}`
      checkAct(authority, change)
      assert.ok(change.on >= last, where)
      last = change.on
      if (change.do === 'correct') checkFacts(authority, change.to, change.on, where)
      if (change.do === 'appoint' && 'from' in change.seat)
        checkSeat(authority, change.seat, kindFor(change.as), where)
      if (change.do === 'stand-down') assert.ok(JSON.stringify(arrangement).includes(change.holder), where)
      if (change.do === 'join') assert.ok(!members.has(change.body) && bodyKeyed(change.body), where)
      if (change.do === 'leave') assert.ok(members.has(change.body), where)
      if (change.do === 'move' && change.ended_on) assert.ok(change.ended_on <= change.on, where)
    }
  }
  for (const change of directoryChanges) {
    checkAct(change.authority, change)
    if (change.do === 'rename-directorate')
      assert.ok(authorityKeyed(change.authority).directorates.includes(change.directorate))
    else bodyKeyed(change.body)
    if (change.do === 'merge-bodies') bodyKeyed(change.into)
  }
  assert.deepEqual(
    directoryChanges.map(change => change.on),
    directoryChanges.map(change => change.on).sort(),
  )
})

test('dates are dates, and in the order of a life', () => {
  for (const { arrangement } of entries) {
    const { started_on: started, ended_on: ended, confirmed_on: confirmed, entered } = arrangement
    for (const day of [started, ended, confirmed])
      assert.ok(!day || isPartialDate(day), `${arrangement.key} ${day}`)
    if (started) assert.ok(firstDayOf(started) <= entered.on, arrangement.key)
    if (started && ended) assert.ok(firstDayOf(started) < lastDayOf(ended), arrangement.key)
    if (confirmed) assert.ok(firstDayOf(confirmed) <= entered.on, arrangement.key)
  }
  const days = entries.flatMap(entry => (entry.arrangement.changes ?? []).map(change => change.on)).sort()
  assert.ok(days[0]! < '2025-03' && days.at(-1)! > '2026-10', 'changes spread over two years')
})

test('there is an account for every role, of someone who is still there', () => {
  const roles = ['reader', 'contributor', 'sponsor', 'keeper', 'adviser', 'auditor', 'administrator'] as const
  for (const role of roles)
    assert.ok(
      accounts.some(account => account.role === role && account.authority === 'county'),
      role,
    )
  assert.equal(accounts.filter(account => account.role === 'operator').length, 1)
  for (const account of accounts) {
    if (!account.authority) continue
    assert.equal(personNamed(account.authority, account.person!).email, account.email)
    assert.equal(personNamed(account.authority, account.person!).left, undefined)
    if (account.scope && 'arrangement' in account.scope) {
      const { arrangement: key } = account.scope
      assert.ok(entries.some(entry => entry.arrangement.key === key))
    }
  }
})

test('contacts, plans and fields of its own belong to an authority and to a body', () => {
  for (const contact of contacts) assert.ok(authorityKeyed(contact.authority) && bodyKeyed(contact.body))
  for (const { key, body, keeper } of authorities) {
    assert.ok(bodyKeyed(body) && personNamed(key, keeper))
    const known = contacts.filter(contact => contact.authority === key).map(contact => contact.name)
    unique([...known, ...people[key].map(person => person.name)])
  }
  for (const person of Object.values(people).flat()) if (person.body) bodyKeyed(person.body)
  for (const field of ownFields) assert.equal(field.type === 'choice', field.choices !== undefined)
})

test('the sample county has the gaps of real registers', () => {
  const county = entries.filter(entry => entry.authority === 'county').map(entry => entry.arrangement)
  const posts = authorityKeyed('county').posts
  const vacant = posts.filter(post => post.held.at(-1)?.until).map(post => post.title)
  const some = (name: string, has: (entry: Arrangement) => unknown) => assert.ok(county.some(has), name)
  some(
    'vacant sponsor',
    entry => entry.sponsor && 'post' in entry.sponsor && vacant.includes(entry.sponsor.post),
  )
  some('no governing document', entry => entry.kind === 'partnership' && !entry.governing_document)
  some('no risk register, no reason', entry => entry.risk_register === false && !entry.risk_register_reason)
  some('no risk register, with a reason', entry => entry.risk_register_reason)
  some(
    'not confirmed for two years',
    entry => entry.confirmed_on && entry.confirmed_on < '2024' && !entry.changes,
  )
  some('a very long name', entry => entry.name.length > 200)
  some('only a name', entry => !entry.purpose && !entry.sponsor && !entry.lead_organisation)
  some('ended', entry => entry.changes?.some(change => change.do === 'move' && change.stage === 'ended'))
  some('an accent', entry => /[À-ÿ]/.test(entry.name))
})

test('the table of searches has 40 queries, each for an entry on the county’s register', () => {
  assert.equal(searches.length, 40)
  unique(searches.map(search => search.query))
  const names = entries
    .filter(entry => entry.authority === 'county')
    .map(({ arrangement: { name, changes = [] } }) =>
      changes.reduce((now, change) => (change.do === 'correct' && change.to.name) || now, name),
    )
  for (const { first } of searches) assert.ok(names.includes(first), first)
})

function unique(list: string[]) {
  assert.deepEqual(
    list.filter((item, index) => list.indexOf(item) !== index),
    [],
  )
}

function authorityKeyed(key: AuthorityKey) {
  return authorities.find(authority => authority.key === key) ?? assert.fail(`no authority ${key}`)
}

function bodyKeyed(key: string) {
  return bodies.find(body => body.key === key) ?? assert.fail(`no body ${key}`)
}

function personNamed(authority: AuthorityKey, name: string) {
  return people[authority].find(person => person.name === name) ?? assert.fail(`${authority} has no ${name}`)
}

function checkAct(authority: AuthorityKey, { on, by }: Act) {
  assert.ok(on.length === 10 && isPartialDate(on) && on >= '2024-11' && on <= '2026-11-22', on)
  const { left } = personNamed(authority, by)
  assert.ok(!left || on <= left, `${by} acted on ${on} after leaving`)
}

function checkHolder(authority: AuthorityKey, holder: Holder) {
  if (holder.person) personNamed(authority, holder.person)
  if (!('post' in holder)) return
  const post = authorityKeyed(authority).posts.find(found => found.title === holder.post)
  assert.ok(post, `${authority} has no post ${holder.post}`)
  if (holder.person)
    assert.ok(
      post.held.some(holding => holding.by === holder.person),
      `${holder.person}, ${post.title}`,
    )
}

function checkSeat(authority: AuthorityKey, seat: Seat, kind: string | undefined, where: string) {
  checkHolder(authority, seat)
  assert.ok(isPartialDate(seat.from), where)
  if (seat.until) assert.ok(lastDayOf(seat.from) <= lastDayOf(seat.until), where)
  for (const name of [seat.person, ...(seat.substitutes ?? [])])
    if (name && kind) assert.equal(personNamed(authority, name).kind, kind, `${name}: ${where}`)
  if (seat.person) assert.ok(!seat.substitutes?.includes(seat.person), where)
}

function checkFacts(authority: AuthorityKey, facts: Partial<Facts>, on: string, where: string) {
  for (const name of Object.keys(facts))
    assert.ok(fieldNamed(name) || ['key', 'entered', 'own', 'changes'].includes(name), `${where}: ${name}`)
  for (const key of [facts.lead_organisation, facts.accountable_body]) if (key) bodyKeyed(key)
  if (facts.kind) assert.ok(values(kinds).includes(facts.kind), where)
  if (facts.tier) assert.ok(values(tiers).includes(facts.tier), where)
  if (facts.level) assert.ok(values(levels).includes(facts.level), where)
  const [first, ...later] = plans.filter(plan => plan.authority === authority)
  const adopted = [first, ...later.filter(plan => plan.adopted <= on)].flatMap(plan => plan?.priorities ?? [])
  for (const title of facts.priorities ?? []) assert.ok(adopted.includes(title), `${where}: ${title}`)
  const renamed = directoryChanges.flatMap(change => (change.do === 'rename-directorate' ? change.name : []))
  if (facts.directorate)
    assert.ok([...authorityKeyed(authority).directorates, ...renamed].includes(facts.directorate), where)
  for (const [heading, value] of Object.entries(facts.own ?? {})) checkOwn(authority, heading, value)
}

function checkOwn(authority: AuthorityKey, heading: string, value: string | number | boolean) {
  const field = ownFields.find(found => found.authority === authority && found.heading === heading)
  assert.ok(field, `${authority} has no field ${heading}`)
  if (field.type === 'number') assert.equal(typeof value, 'number')
  else if (field.type === 'yes-no') assert.equal(typeof value, 'boolean')
  else if (field.type === 'choice') assert.ok(field.choices?.includes(String(value)), String(value))
  else if (field.type === 'partial-date') assert.ok(isPartialDate(String(value)), String(value))
  else assert.equal(typeof value, 'string')
}

function seatsOf(arrangement: Arrangement): [Seat[], string | undefined][] {
  return [
    [arrangement.councillors ?? [], 'councillor'],
    [arrangement.officers ?? [], 'officer'],
    [arrangement.other_representatives ?? [], 'external'],
  ]
}

function kindFor(role: string) {
  return ({ councillor: 'councillor', officer: 'officer', other: 'external' } as Record<string, string>)[role]
}
