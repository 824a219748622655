import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { useWorld } from '#test/world.ts'

describe('a list of people', () => {
  const world = useWorld()
  const url = '/wendleshire/staff/people/import'
  const csv = [
    'Name,E-mail,Kind,Post,Ward',
    'Cllr Ada Thorne,ada@wendle.example,,,Mill',
    'Ben Mars,ben@wendle.example,officer,Head of Housing,',
    ',nobody@wendle.example,,,',
    'Cy Dale,not an address,,,',
    'Di Eve,,king,,',
    'Ben Mars,BEN@wendle.example,,,',
  ].join('\n')

  test('A list is shown before it is taken in, with a reason for each row that cannot be', async () => {
    const keeper = await world.signIn('keeper')
    const check = await keeper.upload(url, 'file', { name: 'people.csv', bytes: Buffer.from(csv) })
    assert.equal(check.status, 200)
    assert.match(check.text, /2 people are new.*4 rows cannot be taken/)
    for (const reason of [
      'There is no name',
      'Enter an e-mail address',
      'The kind must be councillor',
      'Row 3 is the same person',
    ])
      assert.ok(check.text.includes(reason), reason)
    assert.equal(await count(), 0)
    const fields = hiddenOf(check.body)
    const done = await keeper.post(`${url}/commit`, fields)
    assert.equal(done.location, '/wendleshire/staff/people?done=saved')
    const list = await keeper.see('/wendleshire/staff/people')
    assert.match(list.text, /Cllr Ada Thorne Councillor Mill.*Ben Mars Officer Head of Housing/)
    assert.equal((await keeper.post(`${url}/commit`, fields)).location, done.location)
    assert.equal(await count(), 2)
    const events = await world.county.db
      .selectFrom('event')
      .select(['batch_id'])
      .where('action', '=', 'person.import')
      .execute()
    assert.equal(new Set(events.map(event => event.batch_id)).size, 1)
  })

  test('The same list again changes nothing, and a known person is changed where it says more', async () => {
    const keeper = await world.signIn('keeper')
    const bring = async (pasted: string) => {
      const check = await keeper.fill(url, { pasted })
      assert.equal(check.status, 200, check.text)
      if (check.text.includes('Nothing would change')) return 'nothing'
      await keeper.post(`${url}/commit`, hiddenOf(check.body))
      return check.text
    }
    await bring('Name\tE-mail\tPost\nBen Mars\tben@wendle.example\tHead of Housing')
    assert.equal(await bring('Name\tE-mail\tPost\nBen Mars\tben@wendle.example\tHead of Housing'), 'nothing')
    assert.match(
      await bring('Name\tE-mail\tPhone\nBen Mars\tben@wendle.example\t01632 960001'),
      /Phone number: 01632 960001/,
    )
    assert.match(await bring('Name\tE-mail\nBen Mars\tother@wendle.example'), /Someone of this name is here/)
    assert.equal(await count(), 2)
  })

  test('What is no list of people is refused with what to do', async () => {
    const keeper = await world.signIn('keeper')
    assert.match((await keeper.fill(url, { pasted: ' ' })).text, /Choose a file, or paste the list/)
    assert.match(
      (await keeper.fill(url, { pasted: 'a,b\n1,2' })).text,
      /No row of headings with ‘Name’ was found/,
    )
    assert.match((await keeper.fill(url, { pasted: 'Name,E-mail' })).text, /no rows below them/)
    const image = {
      name: 'x.csv',
      bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]),
    }
    assert.equal((await keeper.upload(url, 'file', image)).status, 422)
    const unknown = await keeper.fill(url, { pasted: 'Name,Directorate\nBen Mars,Nowhere' })
    assert.match(unknown.text, /No directorate is called ‘Nowhere’/)
    assert.equal((await keeper.post(`${url}/commit`, { list: '[{"row":1}]' })).status, 422)
    assert.equal((await (await world.signIn('reader')).post(`${url}/commit`, { list: '[]' })).status, 403)
  })

  const count = async () => (await world.county.db.selectFrom('person').select('id').execute()).length
})

function hiddenOf(html: string): Record<string, string> {
  const main = html.slice(html.indexOf('<main'))
  return Object.fromEntries(
    [...main.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(match => [
      match[1]!,
      match[2]!.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&'),
    ]),
  )
}
