import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { refOf } from '#src/protocol/questions.ts'
import { openPublicRegister } from '#src/publish/open.ts'
import { publishProtocols } from '#src/publish/protocols.ts'
import { change, type What } from '#src/trail/change.ts'
import { today, useWorld } from '#test/world.ts'
import { adoptProtocol } from './adopt.ts'
import { type BuiltIn, openBuiltIn } from './built-in.ts'

describe('reading the adopted protocol', () => {
  const world = useWorld()
  const page = '/wendleshire/staff/protocol'
  let seconds = 0
  const adopt = (name: BuiltIn, from: string) => {
    const what: What = {
      authority: world.county.id,
      by: { kind: 'command', accountId: null, name: 'Tests', capacity: 'Operator' },
      at: new Date(today.getTime() + 1000 * ++seconds),
      action: 'protocol.adopt',
    }
    return change(world.county.db, what, async act => {
      const adoption = { opened: openBuiltIn(name), file: '', from, reference: 'Council 12/7' }
      const id = await adoptProtocol(act, what, adoption)
      await publishProtocols(act.trx, world.county.id)
      return id
    })
  }
  const openSite = () =>
    change(
      world.county.db,
      {
        authority: world.county.id,
        by: { kind: 'command', accountId: null, name: 'Tests', capacity: 'Operator' },
        at: today,
        action: 'authority.open-public-register',
      },
      act => openPublicRegister(act, { id: world.county.id, name: 'Wendleshire County Council' }, today),
    )

  test('PRO-5: whoever reads a version sees what it changed of the one before, part by part', async () => {
    const reader = await world.signIn('reader')
    await adopt('common', '2026-11-01')
    assert.doesNotMatch((await reader.see(page)).text, /What it changed/)
    const later = await adopt('harborough', '2026-11-20')
    assert.match((await reader.see(page)).text, /What it changed of the version before/)
    const { text } = await reader.see(`${page}/changes?version=${later}`)
    assert.match(
      text,
      /In force since 20 November 2026\. Set against ‘The common partnership protocol’, version 1, in force from 1 November 2026 to 19 November 2026/,
    )
    assert.match(text, /13 added 1 stricter 6 changed .* Who approves it .* Management Board .* Added/)
    for (const version of ['', 'x', '0198c3c4-0000-4000-8000-000000000009'])
      assert.equal((await reader.see(`${page}/changes?version=${version}`)).status, 404)
  })

  test('PRO-1: where none was adopted the common protocol is read, and said to hold', async () => {
    const reader = await world.signIn('reader')
    const { text, body } = await reader.see(page)
    assert.match(text, /The common partnership protocol/)
    assert.match(text, /No protocol has been adopted, so the common one holds/)
    assert.match(
      text,
      /£50,000 or more a year of our own resource Met when our own money a year is £50,000 or more/,
    )
    assert.match(text, /Section 151 officer , when our own money a year is over £50,000/)
    assert.doesNotMatch(body, /Adopt another version/)
    assert.match((await (await world.signIn('administrator')).see(page)).body, /Adopt another version/)
  })

  test('PRO-1: every question has an anchor that questions on screen link to, and its clause beside it', async () => {
    const { body } = await (await world.signIn('reader')).see(page)
    for (const set of openBuiltIn('common').pack.sets)
      for (const question of set.questions)
        assert.ok(body.includes(`<li id="${refOf(set, question)}">`), refOf(set, question))
    const ids = [...body.matchAll(/ id="([^"]+)"/g)].map(match => match[1])
    assert.equal(new Set(ids).size, ids.length)
    for (const [, to] of body.matchAll(/href="#([^"]+)"/g)) assert.ok(ids.includes(to!), to)
  })

  test('PRO-5: other versions are read at their own address, with the days they hold', async () => {
    const first = await adopt('common', '2026-11-23')
    const coming = await adopt('harborough', '2027-04-01')
    const reader = await world.signIn('reader')
    const now = await reader.see(page)
    assert.match(now.text, /In force from 23 November 2026 to 31 March 2027\. Decision: Council 12\/7\./)
    assert.ok(now.body.includes(`${page}?version=${coming}`))
    const later = await reader.see(`${page}?version=${coming}`)
    assert.match(later.text, /Comes into force on 1 April 2027/)
    assert.match(later.text, /Local Harborough report/)
    assert.match(later.text, /Stricter here/)
    world.clock.now = new Date('2027-04-02T10:00:00Z')
    const thatDay = await world.signIn('reader')
    assert.match((await thatDay.see(`${page}?version=${first}`)).text, /to 31 March 2027/)
    for (const version of ['x', '00000000-0000-7000-8000-000000000000', ''])
      assert.equal((await thatDay.see(`${page}?version=${version}`)).status, 404, version)
  })

  test('PRO-1: anyone may read it where the public register is open, a coming one from its day', async () => {
    const open = '/wendleshire/protocol'
    const visitor = world.visitor()
    assert.equal((await visitor.see(open)).status, 404)
    await openSite()
    world.clock.now = new Date('2026-11-23T10:01:00Z')
    const common = await visitor.see(open)
    assert.match(
      common.text,
      /How Wendleshire County Council decides on partnerships The common partnership protocol/,
    )
    assert.equal(common.response.headers['set-cookie'], undefined)
    const coming = await adopt('harborough', '2027-04-01')
    world.clock.now = new Date('2026-11-23T10:03:00Z')
    assert.match((await visitor.see(open)).text, /The common partnership protocol/)
    assert.equal((await visitor.see(`${open}?version=${coming}`)).status, 404)
    world.clock.now = new Date('2027-04-01T10:00:00Z')
    const now = await visitor.see(open)
    assert.match(now.text, /Harborough’s partnership policy/)
    assert.match(now.text, /In force since 1 April 2027/)
    assert.match(now.text, /The common partnership protocol, version 1 , from 23 November 2026/)
    assert.equal((await visitor.see('/saltmere/protocol')).status, 404)
  })
})
