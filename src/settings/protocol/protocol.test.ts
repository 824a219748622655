import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { fileOf } from '#src/adopted/built-in.ts'
import { protocolOn } from '#src/adopted/protocol.ts'
import { unescapeHtml } from '#test/client.ts'
import { submitSignificant } from '#test/decided.ts'
import { draftProposal, personWith } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

const own = `extends: common
id: wendleshire
title: Wendleshire’s protocol
by: Wendleshire County Council
version: '2'
date: 2026-11-01
about: The common one, with the equality assessment made compulsory.
requirements:
  - id: equality
    gate: block
`

describe('adopting a protocol in settings', () => {
  const world = useWorld()
  const page = '/wendleshire/staff/settings/protocol'
  const look = `${page}/adopt/look`
  const file = (text: string) => ({ name: 'ours.yaml', bytes: Buffer.from(text) })
  const from = (day: string, month: string, year: string) => ({
    'from-day': day,
    'from-month': month,
    'from-year': year,
  })
  const count = async () => (await world.county.db.selectFrom('protocol').select('id').execute()).length

  test('PRO-1: an authority looks at a protocol and adopts it from a later day', async () => {
    const admin = await world.signIn('administrator')
    const none = (await admin.see(page)).text
    assert.match(none, /You have not adopted a protocol, so the common/)
    assert.match(none, /No corporate plan is in force, .* Add a plan/)
    const looked = await admin.fill(`${page}/adopt`, { pack: 'harborough' }, look)
    assert.equal(looked.status, 200)
    assert.match(looked.text, /193 questions in 13 sets/)
    assert.match(looked.text, /which holds while you have adopted none/)
    assert.match(
      looked.text,
      /The effect on equality is assessed, will be, or need not be, before it is in place If it is not so: ‘the stage is refused’ Added/,
    )
    assert.equal(await count(), 0)
    const saved = await admin.post(`${page}/adopt`, {
      pack: 'harborough',
      reference: 'Executive 112',
      ...from('1', '4', '2027'),
    })
    assert.equal(saved.status, 303)
    const { text } = await admin.see(saved.location!)
    assert.match(text, /The protocol is adopted/)
    assert.match(
      text,
      /Coming .*Harborough’s partnership policy , version 1 1 April 2027 Executive 112 Take back/,
    )
    assert.match(text, /You have not adopted a protocol/)
  })

  test('PRO-1: a file of one’s own is adopted, kept and given back as it was', async () => {
    const admin = await world.signIn('administrator')
    const looked = await admin.upload(`${page}/adopt`, 'file', file(own.replaceAll('\n', '\r\n')), {
      pack: 'file',
    })
    assert.equal(looked.status, 200, looked.text)
    assert.match(looked.text, /The common protocol, to which it adds/)
    const text = unescapeHtml(/name="text" value="([^"]+)"/.exec(looked.body)![1]!)
    const saved = await admin.post(`${page}/adopt`, { pack: 'file', text, ...from('23', '11', '2026') })
    assert.equal(saved.status, 303)
    const inForce = await protocolOn(world.county.db, world.county.id, '2026-11-23')
    assert.equal(inForce.pack.requirements.find(each => each.id === 'equality')!.gate, 'block')
    const given = await admin.see(`${page}/${inForce.id}/file`)
    assert.equal(given.body, own)
    assert.match(String(given.response.headers['content-disposition']), /wendleshire\.yaml/)
    assert.match((await admin.see(page)).text, /Wendleshire’s protocol , version 2/)
    assert.match((await admin.see(page)).text, /adopted the protocol/)
  })

  test('PRO-1: each mistake of a file is told with its line, and nothing changes', async () => {
    const admin = await world.signIn('administrator')
    const broken = `${own.replace('gate: block', 'gate: stop')}sets:\n  - id: case\n    questions:\n      - id: need\n        text: Why?\n`
    const bad = await admin.upload(`${page}/adopt`, 'file', file(broken), { pack: 'file' })
    assert.equal(bad.status, 422)
    assert.match(bad.text, /The file has a mistake, so nothing changed/)
    assert.match(bad.text, /What to mend in ours\.yaml .* 10 ‘gate’ must be one of block, advise, off\./)
    assert.match(bad.body, /value="file" checked/)
    const many = readFileSync(fileOf('common'), 'utf8').replaceAll('gate: block', 'gate: stop')
    assert.match(
      (await admin.upload(`${page}/adopt`, 'file', file(many), { pack: 'file' })).text,
      /The file has 12 mistakes/,
    )
    assert.equal(
      (await admin.post(`${page}/adopt`, { pack: 'file', text: broken, ...from('1', '1', '2027') })).status,
      422,
    )
    assert.equal(await count(), 0)
  })

  test('PRO-1: a file that is no protocol is told in words, with its line, and nothing changes', async () => {
    const admin = await world.signIn('administrator')
    for (const [content, says] of [
      [Buffer.from(`${own}# café`, 'latin1'), /What to mend in ours\.yaml .* This is not saved as UTF-8/],
      [Buffer.alloc(5_000_000, 'x'), /The file is too large: 500 kB at most, and it has 5,000 kB/],
      [Buffer.from('# nothing'), /The file is empty\. Begin with extends: common/],
      [Buffer.from(`${own}\ttab: 1\n`), /There is a tab before the words/],
      [Buffer.alloc(0), /Choose the file of your protocol/],
    ] as const) {
      const bad = await admin.upload(
        `${page}/adopt`,
        'file',
        { name: 'ours.yaml', bytes: content },
        { pack: 'file' },
      )
      assert.equal(bad.status, 422)
      assert.match(bad.text, says)
    }
    assert.equal(await count(), 0)
  })

  test('PRO-1: what is missing is said, and what was typed stays', async () => {
    const admin = await world.signIn('administrator')
    assert.match((await admin.fill(`${page}/adopt`, {}, look)).text, /Choose a protocol/)
    assert.match(
      (await admin.fill(`${page}/adopt`, { pack: 'file' }, look)).text,
      /Choose the file of your protocol/,
    )
    const adopt = (fields: Record<string, string>) =>
      admin.post(`${page}/adopt`, { pack: 'harborough', reference: 'Executive 112', ...fields })
    const late = await adopt(from('22', '11', '2026'))
    assert.equal(late.status, 422)
    assert.match(late.text, /The day must be today or later/)
    assert.match(late.body, /value="Executive 112"/)
    assert.match((await adopt(from('', '', ''))).text, /Enter the day from which it is in force/)
    assert.match((await adopt(from('31', '2', '2027'))).text, /Enter the day from which it is in force/)
    assert.equal(await count(), 0)
  })

  test('PRO-1: an adoption is taken back before its day; sent twice it happens once', async () => {
    const admin = await world.signIn('administrator')
    const once = { form_id: '0198c3c4-0000-4000-8000-000000000001' }
    for (let i = 0; i < 2; i++)
      await admin.post(`${page}/adopt`, { pack: 'northampton', ...from('1', '4', '2027'), ...once })
    assert.equal(await count(), 1)
    const { id } = await world.county.db.selectFrom('protocol').select('id').executeTakeFirstOrThrow()
    const back = await admin.fill(page, {}, `${page}/${id}/take-back`)
    assert.match((await admin.see(back.location!)).text, /The adoption is taken back/)
    assert.match((await admin.see(page)).text, /meant for 1 April 2027; taken back on 23 November 2026/)
    await admin.post(`${page}/adopt`, { pack: 'northampton', ...from('23', '11', '2026') })
    const now = await protocolOn(world.county.db, world.county.id, '2026-11-23')
    const refused = await admin.post(`${page}/${now.id}/take-back`, {})
    assert.equal(refused.status, 400)
    assert.match(refused.text, /It is in force/)
  })

  test('PRO-5: before and after adopting, the pages name the proposals that stay with the rules they were begun under', async () => {
    const admin = await world.signIn('administrator')
    const { proposal } = await submitSignificant(world)
    await draftProposal(world, await personWith(world, 'Dana Draft'), { name: 'Ferry Forum' })
    const looked = await admin.post(`${page}/adopt/look`, { pack: 'harborough' })
    assert.match(
      looked.text,
      /1 proposal is being decided and 1 is in draft\. They keep the rules they were begun under/,
    )
    assert.match(looked.text, /Ferry Forum .* Draft of Dana Draft The common partnership protocol, version 1/)
    assert.doesNotMatch((await admin.see(page)).text, /Under way under an earlier version/)
    world.clock.now = new Date('2026-11-23T10:05:00Z')
    await admin.post(`${page}/adopt`, { pack: 'harborough', ...from('23', '11', '2026') })
    const after = await admin.see(page)
    assert.match(after.text, /Under way under an earlier version .* Being decided The common .* Ferry Forum/)
    const rows = await world.county.db.selectFrom('proposal').select(['protocol_id']).execute()
    assert.equal(new Set(rows.map(row => row.protocol_id)).size, 1)
    assert.match((await admin.see(`${proposal.path}/approval`)).text, /The rules have changed since/)
    assert.match(
      after.text,
      /Not everyone it calls on can decide yet: .*Management Board.* See what is missing/,
    )
  })

  test('PRO-1: only an administrator of the whole authority adopts', async () => {
    for (const role of ['keeper', 'reader', 'auditor'] as const)
      assert.equal((await (await world.signIn(role)).see(page)).status, 403)
    const elsewhere = await world.signIn('administrator', 'borough')
    assert.equal((await elsewhere.post(`${page}/adopt`, { pack: 'common' })).status, 404)
  })
})
