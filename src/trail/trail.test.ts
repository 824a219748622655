import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { newId } from '#src/domain/id.ts'
import { useWorld, type World } from '#test/world.ts'
import { type Actor, change } from './change.ts'

const url = '/wendleshire/staff/trail'
const ann: Actor = { kind: 'person', accountId: null, name: 'Ann Lee', capacity: 'Register keeper' }
const bob: Actor = { kind: 'person', accountId: null, name: 'Bob Marsh', capacity: 'Administrator' }

describe('the trail of an authority', () => {
  const world = useWorld()
  beforeEach(() => threeChanges(world))

  test('an auditor reads every change, newest first, and nobody less may', async () => {
    const auditor = await world.signIn('auditor')
    const page = await auditor.see(url)
    assert.equal(page.status, 200)
    assert.match(
      page.text,
      /Bob Marsh \(administrator\) changed the website .*Ann Lee \(register keeper\) added the organisation/,
    )
    assert.match(page.text, /Website: was empty, now https:\/\/police\.example/)
    assert.match(page.text, /Why: They moved/)
    for (const role of ['reader', 'contributor', 'sponsor', 'adviser'] as const)
      assert.equal((await (await world.signIn(role)).see(url)).status, 403)
    assert.equal((await (await world.signIn('auditor', 'borough')).see(url)).status, 404)
  })

  test('it narrows by person, record, field, act, kind and date', async () => {
    const auditor = await world.signIn('auditor')
    const shows = async (query: string) => {
      const { text } = await auditor.see(`${url}?${query}`)
      return [
        /changed the website/.test(text),
        /added the organisation/.test(text),
        /added the directorate/.test(text),
      ]
    }
    assert.deepEqual(await shows('who=bob'), [true, false, false])
    assert.deepEqual(await shows('record=communit'), [false, false, true])
    assert.deepEqual(await shows('field=website'), [true, false, false])
    assert.deepEqual(await shows('verb=add'), [false, true, true])
    assert.deepEqual(await shows('type=organisation'), [true, true, false])
    assert.deepEqual(await shows('from=2/3/2026&to=2/3/2026'), [false, true, false])
    assert.deepEqual(await shows('to=1+March+2026'), [false, false, true])
    assert.deepEqual(await shows('who=nobody'), [false, false, false])
  })

  test('a date that is none is named and narrows nothing', async () => {
    const page = await (await world.signIn('auditor')).see(`${url}?from=31/2/2026`)
    assert.match(page.text, /There is a problem .*From must be a date/)
    assert.match(page.text, /changed the website/)
  })

  test('it goes on page by page', async () => {
    await manyChanges(world, 60)
    const auditor = await world.signIn('auditor')
    const first = await auditor.see(`${url}?type=plan`)
    const older = /href="([^"]+)" rel="next"/.exec(first.body)![1]!.replaceAll('&amp;', '&')
    const second = await auditor.see(older)
    const count = (text: string) => text.match(/added the plan/g)!.length
    assert.deepEqual([count(first.text), count(second.text)], [40, 20])
    assert.doesNotMatch(second.body, /rel="next"/)
  })

  test('it is taken away as CSV: a row for each field, formulas made harmless', async () => {
    const auditor = await world.signIn('auditor')
    const { body, response } = await auditor.see(`${url}.csv?record=police`)
    assert.match(String(response.headers['content-disposition']), /trail-wendleshire-2026-11-23\.csv/)
    const rows = parse(body, { columns: true, bom: true }) as Record<string, string>[]
    const website = rows.find(row => row.Field === 'Website')!
    assert.deepEqual(
      [website.Who, website.Record, website.Was, website.Now, website.Why],
      ['Bob Marsh (administrator)', "'=Police", '', 'https://police.example', 'They moved'],
    )
    assert.equal(
      rows.every(row => /Police/.test(row.Record!)),
      true,
    )
  })

  test('it is taken away as JSON, however long', async () => {
    await manyChanges(world, 520)
    const auditor = await world.signIn('auditor')
    const all = JSON.parse((await auditor.see(`${url}.json`)).body) as { headline: string }[]
    assert.equal(all.length, 523)
    assert.deepEqual(JSON.parse((await auditor.see(`${url}.json?who=nobody`)).body), [])
  })

  test('an auditor of one directorate reads that directorate’s entries alone', async () => {
    const directorateId = newId()
    await change(world.county.db, what(world, ann, 'directorate.add', '2026-03-09'), act =>
      act
        .on('directorate', directorateId, 'Housing')
        .insert('directorate', { id: directorateId, name: 'Housing', closed_on: null }),
    )
    const inside = await world.signIn('auditor', 'county', { directorateId })
    const page = await inside.see(url)
    assert.equal(page.status, 200)
    assert.doesNotMatch(page.text, /Bob Marsh|Ann Lee/)
  })

  test('it links to an import for those alone who may open it', async () => {
    const id = newId()
    await change(world.county.db, what(world, ann, 'import.commit', '2026-03-09'), async act =>
      act.on('import', id, 'register.csv').note('counts', { created: 3, updated: 0 }),
    )
    const link = new RegExp(`href="/wendleshire/staff/imports/${id}"`)
    const page = await (await world.signIn('keeper')).see(url)
    assert.match(page.text, /took in the import .* register\.csv Rows: was empty, now created 3, updated 0/)
    assert.match(page.body, link)
    assert.doesNotMatch((await (await world.signIn('auditor')).see(url)).body, link)
  })

  test('whatever stands in the address, it answers', async () => {
    const auditor = await world.signIn('auditor')
    const junk = [
      '%00',
      '%',
      '\\',
      "'",
      '%25%5F',
      '🙂',
      '99999-99-99',
      'a'.repeat(3000),
      '[]',
      '-1',
      '0001-01-01',
    ]
    for (const name of [
      'from',
      'to',
      'who',
      'record',
      'type',
      'verb',
      'field',
      'before',
      'done',
      '__proto__',
    ])
      for (const value of junk) {
        const query = `${name}=${value === '%00' ? value : encodeURIComponent(value)}&${name}=x`
        for (const ending of ['', '.csv', '.json']) {
          const { status } = await auditor.see(`${url}${ending}?${query}`)
          assert.equal(status, 200, `${ending} ${query.slice(0, 60)}`)
        }
      }
  })
})

