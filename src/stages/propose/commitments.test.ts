import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import type { Stage } from '#src/domain/words.ts'
import { addTestDirectorate, addTestEntry } from '#test/entries.ts'
import { changeAs, draftProposal, personWith } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

describe('what we have promised already', () => {
  const world = useWorld()

  function give(involvement_id: string, year: string, pounds: number, budgeted: boolean, days = 0) {
    const row = { involvement_id, year, form: null, budgeted: null, pence: null, days: null }
    return changeAs(world, act =>
      act.on('involvement', involvement_id, 'x').insertMany('commitment', [
        { ...row, type: 'money', pence: pounds * 100, budgeted },
        { ...row, type: 'officer-time', days, note: 'Officers' },
      ]),
    )
  }
  const place = (id: string, directorate_id: string) =>
    changeAs(world, act => act.on('involvement', id, 'x').update('involvement', id, { directorate_id }))
  const sponsor = (involvement_id: string, person_id: string) =>
    changeAs(world, act =>
      act.on('involvement', involvement_id, 'x').insert('appointment', {
        id: newId(),
        involvement_id,
        role: 'sponsor',
        person_id,
        post_id: null,
        substitute_for: null,
        starts_on: null,
        ends_on: null,
      }),
    )

  test('ENT-4: Others of the same directorate or people stand there with totals, in the same years', async () => {
    const places = await addTestDirectorate(world, 'Places')
    const [person, ann] = [await personWith(world, 'Pat Proposer'), await personWith(world, 'Ann Lee')]
    const { path, entryId } = await draftProposal(world, person)
    await place(entryId, places)
    await sponsor(entryId, ann.personId)
    await give(entryId, '2026/27', 10_000, false, 5)
    const near = await addTestEntry(world, { name: 'Night Bus', directorate: places })
    await give(near.id, '2026/27', 20_000, true, 10)
    await give(near.id, '2019/20', 77_000, true)
    const far = await addTestEntry(world, { name: 'Warm Homes' })
    await sponsor(far.id, ann.personId)
    await give(far.id, '2026/27', 3000, false, 2)
    for (const stage of ['ended', 'considered'] as Stage[]) {
      const over = await addTestEntry(world, { name: `Of no account, ${stage}`, directorate: places, stage })
      await give(over.id, '2026/27', 50_000, true)
    }
    const page = await person.see(`${path}/proposal/commitments`)
    assert.match(
      page.text,
      /2026\/27 £10,000 £10,000 not in a budget £23,000 £3,000 not in a budget £33,000 5 12 17 The others/,
    )
    assert.match(
      page.text,
      /Warm Homes WCC-0003, in place Ann Lee £3,000 .* Night Bus .* the directorate £20,000 10/,
    )
    assert.doesNotMatch(page.text, /Of no account|77,000|2019/)
    const limited = await world.signIn('sponsor', 'county', { directorateId: places })
    const seen = await limited.see(`${path}/proposal/commitments`)
    assert.match(seen.text, /Night Bus/)
    assert.doesNotMatch(seen.text, /Warm Homes|£33,000/)
  })

  test('ENT-4: With nobody named there is nothing to compare, and the page says what to name', async () => {
    const person = await personWith(world, 'Pat Proposer')
    const { path, entryId } = await draftProposal(world, person)
    const page = await person.see(`${path}/proposal/commitments`)
    assert.match(page.text, /2026\/27 £0 .* 2027\/28 .* Say which directorate answers for it/)
    await place(entryId, await addTestDirectorate(world, 'Places'))
    assert.match(
      (await person.see(`${path}/proposal/commitments`)).text,
      /No other partnership on record draws on them in these years/,
    )
  })
})
