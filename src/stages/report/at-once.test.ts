import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { useApproval } from '#test/approval.ts'
import { decideAs } from '#test/decided.ts'
import { meanwhile } from '#test/meanwhile.ts'
import { useWorld } from '#test/world.ts'

describe('writing in a report while it is decided on', () => {
  const world = useWorld()
  const { light } = useApproval(world)
  const parts = () => world.county.db.selectFrom('report_part').select(['id', 'body']).execute()

  test('APP-7: nothing is written into the report of a proposal that was decided in that very moment', async () => {
    const { proposer, head, path, id } = await light()
    const heading = `${path}/report/headings/purpose?which=cabinet-report`
    meanwhile(world, proposer, () => decideAs(world, head, id))
    const late = await proposer.fill(heading, { body: 'Other words' })
    assert.equal(late.status, 409)
    assert.match(late.text, /Its report stays as it was decided on/)
    assert.deepEqual(await parts(), [])
  })

  test('APP-7: nor is anything taken out of it', async () => {
    const { proposer, head, path, id } = await light()
    const heading = `${path}/report/headings/purpose?which=cabinet-report`
    await proposer.fill(heading, { body: 'Words' })
    meanwhile(world, proposer, () => decideAs(world, head, id))
    const late = await proposer.fill(heading, { clear: 'yes' })
    assert.equal(late.status, 409)
    assert.deepEqual(
      (await parts()).map(each => each.body),
      ['Words'],
    )
  })
})
