import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { listHistory } from '#src/trail/queries.ts'
import { tell } from '#src/trail/sentences.ts'
import { addAskedProposal } from '#test/asked.ts'
import { fillRole, personWith } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

describe('the history of answers', () => {
  const world = useWorld()

  test('PEO-6: a history tells answers and advice in the words of the question', async () => {
    const { path, id } = await addAskedProposal(world)
    const keeper = await world.signIn('keeper')
    await fillRole(world, 'risk-team', 'Risk manager', [
      { person: await personWith(world, 'Ann Lee', 'reader') },
    ])
    const page = `${path}/questions/case`
    await later(() =>
      keeper.fill(page, { 'answer.need': ['funding', 'value'], 'note.need': 'For joint bids.' }),
    )
    await later(() => keeper.fill(page, { 'answer.need': ['value'], 'note.need': 'For joint bids.' }))
    await later(() =>
      keeper.fill(page, {
        'answer.benefits': 'Fewer floods.',
        'answer.equality': 'planned',
        'answer.need': ['value'],
        'note.need': 'x',
      }),
    )
    await later(() => keeper.fill(`${path}/questions/setup`, { 'skip.work-review': 'it ends in June' }))
    await later(() => keeper.fill(`${path}/questions/setup`, { 'skip.work-review': '' }))
    await later(() =>
      keeper.fill(`${path}/advice/new?question=exposure.accepted`, { to: 'team', team: 'risk-team' }),
    )
    const { id: advice } = await world.county.db.selectFrom('advice').select('id').executeTakeFirstOrThrow()
    await later(() => keeper.fill(`${path}/advice/${advice}`, {}, `${path}/advice/${advice}/withdraw`))
    const told = (await history(id)).slice(0, 7)
    assert.deepEqual(told, [
      'took back what Risk team was asked about “Has someone judged the risk acceptable?”',
      'asked Risk team about “Has someone judged the risk acceptable?”',
      'took out the answer to “How and when is its work reviewed?”',
      'answered “How and when is its work reviewed?”: not relevant because it ends in June',
      'answered questions of the proposal | “Why is a partnership needed?”: note was For joint bids., now x | Answered “What benefits do you expect?”: Fewer floods. | Answered “Is the effect on people with protected characteristics assessed?”: Will be done',
      'changed answers of the proposal | “Why is a partnership needed?” was It opens the way to outside funding; It is better value, now It is better value',
      'answered “Why is a partnership needed?”: It opens the way to outside funding; It is better value',
    ])
  })

  // Each act at a moment of its own, so that their order is sure.
  async function later(act: () => Promise<unknown>) {
    world.clock.now = new Date(world.clock.now.getTime() + 60_000)
    await act()
  }

  async function history(id: string) {
    const { events } = await listHistory(world.county.db, world.county.id, [{ type: 'involvement', id }], {
      limit: 50,
    })
    const told = await tell(world.county.db, events)
    return told.map(({ headline, lines }) =>
      [
        headline.replace(/^.*?\(register keeper\) /, ''),
        ...lines.map(({ heading, text }) => `${heading} ${text}`.trim()),
      ].join(' | '),
    )
  }
})
