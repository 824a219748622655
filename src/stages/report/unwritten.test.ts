import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import mammoth from 'mammoth'
import { submitToCabinet } from '#test/decided.ts'
import { useWorld } from '#test/world.ts'

describe('a report with headings that nobody has written', () => {
  const world = useWorld()

  test('APP-7: the committee’s page, the report and its Word document say how many there are', async () => {
    const { proposer, cast, page, proposal } = await submitToCabinet(world)
    const report = `${proposal.path}/report`
    const { text } = await proposer.see(`${report}?which=cabinet-report`)
    const missing = Number(/Draft: (\d+) headings still to be written/.exec(text)?.[1])
    assert.equal(text.match(/Change [^.]*? Still to be written/g)?.length, missing)
    const before = await cast.clerk.see(page)
    assert.match(before.text, new RegExp(`Report to Cabinet: ${missing} headings are still to be written`))
    assert.match(before.body, /href="[^"]*\/report\?which=cabinet-report"/)
    const { value } = await mammoth.extractRawText({
      buffer: (await proposer.see(`${report}.docx?which=cabinet-report`)).response.rawPayload,
    })
    assert.match(value, new RegExp(`^Draft: ${missing} headings still to be written\n`))
    await proposer.fill(`${report}/headings/accountable-member?which=cabinet-report`, {
      body: 'Cllr Alice Ray',
    })
    const after = await cast.clerk.see(page)
    assert.match(after.text, new RegExp(`Report to Cabinet: ${missing - 1} headings? (is|are) still`))
  })

  test('APP-7: of the reports that were begun each is told, and another not', async () => {
    const { proposer, cast, page, proposal } = await submitToCabinet(world)
    await proposer.fill(`${proposal.path}/report/headings/carbon?which=executive-report`, {
      body: 'Less of it',
    })
    const { text } = await cast.clerk.see(page)
    assert.match(text, /Report to an executive: \d+ headings are still to be written/)
    assert.doesNotMatch(text, /Report to Cabinet: \d/)
  })
})
