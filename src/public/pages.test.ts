import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { fillWithSample } from '#test/sample.ts'
import { useWorld } from '#test/world.ts'

describe('the public pages of the sample county', () => {
  const world = useWorld(fillWithSample)
  const see = (path: string) => world.visitor().see(path)
  const referenceOf = async (name: string) =>
    (
      await world.county.db
        .selectFrom('register_entry')
        .select('reference')
        .where('name', 'like', `${name}%`)
        .executeTakeFirstOrThrow()
    ).reference
  const keyOf = async (type: 'body' | 'person' | 'post', name: string) =>
    (
      await world.county.db
        .selectFrom('public_mention')
        .select('key')
        .where('type', '=', type)
        .where('name', '=', name)
        .limit(1)
        .executeTakeFirstOrThrow()
    ).key

  test('MUL-1: the first page lists who publishes and searches all of them, saying whose each is', async () => {
    const first = await see('/')
    assert.match(first.text, /Marlbeck Borough Council 14 10 November 2026/)
    assert.match(first.text, /Wendleshire County Council 34 16 November 2026/)
    assert.match(first.text, /Sign in/)
    assert.doesNotMatch(first.text, /Saltmere Borough Council/)
    const found = await see('/?q=waste')
    assert.match(found.text, /Wendleshire Waste Partnership Wendleshire County Council/)
    assert.match(found.text, /Wendleshire Waste Partnership Marlbeck Borough Council/)
    assert.match((await see('/?q=zzzyyyxxx')).text, /Nothing found/)
  })

  test('REG-5: staff and visitors are shown the same, and nobody a cookie', async () => {
    const keeper = await world.signIn('keeper')
    for (const path of [
      '/',
      '/wendleshire/register',
      '/wendleshire/register/WCC-0001',
      '/wendleshire/people',
    ]) {
      const [theirs, ours] = [await keeper.see(path), await see(path)]
      assert.equal(theirs.body, ours.body, path)
      for (const { response } of [theirs, ours]) assert.equal(response.headers['set-cookie'], undefined, path)
      assert.doesNotMatch(ours.body, /_csrf|form_id/)
    }
  })

  test('REG-5: an authority that does not publish has no public page', async () => {
    for (const path of ['register', 'people', 'bodies', 'changes', 'register/checkpoint', 'privacy', 'shown'])
      assert.equal((await see(`/saltmere/${path}`)).status, 404, path)
    assert.equal((await see('/wendleshire')).location, '/wendleshire/register')
  })

  test('REG-5: an entry says in plain words what it is, who is in it and what it costs', async () => {
    const { text } = await see('/wendleshire/register/WCC-0001')
    for (const words of [
      /Wendleshire Safeguarding Children Partnership WCC-0001 . Partnership\. In place\. Last confirmed as right on 19 October 2026/,
      /protect children from abuse and neglect/,
      /Our role We are the lead member\. We are represented on it/,
      /Councillors Cllr Cressida Vane from 18 May 2023/,
      /Partnership manager, who runs it Safeguarding Partnerships Manager/,
      /Observers Healthwatch Wendleshire/,
      /2026\/27 £172,250 Pooled budget Yes/,
      /Scrutiny committee Children/,
    ])
      assert.match(text, words)
  })

  test('SCR-4: it says what is withheld and why, and the site says what is always or never shown', async () => {
    assert.match(
      (await see('/wendleshire/register/WCC-0001')).text,
      /What is not shown Filed under \(withheld: safety\)/,
    )
    const { text } = await see('/wendleshire/shown')
    assert.match(text, /Withheld: commercial It would harm/)
    assert.match(text, /Never shown .*Notes/)
  })

  test('REG-5: it says what changed between versions, field by field, and can be seen as it was', async () => {
    const now = await see('/wendleshire/register/WCC-0001')
    assert.match(
      now.text,
      /16 November 2026 \(number 65 of the public log \) 2 changes: Last confirmed, Last internal audit/,
    )
    assert.match(now.text, /20 January 2026 : published for the first time/)
    assert.match(now.text, /Money in 2026\/27 Amount: £151,500 .* Amount: £172,250/)
    const then = await see('/wendleshire/register/WCC-0001?as-at=2026-06-01')
    assert.match(then.text, /This is what was published at the end of 1 June 2026/)
    assert.doesNotMatch(then.text, /Last confirmed as right on 19 October 2026/)
    const before = await see('/wendleshire/register/WCC-0001?as-at=2026-01-19')
    assert.equal(before.status, 404)
    assert.match(before.text, /Nothing was published under WCC-0001 at the end of 19 January 2026/)
  })

  test('REG-5: one that ended says so with its reason, keeps its versions and leaves the list', async () => {
    const reference = await referenceOf('Family Hubs')
    const page = await see(`/wendleshire/register/${reference}`)
    assert.equal(page.status, 200)
    assert.match(
      page.text,
      /Taken off the current register on 24 August 2026: The partnership ended on 31 March 2026/,
    )
    assert.match(page.text, /published for the first time/)
    const links = [...page.body.matchAll(/href="(\/wendleshire\/(?:bodies|people|posts)\/[^"]+)"/g)].map(
      match => match[1]!,
    )
    assert.ok(links.length > 3)
    for (const link of links) assert.equal((await see(link)).status, 200, link)
    assert.match(page.text, /Brackwater Pantry Network/)
    assert.doesNotMatch((await see('/wendleshire/register')).text, new RegExp(`${reference}\\.`))
    assert.match((await see('/wendleshire/register?as-at=2026-08-23')).text, new RegExp(`${reference}\\.`))
  })

  test('SCR-4: one that was erased leaves number, fingerprint and reason, and nothing of what it said', async () => {
    const reference = await referenceOf('Brackwater Freeport')
    for (const path of [`register/${reference}`, `register/${reference}?as-at=2026-01-25`]) {
      const page = await see(`/wendleshire/${path}`)
      assert.equal(page.status, 410)
      assert.match(page.text, /Published before the other bodies had agreed to it/)
      assert.match(page.text, /Fingerprint: [0-9a-f]{64}/)
      assert.match(page.text, /Number in the public log 37/)
      assert.doesNotMatch(page.text, /freeport/i)
    }
    for (const path of ['register?as-at=2026-01-25', 'changes'])
      assert.doesNotMatch((await see(`/wendleshire/${path}`)).text, /freeport/i, path)
    assert.doesNotMatch((await see('/wendleshire/register?q=freeport')).text, /Freeport Company/)
  })

  test('REG-5: an entry that is not published looks like one that is not', async () => {
    const kept = await see(`/wendleshire/register/${await referenceOf('Shared Coroner and Mortuary')}`)
    const nonsense = await see('/wendleshire/register/WCC-9999')
    assert.equal(kept.status, 404)
    assert.equal(kept.body, nonsense.body)
  })

  test('REG-5: each councillor, post and body has a page of what it sits on', async () => {
    const person = await see(`/wendleshire/people/${await keyOf('person', 'Cressida Vane')}`)
    assert.match(
      person.text,
      /Cllr Cressida Vane .*Wendleshire Safeguarding Children Partnership Councillor representative, from 18 May 2023/,
    )
    const post = await see(`/wendleshire/posts/${await keyOf('post', 'Director of Children and Families')}`)
    assert.match(post.text, /Held by .*Marguerite Ansty/)
    const body = await see(`/wendleshire/bodies/${await keyOf('body', 'Healthwatch Wendleshire')}`)
    assert.match(body.text, /Wendleshire Safeguarding Children Partnership Observer In place/)
    const inRegister = await see(
      `/wendleshire/register?body=${await keyOf('body', 'Healthwatch Wendleshire')}`,
    )
    assert.match(inRegister.text, /Wendleshire Safeguarding Children Partnership/)
    assert.doesNotMatch(inRegister.text, /Wendleshire Waste Partnership/)
    assert.match((await see('/wendleshire/people')).text, /Cressida Vane/)
    assert.match((await see('/wendleshire/bodies')).text, /Healthwatch Wendleshire/)
  })

  test('REG-5: an address with an earlier name leads to the right one, and nobody unnamed has a page', async () => {
    const key = await keyOf('person', 'Cressida Vane')
    const moved = await see(`/wendleshire/people/cressida-before-${key.slice(-8)}`)
    assert.deepEqual([moved.status, moved.location], [301, `/wendleshire/people/${key}`])
    const named = await world.county.db
      .selectFrom('public_mention')
      .select('key')
      .where('type', '=', 'person')
      .execute()
    const ends = new Set(named.map(row => row.key.slice(-8)))
    const people = await world.county.db.selectFrom('person').select('id').execute()
    const unnamed = people.filter(({ id }) => !ends.has(id.slice(-8)))
    assert.ok(unnamed.length > 5)
    for (const { id } of unnamed)
      assert.equal((await see(`/wendleshire/people/x-${id.slice(-8)}`)).status, 404)
    assert.equal((await see('/wendleshire/bodies/nobody')).status, 404)
  })

  test('REG-5: the log can be followed by hand, line by line, to the code of the checkpoint', async () => {
    const lines = await world.database
      .public()
      .selectFrom('publication')
      .selectAll()
      .where('authority_id', '=', world.county.id)
      .orderBy('number')
      .execute()
    let code = ''
    for (const { number, reference, act, at, content_hash, reason } of lines) {
      const said = [code, number, reference, act, at.toISOString(), content_hash, reason].join('\n')
      code = createHash('sha256').update(said).digest('hex')
    }
    const end = await see('/wendleshire/register/checkpoint')
    assert.match(
      end.text,
      new RegExp(`Number of the last line 74 Its code ${code} Lines in the log 74 Entries published now 34`),
    )
    assert.match(
      (await see('/wendleshire/register/checkpoint?number=3')).text,
      new RegExp(`Line 3 .*${lines[2]!.chain}`),
    )
    assert.match((await see('/wendleshire/register/checkpoint?number=900')).text, /The log has no line 900/)
    const log = await see('/wendleshire/changes?before=38')
    assert.match(log.text, /37 2 February 2026 Erased: Published before the other bodies had agreed to it/)
    assert.doesNotMatch(log.text, /\b38 2/)
  })

  test('REG-5: statements and whom to tell stand on every page', async () => {
    assert.match((await see('/wendleshire/accessibility')).text, /keyboard alone/)
    assert.match((await see('/wendleshire/privacy')).text, /set no cookies/)
    for (const path of ['register', 'register/WCC-0001', 'people', 'changes', 'shown']) {
      const { text, body } = await see(`/wendleshire/${path}`)
      assert.match(
        text,
        /Something wrong with this page\? Tell Partnerships team, Shire Hall: partnerships@wendleshire\.example or 01632 960100/,
      )
      assert.match(body, /rel="license" href="https:\/\/www\.nationalarchives\.gov\.uk/)
    }
  })

  test('the first screen, styles included, is under 60 kB compressed', async () => {
    const sizes: number[] = []
    const { body } = await see('/wendleshire/register')
    const files = [...body.matchAll(/(?:href|src)="([^"]+\.(?:css|js|svg))"/g)].map(match => match[1]!)
    assert.ok(files.length >= 2)
    for (const path of ['/wendleshire/register', ...files]) {
      const { rawPayload } = await world.app.inject({ url: path, headers: { 'accept-encoding': 'gzip' } })
      sizes.push(rawPayload.length)
    }
    const sum = sizes.reduce((all, size) => all + size)
    assert.ok(sum < 60_000, `${sum} bytes: ${sizes.join(', ')}`)
  })
})
