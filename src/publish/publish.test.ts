import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import { change } from '#src/trail/change.ts'
import type { Client } from '#test/client.ts'
import { addTestDirectorate, addTestEntry } from '#test/entries.ts'
import { today, useWorld } from '#test/world.ts'
import { openPublicRegister } from './open.ts'
import { publishEntries } from './publish.ts'
import { verifyPublications } from './verify.ts'

const by = { kind: 'command', accountId: null, name: 'Tests', capacity: 'Operator' } as const

describe('publishing entries', () => {
  const world = useWorld()
  let keeper: Client
  let entry: Awaited<ReturnType<typeof addTestEntry>>

  const act = (action: string) => ({ authority: world.county.id, by, at: world.clock.now, action })
  const save = (id: string, patch: object) =>
    change(world.county.db, act('involvement.edit'), each =>
      each.on('involvement', id, 'Entry').update('involvement', id, patch),
    )
  const open = () =>
    change(world.county.db, act('authority.open-public-register'), each =>
      openPublicRegister(each, { id: world.county.id, name: 'Wendleshire County Council' }, today),
    )
  const copies = () =>
    world.database
      .public()
      .selectFrom('public_copy')
      .select(['number', 'reference', 'content', 'until_at'])
      .orderBy('number')
      .execute()
  const log = async () =>
    (
      await world.database
        .public()
        .selectFrom('publication')
        .select(['number', 'act', 'reason'])
        .orderBy('number')
        .execute()
    ).map(row => `${row.number} ${row.act}${row.reason && `: ${row.reason}`}`)
  /** What the form carries of what its reader saw. */
  const seen = (html: string) => ({
    basis: /name="basis" value="([^"]+)"/.exec(html)![1]!,
    number: /name="number" value="([^"]+)"/.exec(html)![1]!,
  })
  const publish = (fields: Record<string, string> = {}, path = entry.path) =>
    keeper.fill(`${path}/publish`, { do: 'publish', ...fields }, `${path}/publish`)
  const withdraw = (fields: Record<string, string>) => keeper.fill(`${entry.path}/withdraw`, fields)

  beforeEach(async () => {
    await open()
    keeper = await world.signIn('keeper')
    entry = await addTestEntry(world, { purpose: 'To keep people safe' })
  })

  test('REG-5: until the register is open nothing can be published, and the pages say who opens it', async () => {
    const borough = await world.signIn('keeper', 'borough')
    const { text } = await borough.see('/saltmere/staff/publish')
    assert.match(text, /not open yet.*An administrator opens it/)
    const at = { authority: world.borough.id, by, at: today, action: 'involvement.publish' }
    await assert.rejects(publishEntries(world.borough.db, at, [newId()]), /not open yet/)
  })

  test('REG-5: the keeper sees what the public will see, publishes it, and the trail holds number and hash alone', async () => {
    const preview = await keeper.see(`${entry.path}/publish`)
    assert.match(preview.text, /Not public.*What the public will see.*To keep people safe/)
    assert.equal((await copies()).length, 0)
    const done = await publish()
    assert.match(
      (await keeper.see(done.location!)).text,
      /It is published.*Public.*number 1 of the public log/,
    )
    assert.deepEqual(await log(), ['1 published'])
    const [event] = await world.county.db
      .selectFrom('event')
      .select('payload')
      .where('action', '=', 'involvement.publish')
      .execute()
    assert.deepEqual(
      event!.payload!.changes.map(({ field, after }) => [field, Object.keys(after as object).sort()]),
      [['published', ['hash', 'number']]],
    )
    assert.doesNotMatch(JSON.stringify(event), /keep people safe/)
    assert.match((await keeper.see(`${entry.path}/history`)).text, /published the entry/)
  })

  test('REG-5: what changed is shown field by field before it is published again, and the past version stays', async () => {
    await publish()
    await change(world.county.db, act('involvement.edit'), async each => {
      const row = await each.trx
        .selectFrom('involvement')
        .select('partnership_id')
        .where('id', '=', entry.id)
        .executeTakeFirstOrThrow()
      await each
        .on('involvement', entry.id, 'Entry')
        .update('partnership', row.partnership_id, { purpose: 'To keep roads safe' })
    })
    assert.match((await keeper.see('/wendleshire/staff/publish')).text, /Changed since/)
    assert.match(
      (await keeper.see('/wendleshire/staff/publish?show=changed')).text,
      /1 entry .*Safer Wendleshire/,
    )
    const page = await keeper.see(`${entry.path}/publish`)
    assert.match(page.text, /What would change.*Purpose To keep people safe To keep roads safe/)
    world.clock.now = new Date('2026-11-23T10:10:00Z')
    await publish()
    const [past, now] = await copies()
    assert.equal(past!.content.values.purpose, 'To keep people safe')
    assert.equal(past!.until_at?.toISOString(), '2026-11-23T10:10:00.000Z')
    assert.deepEqual([now!.content.values.purpose, now!.until_at], ['To keep roads safe', null])
    assert.equal((await verifyPublications(world.database)).broken, null)
  })

  test('SCR-4: what waits for a decision cannot be published undecided; the decision is shown before and kept', async () => {
    await save(entry.id, { risk_manager: 'Jane Doe' })
    const undecided = await publish()
    assert.equal(undecided.status, 422)
    assert.match(undecided.text, /There is a problem.*Decide about ‘Who manages risk’/)
    const looked = await keeper.fill(
      `${entry.path}/publish`,
      { do: 'preview', 'choice-risk_manager': 'personal' },
      `${entry.path}/publish`,
    )
    assert.equal(looked.status, 200)
    assert.match(looked.text, /What is not shown.*Who manages risk \(withheld: personal data\)/)
    assert.equal((await copies()).length, 0)
    await publish({ 'choice-risk_manager': 'personal' })
    const [copy] = await copies()
    assert.deepEqual(copy!.content.withheld, [{ field: 'risk_manager', reason: 'personal' }])
    assert.doesNotMatch(JSON.stringify(copy), /Jane Doe/)
    await publish({ 'choice-risk_manager': 'show' })
    assert.equal((await copies()).at(-1)!.content.values.risk_manager, 'Jane Doe')
    assert.match((await keeper.see(`${entry.path}/history`)).text, /Decided to publish ‘Who manages risk’/)
  })

  test('REG-5: publishing what is public already as it stands does nothing', async () => {
    await publish()
    const page = await keeper.see(`${entry.path}/publish`)
    assert.match(page.text, /There is nothing to publish/)
    assert.doesNotMatch(page.body, /value="publish"/)
    await publish()
    assert.deepEqual(await log(), ['1 published'])
  })

  test('REG-5: the same form sent twice publishes once', async () => {
    const { body } = await keeper.see(`${entry.path}/publish`)
    const form = { ...seen(body), form_id: newId(), do: 'publish' }
    const [one, two] = [
      await keeper.post(`${entry.path}/publish`, form),
      await keeper.post(`${entry.path}/publish`, form),
    ]
    assert.deepEqual([one.status, two.status, two.location], [303, 303, one.location])
    assert.deepEqual(await log(), ['1 published'])
  })

  test('REG-5: who publishes or withdraws after somebody else did is told, and so is who saw an entry that changed', async () => {
    const page = await keeper.see(`${entry.path}/publish`)
    await publish()
    const late = await keeper.post(`${entry.path}/publish`, { ...seen(page.body), do: 'publish' })
    assert.equal(late.status, 409)
    assert.match(late.text, /Someone else published or withdrew this entry meanwhile/)
    const before = seen((await keeper.see(`${entry.path}/publish`)).body)
    await save(entry.id, { stage: 'leaving' })
    const changed = await keeper.post(`${entry.path}/publish`, { ...before, do: 'publish' })
    assert.match(changed.text, /The entry has changed since you looked at it/)
    const stale = await keeper.post(`${entry.path}/withdraw`, { to: 'ended', reason: 'Over', number: '0' })
    assert.equal(stale.status, 409)
    assert.deepEqual(await log(), ['1 published'])
  })

  test('REG-5: two who publish at once get numbers one after the other, and the log holds', async () => {
    const others = await Promise.all(['One', 'Two', 'Three'].map(name => addTestEntry(world, { name })))
    await Promise.all(
      [entry, ...others].map(({ id }) => publishEntries(world.county.db, act('involvement.publish'), [id])),
    )
    assert.deepEqual(await log(), ['1 published', '2 published', '3 published', '4 published'])
    assert.equal((await verifyPublications(world.database)).broken, null)
  })

  test('SCR-4: an entry that ended is taken down and keeps its past versions, with the reason', async () => {
    await publish()
    const bad = await withdraw({ to: 'ended', reason: '' })
    assert.match(bad.text, /Write the reason: it is public/)
    const done = await withdraw({ to: 'ended', reason: 'It ended in March' })
    assert.match((await keeper.see(done.location!)).text, /Taken down.*It ended in March/)
    const [copy] = await copies()
    assert.notEqual(copy!.until_at, null)
    assert.deepEqual(await log(), ['1 published', '2 ended: It ended in March'])
    await publish()
    assert.equal((await log()).length, 3)
    assert.equal((await verifyPublications(world.database)).broken, null)
  })

  test('SCR-4: erasing asks for the reference, says what cannot be undone, and leaves number, hash and reason alone', async () => {
    await publish()
    await save(entry.id, { stage: 'leaving' })
    await publish()
    assert.match(
      (await keeper.see(`${entry.path}/withdraw`)).text,
      /What cannot be undone: copies that others/,
    )
    const unsure = await withdraw({ to: 'erased', reason: 'A mistake', confirm: 'yes' })
    assert.equal(unsure.status, 422)
    assert.match(unsure.text, /Enter the reference, WCC-0001, to erase it/)
    assert.equal((await copies()).length, 2)
    await withdraw({ to: 'erased', reason: 'A mistake', confirm: 'wcc-0001' })
    assert.equal((await copies()).length, 0)
    assert.deepEqual(await log(), ['1 published', '2 published', '3 erased: A mistake'])
    assert.equal((await verifyPublications(world.database)).broken, null)
    assert.equal((await keeper.see(`${entry.path}/withdraw`)).status, 409)
    assert.match(
      (await keeper.see(`${entry.path}/history`)).text,
      /erased the entry from the public register/,
    )
    await publish()
    assert.deepEqual(await log(), ['1 published', '2 published', '3 erased: A mistake', '4 published'])
  })

  test('REG-5: several are published at once with a count; what waits is left out or withheld for one reason', async () => {
    await save(entry.id, { risk_manager: 'Jane Doe' })
    await addTestEntry(world, { name: 'Harbour Forum' })
    const page = await keeper.see('/wendleshire/staff/publish/all')
    assert.match(page.text, /New to the public 2 .*1 entry waits for a decision.*Who manages risk/)
    assert.equal((await keeper.fill('/wendleshire/staff/publish/all', { undecided: '' })).status, 422)
    await keeper.fill('/wendleshire/staff/publish/all', { undecided: 'leave' })
    assert.deepEqual(
      (await copies()).map(copy => copy.reference),
      ['WCC-0002'],
    )
    assert.match((await keeper.see('/wendleshire/staff/publish?show=waiting')).text, /1 entry .*To decide/)
    await keeper.fill('/wendleshire/staff/publish/all', { undecided: 'commercial' })
    const last = (await copies()).at(-1)!
    assert.deepEqual(
      [last.reference, last.content.withheld],
      ['WCC-0001', [{ field: 'risk_manager', reason: 'commercial' }]],
    )
    assert.match((await keeper.see('/wendleshire/staff/publish/all')).text, /Nothing is new or changed/)
  })

  test('SCR-4: publishing all leaves what was withdrawn as it is', async () => {
    await publish()
    await withdraw({ to: 'ended', reason: 'Over' })
    assert.match((await keeper.see('/wendleshire/staff/publish/all')).text, /Nothing is new or changed/)
    await addTestEntry(world, { name: 'Harbour Forum' })
    await keeper.fill('/wendleshire/staff/publish/all', {})
    assert.deepEqual((await log()).slice(1), ['2 ended: Over', '3 published'])
  })

  test('SCR-4: what is not logged, was removed or was joined to another cannot be published', async () => {
    const [draft, removed, joined] = await Promise.all(
      ['Draft', 'Removed', 'Joined'].map(name => addTestEntry(world, { name })),
    )
    await publish({}, removed!.path)
    await save(draft!.id, { registration: 'draft' })
    await save(removed!.id, { removed_at: today, removed_reason: 'Twice' })
    await save(joined!.id, { merged_into: entry.id })
    const outcome = await publishEntries(world.county.db, act('involvement.publish'), [
      draft!.id,
      removed!.id,
      joined!.id,
    ])
    assert.equal(outcome.barred.length, 3)
    assert.equal((await copies()).length, 1)
    const list = await keeper.see('/wendleshire/staff/publish')
    assert.match(list.text, /Removed .*Removed, still public/)
    assert.doesNotMatch(list.text, /Joined/)
    const page = await keeper.see(`${removed!.path}/publish`)
    assert.match(page.text, /It was removed from the register.*withdraw it/)
  })

  test('a keeper of one directorate publishes its entries and knows of no others', async () => {
    const directorateId = await addTestDirectorate(world, 'Place')
    const own = await addTestEntry(world, { name: 'Harbour Forum', directorate: directorateId })
    const part = await world.signIn('keeper', 'county', { directorateId })
    const list = await part.see('/wendleshire/staff/publish')
    assert.match(list.text, /1 entry .*Harbour Forum/)
    assert.doesNotMatch(list.text, /Safer Wendleshire/)
    assert.equal((await part.see(`${entry.path}/publish`)).status, 404)
    await part.fill('/wendleshire/staff/publish/all', {})
    assert.deepEqual(
      (await copies()).map(copy => copy.reference),
      [own.reference],
    )
    const contributor = await world.signIn('contributor')
    assert.equal((await contributor.see(`${entry.path}/publish`)).status, 403)
    assert.doesNotMatch((await contributor.see(entry.path)).body, /\/publish"/)
  })

  test('SCR-4: words that look like somebody’s telephone number or address are pointed out', async () => {
    const risky = await addTestEntry(world, { name: 'Forum', purpose: 'Ring Ann on 01632 960 123' })
    assert.match(
      (await keeper.see(`${risky.path}/publish`)).text,
      /telephone number or e-mail address: Purpose/,
    )
  })
})
