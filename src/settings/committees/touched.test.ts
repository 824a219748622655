import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decideAs, submitSignificant, submitToCabinet } from '#test/decided.ts'
import { useWorld } from '#test/world.ts'

const staff = '/wendleshire/staff'
const says = /A proposal that is being decided still asks for a decision here\./

describe('what a change of posts and committees does to what is being decided', () => {
  const world = useWorld()

  test('APP-1: Before a committee is closed its page names the proposals that wait for it', async () => {
    const { cast, seatId, approvalId, proposal } = await submitToCabinet(world)
    const admin = await world.signIn('administrator')
    const { committee_id: id } = await world.county.db
      .selectFrom('approval_seat')
      .select('committee_id')
      .where('id', '=', seatId)
      .executeTakeFirstOrThrow()
    const page = `${staff}/settings/committees/${id}`
    const { text, body } = await admin.see(page)
    assert.match(text, says)
    assert.match(text, /Once this committee is closed, or nobody records for it/)
    assert.match(text, /Saltmere Flood Partnership \(WCC-0001\), which asks Cabinet/)
    assert.match(body, new RegExp(`href="${proposal.path}/approval"`))
    const recorder = /href="([^"]*\/recorders\/[0-9a-f-]+)"/.exec(body)![1]!
    assert.match((await admin.see(recorder)).text, says)
    assert.match((await admin.see(`${staff}/settings/deciders/cabinet`)).text, says)
    await cast.clerk.fill(`${proposal.path}/approval/committee/${seatId}`, {
      outcome: 'declined',
      grounds: 'risk',
      'decided_on-day': '23',
      'decided_on-month': '11',
      'decided_on-year': '2026',
      minute_reference: 'CAB 1',
      key_decision: 'no',
      call_in: 'none',
    })
    const { state } = await world.county.db
      .selectFrom('approval')
      .select('state')
      .where('id', '=', approvalId)
      .executeTakeFirstOrThrow()
    assert.equal(state, 'declined')
    for (const each of [page, `${staff}/settings/deciders/cabinet`, recorder])
      assert.doesNotMatch((await admin.see(each)).text, says)
  })

  test('APP-1: So do a post, the days of its holder, the role it fills, and the page on which someone leaves', async () => {
    const { cast, approvalId } = await submitSignificant(world)
    const [admin, keeper] = [await world.signIn('administrator'), await world.signIn('keeper')]
    const { id } = await world.county.db
      .selectFrom('post')
      .select('id')
      .where('title', '=', 'Head of Law')
      .executeTakeFirstOrThrow()
    const post = await keeper.see(`${staff}/posts/${id}`)
    assert.match(post.text, says)
    assert.match(post.text, /which asks Head of Law as ‘Legal services’/)
    const holding = /href="([^"]*\/holders\/[0-9a-f]{8}-[0-9a-f-]+)"/.exec(post.body)![1]!
    const pages = [
      [keeper, `${staff}/posts/${id}`],
      [keeper, holding],
      [keeper, `${staff}/people/${cast.legal.personId}/leave`],
      [admin, `${staff}/settings/deciders/legal-services`],
    ] as const
    for (const [who, page] of pages) assert.match((await who.see(page)).text, says, page)
    assert.match(
      (await keeper.see(`${staff}/people/${cast.clerk.personId}/leave`)).text,
      /which asks Cabinet/,
      'whoever records for a committee',
    )
    const reader = await world.signIn('reader')
    assert.doesNotMatch((await reader.see(`${staff}/posts/${id}`)).text, says)
    await decideAs(world, cast.legal, approvalId)
    for (const [who, page] of pages) assert.doesNotMatch((await who.see(page)).text, says, page)
  })
})