const what = (world: World, by: Actor, action: string, day: string, why?: string) => ({
  authority: world.county.id,
  by,
  at: new Date(`${day}T11:00:00Z`),
  action,
  why,
})

async function threeChanges(world: World) {
  const db = world.county.db
  const [directorate, police] = [newId(), newId()]
  await change(db, what(world, ann, 'directorate.add', '2026-03-01'), act =>
    act
      .on('directorate', directorate, 'Communities')
      .insert('directorate', { id: directorate, name: 'Communities', closed_on: null }),
  )
  await change(db, what(world, ann, 'organisation.add', '2026-03-02'), act =>
    act
      .on('organisation', police, '=Police')
      .insert('organisation', { id: police, name: '=Police', predecessor_id: null, merged_into: null }),
  )
  await change(db, what(world, bob, 'organisation.edit', '2026-03-03', 'They moved'), act =>
    act
      .on('organisation', police, '=Police')
      .update('organisation', police, { website: 'https://police.example' }),
  )
}

async function manyChanges(world: World, count: number) {
  await change(world.county.db, what(world, ann, 'plan.add', '2026-03-04'), async act => {
    for (let i = 0; i < count; i++) {
      const id = newId()
      await act
        .on('plan', id, `Plan ${i}`)
        .insert('plan', { id, name: `Plan ${i}`, starts_on: '2026-04-01', ends_on: null })
    }
  })
}
