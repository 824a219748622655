import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addTestDirectorate, addTestEntry } from '#test/entries.ts'
import { contentOf, openSite, putPublished } from '#test/published.ts'
import { useWorld } from '#test/world.ts'

const staff = '/wendleshire/staff'

describe('What it may be already', () => {
  const world = useWorld()

  test('DEF-4: what the public sees of another directorate is likely too, and what is hidden stays hidden', async () => {
    const [places, people] = [
      await addTestDirectorate(world, 'Places'),
      await addTestDirectorate(world, 'People'),
    ]
    const flood = await addTestEntry(world, { name: 'Wendle Flood Risk Partnership', directorate: places })
    await addTestEntry(world, { name: 'Secret Flood Risk Panel', directorate: places })
    const { id } = world.county
    const owner = world.database.maintenance()
    await openSite(owner, id, world.clock.now)
    const content = contentOf({ name: 'Wendle Flood Risk Partnership', reference: flood.reference })
    await putPublished(owner, id, content, world.clock.now, flood.id)
    const person = await world.signIn('contributor', 'county', { directorateId: people })
    const look = () =>
      person.see(`${staff}/assessments/new?name=Flood+Risk+Partnership&directorate=${people}`)

    const alike = await look()
    assert.match(
      alike.text,
      /Wendle Flood Risk Partnership Partnership of another directorate, on the public register/,
    )
    assert.ok(alike.body.includes(`href="/wendleshire/register/${flood.reference}"`))
    assert.doesNotMatch(alike.text, /Secret/)
    // Said whether there are any or not, so that it tells nothing.
    for (const page of [alike, await person.see(`${staff}/assessments/new`)])
      assert.match(page.text, /There may be entries you cannot see: ask the keeper of the register\./)
    const keeper = await world.signIn('keeper')
    const whole = await keeper.see(`${staff}/assessments/new?name=Flood+Risk+Partnership`)
    assert.doesNotMatch(whole.text, /another directorate|you cannot see/)
  })
})
