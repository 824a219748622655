import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import { adoptCommon } from '#test/approved.ts'
import { addAskedProposal } from '#test/asked.ts'
import type { Client } from '#test/client.ts'
import { addTestDirectorate, addTestEntry } from '#test/entries.ts'
import { useWorld } from '#test/world.ts'

const staff = '/wendleshire/staff'
const partnership =
  'single-body=no&independent-bodies=yes&talk-only=no&service-for-us=no&shared-agreeing=yes&shared-delivery=yes&wellbeing=yes&features=skipped'

const significance = {
  'answer.money-a-year': '0',
  'answer.pooled': '0',
  'answer.outside-money': '0',
  'answer.accountable-body': 'no',
  'answer.officer-days': '4',
  'answer.lead': 'no',
  'answer.members-on-board': '0',
  'answer.statutory': 'no',
  'answer.length': '10',
}
const evidence = {
  evidenced_by: 'Cabinet',
  evidenced_on: 'March 2014',
  evidence: 'Minute 47 of 4 March 2014',
}

const isNumber = (body: string, name: string) =>
  new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(body)?.[0].includes('inputmode') ?? false

describe('what was in place before the protocol is put on record', () => {
  const world = useWorld()
  const one = (table: 'proposal' | 'involvement') =>
    world.county.db.selectFrom(table).selectAll().executeTakeFirstOrThrow() as Promise<
      Record<string, unknown>
    >

  // Answers every question of a page the way that stands least in the way.
  async function answerPage(client: Client, address: string, fixed: Record<string, string> = {}) {
    for (let round = 0; round < 4; round++) {
      const page = await client.see(address)
      const fields: Record<string, string> = {}
      for (const [, id] of page.body.matchAll(/name="base\.([^"]+)"/g)) {
        const name = `answer.${id}`
        const radio = [
          ...page.body.matchAll(new RegExp(`name="${name}" type="radio" value="([^"]*)"`, 'g')),
        ].map(match => match[1]!)
        if (radio.length > 0)
          fields[name] =
            fixed[name] ??
            (radio.includes('no') && !radio.includes('partly') && id !== 'accepted'
              ? 'no'
              : (radio.find(each => each === 'yes') ?? radio.find(each => each === 'low') ?? radio.at(-1)!))
        else if (page.body.includes(`name="${name}"`))
          fields[name] = fixed[name] ?? (isNumber(page.body, name) ? '0' : 'Said')
        if (page.body.includes(`name="note.${id}"`)) fields[`note.${id}`] = 'As minuted'
        if (page.body.includes(`name="owner.${id}"`)) fields[`owner.${id}`] = 'Ann Lee'
      }
      const saved = await client.fill(address, fields)
      assert.equal(saved.status, 303, saved.text)
      if (!saved.location!.includes('more=')) return saved.location
    }
    throw new Error(`${address} always asks more`)
  }

  async function answerAll(client: Client, path: string) {
    const tested = await client.fill(
      `${staff}/assessments/test?of=${path.split('/').at(-1)}&${partnership}`,
      {},
    )
    assert.equal(tested.location, `${path}/existing`)
    const door = await client.see(`${path}/existing`)
    const pages = [...door.body.matchAll(/href="([^"]+\/questions\/[^"?]+\?from=existing)"/g)].map(
      match => match[1]!,
    )
    assert.ok(pages.length >= 3)
    for (const page of pages)
      assert.equal(await answerPage(client, page, significance), `${path}/existing`, page)
  }

  test('ENT-7, ENT-8: Test, significance, evaluation and exposure in one sitting, approval not evidenced until it is', async () => {
    const entry = await addTestEntry(world, { started_on: '2014' })
    const person = await world.signIn('contributor')
    assert.match((await person.see(entry.path)).text, /Approval not evidenced/)
    const begun = await person.fill(`${entry.path}/existing`, {})
    assert.equal(begun.location, `${entry.path}/existing`)
    const empty = await person.see(`${entry.path}/existing`)
    assert.match(empty.text, /4 pages are left/)
    assert.doesNotMatch(empty.text, /Put it on record/)
    assert.equal((await person.see(`${entry.path}/proposal`)).location, `${entry.path}/existing`)
    const early = await person.post(`${entry.path}/existing/record`, {})
    assert.equal(early.status, 409)
    assert.match(early.text, /Answer everything that is asked first/)

    await answerAll(person, entry.path)
    const whole = await person.see(`${entry.path}/existing`)
    assert.match(whole.text, /Everything that is asked is answered/)
    const recorded = await person.fill(`${entry.path}/existing`, {}, `${entry.path}/existing/record`)
    assert.equal(recorded.status, 303, recorded.text)
    assert.match((await person.see(recorded.location!)).text, /Approval not evidenced/)
    const page = await person.see(entry.path)
    assert.match(page.text, /Approval not evidenced/)
    assert.match(page.text, /Assessed as Partnership/)
    const causes = await world.county.db.selectFrom('assessment').select(['about', 'cause']).execute()
    assert.deepEqual(causes.map(each => `${each.about} ${each.cause}`).toSorted(), [
      'kind existing',
      'tier existing',
    ])
    const { state, purpose } = await one('proposal')
    assert.deepEqual([state, purpose], ['recorded', 'existing'])
    assert.equal((await one('involvement')).stage, 'in-place')
    assert.equal((await one('involvement')).approval_evidenced, false)

    const said = await person.fill(`${entry.path}/existing/approval`, evidence)
    assert.equal(said.status, 303, said.text)
    assert.equal((await one('involvement')).approval_evidenced, true)
    assert.match((await person.see(entry.path)).text, /Approved by Cabinet, March 2014/)
    const history = await person.see(`${entry.path}/history`)
    assert.match(history.text, /said how it was approved/)
    assert.match(history.text, /put on record what was in place before the protocol/)
    const taken = { evidenced_by: '', evidenced_on: '', evidence: '' }
    assert.equal((await person.fill(`${entry.path}/existing/approval`, taken)).status, 303)
    assert.equal((await one('involvement')).approval_evidenced, false)
    assert.match((await person.see(`${entry.path}/history`)).text, /took back how it was approved/)
  })

  test('APP-2: Nothing that is considered, proposed, approved or over, and nothing new, comes in by this door', async () => {
    const keeper = await world.signIn('keeper')
    await adoptCommon(world, '2026-06-15')
    const shut = async (entry: { path: string }, message: RegExp) => {
      const page = await keeper.see(`${entry.path}/existing`)
      assert.match(page.text, message)
      assert.doesNotMatch(page.body, /\/existing"[^>]*>/)
      for (const act of ['', '/record', '/approval'])
        assert.equal((await keeper.post(`${entry.path}/existing${act}`, evidence)).status, 409, act)
    }
    for (const stage of ['considered', 'proposed', 'approved', 'ended', 'declined'] as const)
      await shut(await addTestEntry(world, { stage, started_on: '2014' }), /This is for what is in place/)
    await shut(
      await addTestEntry(world, { started_on: '2026-07' }),
      /has to be proposed and approved\. It started July 2026/,
    )
    await shut(await addTestEntry(world, { started_on: '2026' }), /Enter the month or the day/)
    await shut(await addTestEntry(world), /Enter when it started/)
    await shut(await addTestEntry(world, { kind: 'network' }), /asks this of partnerships alone/)
    const under = await addTestEntry(world, { started_on: '2014' })
    await addAskedProposal(world, { for: under, purpose: 'extend' })
    await shut(under, /A proposal about it is under way/)
    const rows = await world.county.db
      .selectFrom('proposal')
      .select('id')
      .where('purpose', '=', 'existing')
      .execute()
    assert.deepEqual(rows, [])
  })

  test('APP-2: It is never submitted for approval', async () => {
    const entry = await addTestEntry(world, { started_on: '2014' })
    const keeper = await world.signIn('keeper')
    await keeper.fill(`${entry.path}/existing`, {})
    const answer = await keeper.post(`${entry.path}/proposal/check`, {})
    assert.notEqual(answer.status, 303)
    assert.deepEqual(await world.county.db.selectFrom('approval').select('id').execute(), [])
  })

  test('What evidences the approval is said whole or not at all', async () => {
    const entry = await addTestEntry(world, { started_on: '2014' })
    const keeper = await world.signIn('keeper')
    await keeper.fill(`${entry.path}/existing`, {})
    const wrong = async (fields: Record<string, string>) =>
      (await keeper.fill(`${entry.path}/existing/approval`, fields)).text
    assert.match(await wrong({ evidenced_by: 'Cabinet' }), /Enter when it was approved\. A year will do\./)
    assert.match(await wrong({ evidenced_on: '2014' }), /Say who approved it/)
    assert.match(await wrong({ ...evidence, evidence: '' }), /Say where the approval can be read/)
    assert.match(await wrong({ ...evidence, evidenced_on: '2027' }), /must be 23 November 2026 or earlier/)
    assert.equal((await keeper.fill(`${entry.path}/existing/approval`, evidence)).status, 303)
    // It counts once the rest is on record too.
    assert.equal((await one('involvement')).approval_evidenced, false)
  })

  test('Twice is safe, of two who change it one is told, and wrong roles cannot', async () => {
    const entry = await addTestEntry(world, { started_on: '2014' })
    const keeper = await world.signIn('keeper')
    const form_id = newId()
    const first = await keeper.post(`${entry.path}/existing`, { form_id })
    assert.equal((await keeper.post(`${entry.path}/existing`, { form_id })).location, first.location)
    assert.equal((await keeper.post(`${entry.path}/existing`, {})).status, 303)
    assert.equal((await world.county.db.selectFrom('proposal').select('id').execute()).length, 1)
    await keeper.fill(`${entry.path}/existing/approval`, evidence)
    const late = await keeper.post(`${entry.path}/existing/approval`, {
      ...evidence,
      evidence: 'x',
      seen: '1',
    })
    assert.equal(late.status, 409)
    const roads = await addTestDirectorate(world, 'Roads')
    for (const act of ['', '/record', '/approval']) {
      for (const role of ['reader', 'auditor', 'adviser'] as const)
        assert.equal(
          (await (await world.signIn(role)).post(`${entry.path}/existing${act}`, evidence)).status,
          403,
          `${role} ${act}`,
        )
      const other = await world.signIn('contributor', 'county', { directorateId: roads })
      assert.equal((await other.post(`${entry.path}/existing${act}`, evidence)).status, 404)
    }
    assert.equal((await (await world.signIn('reader')).see(`${entry.path}/existing`)).status, 200)
  })
})
