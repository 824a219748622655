import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { change } from '#src/trail/change.ts'
import { useApproval } from '#test/approval.ts'
import { decideAs, moveTo } from '#test/decided.ts'
import { personWith, type TestPerson } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

describe('a decision that a deputy took', () => {
  const world = useWorld()
  const { light } = useApproval(world)

  async function named() {
    const deputy = await personWith(world, 'Fay Friend')
    const running = await light()
    const { id: postId, title } = await world.county.db
      .selectFrom('post')
      .select(['id', 'title'])
      .executeTakeFirstOrThrow()
    const by = (name: string) => ({
      authority: world.county.id,
      by: { kind: 'person', accountId: null, name, capacity: 'Register keeper' } as const,
      at: world.clock.now,
      action: 'post.hold',
    })
    const holding = { post_id: postId, person_id: deputy.personId, deputy: true }
    const days = { starts_on: '2026-11-23', ends_on: '2026-11-27' }
    const holdingId = (await change(world.county.db, by('Kit Keeper'), act =>
      act.on('post', postId, title).insert('post_holding', { ...holding, ...days }),
    )) as string
    const changes = (name: string, patch: object) =>
      change(world.county.db, by(name), act =>
        act.on('post', postId, title).update('post_holding', holdingId, patch),
      )
    const removes = () =>
      change(world.county.db, by('Kit Keeper'), act =>
        act.on('post', postId, title).remove('post_holding', holdingId),
      )
    const page = async (who: TestPerson) => (await who.see(`${running.path}/approval`)).text
    return { ...running, deputy, changes, removes, page }
  }

  test('APP-5: the approval says who named the deputy, when and for which days', async () => {
    const { deputy, id, page, proposer } = await named()
    await decideAs(world, deputy, id)
    assert.match(
      await page(proposer),
      /Fay Friend approved .* As Deputy for the Head of Places Named deputy for the Head of Places by Kit Keeper on 23 November 2026, from 23 November 2026 to 27 November 2026\./,
    )
  })

  test('APP-5: it says so as it was when the deputy decided, whatever was changed or removed afterwards', async () => {
    const { deputy, id, page, proposer, changes, removes } = await named()
    await moveTo(world, '2026-11-24T10:00:00Z', deputy, proposer)
    await changes('Ada Administrator', { ends_on: '2026-12-04' })
    await decideAs(world, deputy, id)
    await moveTo(world, '2026-11-25T10:00:00Z', proposer)
    await changes('Cal Coverer', { ends_on: '2026-11-24' })
    await removes()
    const text = await page(proposer)
    assert.match(
      text,
      /by Kit Keeper on 23 November 2026, from 23 November 2026 to 4 December 2026, as changed by Ada Administrator on 24 November 2026\./,
    )
    assert.doesNotMatch(text, /Cal Coverer/)
  })

  test('APP-5: of a decision that the holder took it says nothing of deputies', async () => {
    const { head, id, page, proposer } = await named()
    await decideAs(world, head, id)
    const text = await page(proposer)
    assert.match(text, /Hal Head approved/)
    assert.doesNotMatch(text, /Named deputy|not on record/)
  })
})
