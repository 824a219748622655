import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, test } from 'node:test'
import { SMTPServer } from 'smtp-server'
import { today, useWorld } from '#test/world.ts'
import { queueMail } from './mail.ts'
import { deliveryOf, sendWaiting } from './sending.ts'

describe('mail', () => {
  const world = useWorld()
  const link = `http://x.example/reset/${'abc'.repeat(30)}`
  const letter = {
    to: 'ada@wendleshire.example',
    subject: 'Ünïcode\nBcc: x@y.example',
    body: `A link: ${link}\n`,
  }
  const db = () => world.database.maintenance()
  const row = () => db().selectFrom('mail').selectAll().executeTakeFirstOrThrow()
  const after = (minutes: number) => new Date(today.getTime() + minutes * 60_000)
  const refuse = () => Promise.reject(new Error('The server is away'))

  test('is written to the outbox folder where no server is configured', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'concordat-outbox-'))
    try {
      await queueMail(db(), letter, today)
      const deliver = deliveryOf({ smtpUrl: undefined, mailFrom: 'Concordat <c@x.example>', dataDir })
      assert.equal(await sendWaiting(db(), deliver, today), 1)
      const [file, ...rest] = await readdir(join(dataDir, 'outbox'))
      assert.equal(rest.length, 0)
      const mail = await readFile(join(dataDir, 'outbox', file!), 'utf8')
      assert.match(mail, /^To: ada@wendleshire\.example$/m)
      assert.ok(mail.includes(link), 'the link stands on one line')
      assert.doesNotMatch(mail, /^Bcc:/m)
    } finally {
      await rm(dataDir, { recursive: true })
    }
  })

  test('goes through the mail server where one is configured, and waits where that refuses', async () => {
    const taken: { to: string[]; text: string }[] = []
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _, done) =>
        username === 'concordat' && password === 'p@ss'
          ? done(null, { user: username })
          : done(new Error('Wrong password')),
      onRcptTo: ({ address }, _, done) =>
        done(address.startsWith('nobody') ? new Error('No such mailbox') : null),
      onData(stream, { envelope }, done) {
        text(stream).then(whole => {
          taken.push({ to: envelope.rcptTo.map(each => each.address), text: whole })
          done()
        }, done)
      },
    })
    await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
    const { port } = server.server.address() as AddressInfo
    const deliverAs = (login: string) =>
      deliveryOf({
        smtpUrl: `smtp://${login}@127.0.0.1:${port}`,
        mailFrom: 'Concordat <c@x.example>',
        dataDir: '/nowhere',
      })
    try {
      await queueMail(db(), letter, today)
      assert.equal(await sendWaiting(db(), deliverAs('concordat:wrong'), today), 0)
      assert.match((await row()).last_error ?? '', /Wrong password/)
      assert.equal(await sendWaiting(db(), deliverAs('concordat:p%40ss'), after(2)), 1)
      assert.deepEqual(
        taken.map(each => each.to),
        [[letter.to]],
      )
      const mail = taken[0]!.text
      assert.match(mail, /^From: Concordat <c@x\.example>\r$/m)
      assert.doesNotMatch(mail, /^Bcc:/m)
      assert.ok(mail.replace(/=\r\n/g, '').includes(link), 'the link comes through whole')
      await queueMail(db(), { ...letter, to: 'nobody@wendleshire.example' }, after(3))
      assert.equal(await sendWaiting(db(), deliverAs('concordat:p%40ss'), after(3)), 0)
      const waiting = await db()
        .selectFrom('mail')
        .selectAll()
        .where('sent_at', 'is', null)
        .executeTakeFirst()
      assert.match(waiting?.last_error ?? '', /No such mailbox/)
    } finally {
      await new Promise<void>(closed => server.close(closed))
    }
  })

  test('goes out once, and the link in it is not kept', async () => {
    await queueMail(db(), letter, today)
    const sent: string[] = []
    const deliver = async ({ to }: { to: string }) => void sent.push(to)
    assert.equal(await sendWaiting(db(), deliver, today), 1)
    assert.equal(await sendWaiting(db(), deliver, after(600)), 0)
    assert.deepEqual(sent, [letter.to])
    assert.equal((await row()).body, '')
  })

  test('is tried again after growing pauses, then given up', async () => {
    await queueMail(db(), letter, today)
    await sendWaiting(db(), refuse, today)
    const first = await row()
    assert.deepEqual(
      [first.attempts, first.last_error, first.next_attempt_at],
      [1, 'The server is away', after(1)],
    )
    assert.equal(await sendWaiting(db(), refuse, today), 0)
    await sendWaiting(db(), refuse, after(1))
    assert.deepEqual((await row()).next_attempt_at, after(3))
    for (let day = 1; day < 20; day++) await sendWaiting(db(), refuse, after(day * 1440))
    assert.equal((await row()).attempts, 12)
    assert.ok((await row()).body.includes('reset'))
  })

  test('one that fails does not hold up the others', async () => {
    await queueMail(db(), { ...letter, to: 'bad@x.example' }, today)
    await queueMail(db(), letter, today)
    const deliver = ({ to }: { to: string }) => (to.startsWith('bad') ? refuse() : Promise.resolve())
    assert.equal(await sendWaiting(db(), deliver, today), 1)
  })
})
