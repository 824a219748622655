import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import { today, useWorld } from '#test/world.ts'
import { type Act, type Actor, change } from './change.ts'
import { listHistory } from './queries.ts'
import { type Told, tell } from './sentences.ts'

const keeper: Actor = { kind: 'person', accountId: null, name: 'Ann Lee', capacity: 'Register keeper' }

describe('the history of an entry in plain words', () => {
  const world = useWorld()
  const id = newId()
  const partnershipId = newId()
  let told: Told[]

  const save = (action: string, work: (act: Act) => Promise<unknown>, why?: string) =>
    change(world.county.db, { authority: world.county.id, by: keeper, at: new Date(), action, why }, work)
  const entry = (act: Act) => act.on('involvement', id, 'Safer Wendleshire')
  const history = async () => {
    const { events } = await listHistory(world.county.db, world.county.id, [{ type: 'involvement', id }], {
      limit: 50,
    })
    told = await tell(world.county.db, events)
    return told
  }
  const addEntry = () =>
    save('involvement.add', async act => {
      const writer = entry(act)
      await writer.insert('partnership', {
        id: partnershipId,
        name: 'Safer Wendleshire',
        purpose: 'To keep people safe',
        started_on: '2019-04',
        ended_on: null,
        lead_organisation_id: null,
        accountable_body_id: null,
      })
      await writer.insert('involvement', {
        id,
        partnership_id: partnershipId,
        reference: 'WCC-0001',
        level: null,
        tier: null,
        lead_member: null,
        representative: null,
        directorate_id: null,
        councillor_seats: null,
        officer_seats: null,
        risk_register: null,
        confirmed_on: null,
        merged_into: null,
        removed_at: null,
        created_at: today,
      })
    })

  test('REG-4: an entry that is added tells every field it came with', async () => {
    await addEntry()
    const [added] = await history()
    assert.equal(added!.headline, 'Ann Lee (register keeper) added the entry')
    assert.deepEqual(
      added!.lines.map(line => `${line.heading}: ${line.text}`),
      [
        'Name: Safer Wendleshire',
        'Purpose: To keep people safe',
        'Started: April 2019',
        'Reference: WCC-0001',
      ],
    )
  })

  test('REG-4: an edit names the fields, what they were and what they are, and why', async () => {
    await addEntry()
    const directorateId = newId()
    await save('directorate.add', act =>
      act
        .on('directorate', directorateId, 'Communities')
        .insert('directorate', { id: directorateId, name: 'Communities', closed_on: null }),
    )
    await save(
      'involvement.edit',
      async act => {
        await entry(act).update('partnership', partnershipId, {
          purpose: 'To prevent crime',
          theme: 'Safety',
        })
        await entry(act).update('involvement', id, {
          directorate_id: directorateId,
          lead_member: true,
          tier: 'significant',
        })
      },
      'The new plan',
    )
    const [edit] = await history()
    assert.equal(edit!.headline, 'Ann Lee (register keeper) changed the purpose, the theme and 3 more')
    assert.equal(edit!.why, 'The new plan')
    assert.deepEqual(edit!.lines.map(line => `${line.heading}: ${line.text}`).sort(), [
      'Directorate: was empty, now Communities',
      'Purpose: was To keep people safe, now To prevent crime',
      'Theme: was empty, now Safety',
      'Tier: was empty, now Significant',
      'We are the lead member: was empty, now Yes',
    ])
  })

  test('REG-4: lists change in words that name the partner, the person and the year', async () => {
    await addEntry()
    const [police, ada, bram] = [newId(), newId(), newId()]
    await save('organisation.add', act =>
      act.on('organisation', police, 'Police').insert('organisation', {
        id: police,
        name: 'Wendleshire Police',
        predecessor_id: null,
        merged_into: null,
      }),
    )
    for (const [personId, name] of [
      [ada, 'Ada Fernsby'],
      [bram, 'Bram Oakshott'],
    ] as const)
      await save('person.add', act =>
        act.on('person', personId, name).insert('person', {
          id: personId,
          name,
          honorific: 'Cllr',
          organisation_id: null,
          account_id: null,
          left_on: null,
          merged_into: null,
        }),
      )
    let [membership, seat, sponsor, money] = ['', '', '', '']
    await save('involvement.edit', async act => {
      membership = await entry(act).insert('membership', {
        partnership_id: partnershipId,
        organisation_id: police,
      })
    })
    const seatOf = (role: 'councillor' | 'sponsor') => ({
      involvement_id: id,
      role,
      person_id: ada,
      post_id: null,
      substitute_for: null,
      starts_on: null,
      ends_on: null,
    })
    await save('involvement.edit', async act => {
      seat = await entry(act).insert('appointment', seatOf('councillor'))
      sponsor = await entry(act).insert('appointment', seatOf('sponsor'))
    })
    await save('involvement.edit', async act => {
      money = await entry(act).insert('commitment', {
        involvement_id: id,
        year: '2026/27',
        type: 'money',
        pence: 500_000,
        form: 'grant',
        budgeted: true,
        days: null,
      })
    })
    await save('involvement.edit', async act => {
      await entry(act).update('commitment', money, { pence: 600_000 })
      await entry(act).update('appointment', sponsor, { person_id: bram })
    })
    await save('involvement.edit', act => entry(act).update('appointment', seat, { ends_on: '2026-05-07' }))
    await save('involvement.edit', act => entry(act).remove('membership', membership))
    const said = (await history())
      .reverse()
      .map(each => [each.headline, ...each.lines.map(line => `${line.heading}: ${line.text}`)])
    assert.deepEqual(said.slice(1), [
      ['Ann Lee (register keeper) added partner Wendleshire Police'],
      [
        'Ann Lee (register keeper) changed the people',
        ': Appointed Cllr Ada Fernsby as councillor representative',
        ': Appointed Cllr Ada Fernsby as sponsor',
      ],
      ['Ann Lee (register keeper) added money for 2026/27: £5,000, grant, budgeted'],
      [
        'Ann Lee (register keeper) changed the resources and the sponsor',
        'Money for 2026/27: was £5,000, now £6,000',
        'Sponsor: was Cllr Ada Fernsby, now Cllr Bram Oakshott',
      ],
      ['Ann Lee (register keeper) ended Cllr Ada Fernsby as councillor representative on 7 May 2026'],
      ['Ann Lee (register keeper) removed partner Wendleshire Police'],
    ])
  })

  test('a change made by an act on another record says which act', async () => {
    await addEntry()
    await save('import.commit', act => entry(act).update('partnership', partnershipId, { theme: 'Safety' }))
    await save('involvement.move', act => entry(act).update('involvement', id, { stage: 'ended' }))
    const heads = (await history()).map(each => each.headline)
    assert.equal(heads[1], 'Ann Lee (register keeper) changed the theme through an import')
    assert.match(heads[0]!, /changed the status from in place to ended$/)
  })

  test('an action nobody foresaw still reads as a sentence', async () => {
    await addEntry()
    await save('involvement.twist-round', act =>
      entry(act).update('partnership', partnershipId, { area: 'Saltmere' }),
    )
    await save('involvement.wave', async act => entry(act).note('wave', 'hello'))
    const [wave, twist] = await history()
    assert.equal(twist!.headline, 'Ann Lee (register keeper) changed the area')
    assert.deepEqual(wave!.lines, [{ heading: 'Wave', text: 'was empty, now hello' }])
  })

  test('a redacted event says that its words were taken out', async () => {
    await addEntry()
    await world.database
      .maintenance()
      .updateTable('event')
      .set({ payload: null as never, redacted_at: today })
      .where('subject_id', '=', id)
      .execute()
    const [gone] = await history()
    assert.equal(gone!.headline, 'Someone changed the entry. The words were taken out later.')
    assert.deepEqual(gone!.lines, [])
  })

  test('a long history comes page by page, newest first', async () => {
    await addEntry()
    for (const theme of ['a', 'b', 'c', 'd'])
      await save('involvement.edit', act => entry(act).update('partnership', partnershipId, { theme }))
    const subjects = [{ type: 'involvement', id }]
    const first = await listHistory(world.county.db, world.county.id, subjects, { limit: 3 })
    const second = await listHistory(world.county.db, world.county.id, subjects, {
      limit: 3,
      before: first.next!,
    })
    assert.equal(first.events.length, 3)
    assert.deepEqual(
      second.events.map(event => event.action),
      ['involvement.edit', 'involvement.add'],
    )
    assert.equal(second.next, null)
  })

  test('another authority reads nothing of it', async () => {
    await addEntry()
    const page = await listHistory(world.borough.db, world.county.id, [{ type: 'involvement', id }], {
      limit: 3,
    })
    assert.deepEqual(page.events, [])
  })
})
