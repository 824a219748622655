import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { type Cast, recordAs, submitToCabinet } from '#test/decided.ts'
import { addTestEntry } from '#test/entries.ts'
import { changeAs, type TestPerson } from '#test/proposals.ts'
import { signInWith, useWorld } from '#test/world.ts'

const secret = /owe us 7 million/
const staff = '/wendleshire/staff'

describe('what a committee decided in exempt business', () => {
  const world = useWorld()
  let proposer: TestPerson
  let cast: Cast
  let path: string

  beforeEach(async () => {
    const running = await submitToCabinet(world)
    ;({ proposer, cast } = running)
    path = running.proposal.path
    await recordAs(world, cast.clerk, running, {
      outcome: 'declined',
      reasons: 'They owe us 7 million.',
      exemptParagraph: '3',
    })
    await changeAs(world, act =>
      act.on('involvement', running.proposal.entryId, 'x').update('involvement', running.proposal.entryId, {
        registration: 'logged',
      }),
    )
  })

  const places = () =>
    ['', '/approval', '/approval/brief', '/history', '/report', '/proposal'].map(at => path + at)

  test('APP-6: its reasons are shown to who decides, records or proposes, and to who works on it or checks it', async () => {
    const contributor = await world.signIn('contributor')
    const auditor = await world.signIn('auditor')
    for (const entitled of [proposer, cast.legal, cast.clerk, contributor, auditor]) {
      const page = await entitled.see(`${path}/approval`)
      assert.match(page.text, /Not for publication: They owe us 7 million\./)
    }
    const report = await proposer.see(`${path}/report?which=cabinet-report`)
    assert.match(report.text, /Public; part of the decision is exempt \(paragraph 3\)/)
  })

  test('APP-6: they are shown to nobody else who reads the register, on none of its pages', async () => {
    const other = await addTestEntry(world, { name: 'Another' })
    const authorityId = world.county.id
    const others = [
      await world.signIn('reader'),
      await world.signIn('adviser'),
      await signInWith(world, [
        { authorityId, role: 'reader' },
        { authorityId, role: 'contributor', involvementId: other.id },
      ]),
    ]
    for (const reader of others) {
      for (const place of [...places(), `${staff}/register`, `${staff}/decisions`])
        assert.doesNotMatch((await reader.see(place)).body, secret, place)
      const page = await reader.see(`${path}/approval`)
      assert.match(page.text, /Cabinet declined/)
      assert.match(page.text, /paragraph 3\. Any reasons are shown only to those who work on it/)
    }
    const public_ = ['/wendleshire', path.replace('/staff', ''), `${path}/approval`]
    for (const place of public_) assert.doesNotMatch((await world.visitor().see(place)).body, secret, place)
  })

  test('APP-6: nor do the trail, its files, a mail or the end of the submission hold them', async () => {
    const auditor = await world.signIn('auditor')
    const history = await auditor.see(`${path}/history`)
    assert.match(history.text, /Reasons: Exempt from publication, paragraph 3/)
    for (const place of [
      `${staff}/trail`,
      `${staff}/trail.csv`,
      `${staff}/trail.json`,
      `${staff}/exceptions`,
    ]) {
      const answer = await auditor.see(place)
      assert.equal(answer.status, 200, place)
      assert.doesNotMatch(answer.body, secret, place)
    }
    const { db } = world.county
    for (const rows of [
      await db.selectFrom('event').selectAll().execute(),
      await world.database.maintenance().selectFrom('mail').selectAll().execute(),
      await db.selectFrom('approval').selectAll().execute(),
    ]) {
      assert.ok(rows.length > 0)
      assert.doesNotMatch(JSON.stringify(rows), secret)
    }
  })
})
