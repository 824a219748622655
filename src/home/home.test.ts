import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fillWithSample } from '#test/sample.ts'
import { useWorld } from '#test/world.ts'

const home = '/wendleshire/staff'

describe('home', () => {
  const world = useWorld(fillWithSample)

  test('Home shows what names me, or a post I hold, and my part in it', async () => {
    const sponsor = await world.signIn('sponsor')
    await tie(sponsor.accountId, 'Marguerite Ansty')
    const page = await sponsor.see(home)
    assert.match(
      page.text,
      /Wendleshire Safeguarding Children Partnership Sponsor, Officer representative In place/,
    )
    assert.match(page.text, /1 of your entries has something missing/)
    assert.doesNotMatch(page.text, /Family Hubs Alliance/, 'what has ended is nobody’s work')
    const mine = /href="([^"]+gap=any)">1 of your entries/.exec(page.body)![1]!.replaceAll('&amp;', '&')
    assert.match((await sponsor.see(mine)).text, /Wendleshire Inclusion and Additional Needs Board/)
  })

  test('Home says what waits for those who may do it, and only to them', async () => {
    const keeper = await (await world.signIn('keeper')).see(home)
    assert.match(keeper.text, /1 post is vacant/)
    assert.match(keeper.text, /21 entries have something missing/)
    assert.match(keeper.text, /Your account is not tied to a person/)
    const administrator = await world.signIn('administrator')
    const says = /href="([^"]+)">Say who you are/.exec((await administrator.see(home)).body)![1]!
    assert.equal((await administrator.see(says)).status, 200)
    const reader = await (await world.signIn('reader')).see(home)
    assert.match(reader.text, /Nothing waits for you/)
  })

  test('Home counts my proposals that are not submitted yet, leads to them and to a new one', async () => {
    const officer = await world.signIn('contributor')
    assert.doesNotMatch((await officer.see(home)).text, /not submitted yet/)
    await world.database
      .maintenance()
      .updateTable('proposal')
      .set({ account_id: officer.accountId })
      .where('state', '=', 'draft')
      .where('started_by', '=', 'Verity Clough')
      .execute()
    const page = await officer.see(home)
    const mine = /href="([^"]+)">2 proposals of yours are not submitted yet/.exec(page.body)![1]!
    assert.match((await officer.see(mine)).text, /Yours .* Brackwater Memory Café/)
    assert.match(page.body, /assessments\/new">Propose a partnership/)
    assert.doesNotMatch((await (await world.signIn('reader')).see(home)).text, /Propose a partnership/)
  })

  async function withApproved() {
    const officer = await world.signIn('contributor')
    await world.database
      .maintenance()
      .updateTable('proposal')
      .set({ account_id: officer.accountId })
      .where('state', '=', 'approved')
      .execute()
    return officer
  }

  test('REG-2: Home says which of my approved proposals still go on the register', async () => {
    const officer = await withApproved()
    const page = await officer.see(home)
    const mine = /href="([^"]+)">1 approved proposal of yours is not on the register yet/.exec(page.body)![1]!
    assert.match((await officer.see(mine)).text, /WCC-0041 .* Approved, not yet registered/)
  })

  test('APP-6: Home tells what I had approved and no longer stands from what waits to be registered', async () => {
    const officer = await withApproved()
    const page = await officer.see(home)
    const moved = /href="([^"]+)">1 approval of a proposal of yours is out of date/.exec(page.body)![1]!
    const list = await officer.see(moved.replaceAll('&amp;', '&'))
    assert.match(list.text, /WCC-0040 .* Approved, out of date To be renewed/)
    assert.doesNotMatch(list.text, /WCC-0041/)
  })

  test('APP-6: A list says of what was agreed until when it can be called in, not whom it no longer waits for', async () => {
    const keeper = await world.signIn('keeper')
    const list = await keeper.see('/wendleshire/staff/proposals')
    assert.match(list.text, /WCC-0039 .{1,90} Being decided Can be called in until 27 November 2026/)
    const approval = await keeper.see('/wendleshire/staff/partnerships/WCC-0039/approval')
    assert.match(approval.text, /Chief executive Not needed so far/)
    assert.match(approval.body, /aria-current="true">Proposals</)
  })

  test('Home tells the latest changes in plain words, of entries the reader may see', async () => {
    const page = await (await world.signIn('reader')).see(home)
    assert.match(page.text, /Imogen Sallow \(register keeper\) published the entry 16 November 2026/)
    const { id: directorateId } = await world.county.db
      .selectFrom('directorate')
      .select('id')
      .where('name', '=', 'Resources')
      .executeTakeFirstOrThrow()
    const scoped = await (await world.signIn('reader', 'county', { directorateId })).see(home)
    assert.doesNotMatch(scoped.text, /Resilience Forum/)
    assert.match(scoped.text, /Wendle Shared Procurement Service/)
  })

  async function tie(accountId: string, name: string) {
    await world.database
      .maintenance()
      .updateTable('person')
      .set({ account_id: accountId })
      .where('name', '=', name)
      .where('authority_id', '=', world.county.id)
      .execute()
  }
})

describe('home of an empty register', () => {
  const world = useWorld()

  test('An empty register greets its keeper with the two ways in', async () => {
    const page = await (await world.signIn('keeper')).see(home)
    assert.match(page.text, /Import a spreadsheet .* Add an entry/)
  })
})
