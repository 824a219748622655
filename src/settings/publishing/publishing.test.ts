import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import { addTestEntry } from '#test/entries.ts'
import { useWorld } from '#test/world.ts'

describe('the settings of the public register', () => {
  const world = useWorld()
  const base = '/wendleshire/staff/settings/publishing'
  const site = () =>
    world.database
      .public()
      .selectFrom('public_site')
      .selectAll()
      .where('slug', '=', 'wendleshire')
      .executeTakeFirst()
  const open = async () => {
    const admin = await world.signIn('administrator')
    await admin.fill(base, {}, `${base}/open`)
    return admin
  }

  test('REG-5: nothing is public until an administrator opens the register; it is opened once', async () => {
    const admin = await world.signIn('administrator')
    const page = await admin.see(base)
    assert.match(page.text, /not open yet.*have not said whom people write to/)
    assert.equal(await site(), undefined)
    const opened = await admin.fill(base, {}, `${base}/open`)
    assert.match(
      (await admin.see(opened.location!)).text,
      /The public register is open\. It shows each entry.*open since 23 November 2026\. Nothing has been published yet.*square brackets/,
    )
    const first = await site()
    assert.equal(first!.name, 'Wendleshire County Council')
    assert.equal((await admin.post(`${base}/open`, { form_id: newId() })).status, 303)
    assert.equal((await site())!.id, first!.id)
    assert.match((await admin.see('/wendleshire/staff/trail')).text, /opened the public register/)
    for (const role of ['keeper', 'reader'] as const)
      assert.equal((await (await world.signIn(role)).see(base)).status, 403)
  })

  test('REG-5: the texts have a default to complete, and each mistake is named', async () => {
    const admin = await open()
    assert.match((await admin.see(`${base}/texts`)).body, /Web Content Accessibility Guidelines 2\.2/)
    const bad = await admin.fill(`${base}/texts`, {
      website: 'x',
      accessibility: ' ',
      privacy: '',
      introduction: '',
    })
    assert.equal(bad.status, 422)
    for (const words of [/Enter a web address/, /Write an accessibility statement/, /Write what becomes of/])
      assert.match(bad.text, words)
    const good = {
      website: 'council.example.org',
      introduction: 'Welcome.',
      accessibility: 'A.',
      privacy: 'P.',
    }
    await admin.fill(`${base}/texts`, good)
    const { website, introduction, accessibility, privacy } = (await site())!
    assert.deepEqual(
      { website, introduction, accessibility, privacy },
      { ...good, website: 'https://council.example.org' },
    )
  })

  test('SCR-4: a rule changes what will be published; what is public stays until it is published again', async () => {
    const admin = await open()
    await addTestEntry(world, { purpose: 'To keep people safe' })
    await admin.fill('/wendleshire/staff/publish/all', {})
    const before = (await site())!.revision
    await admin.fill(`${base}/fields`, {
      'rule-purpose': 'never',
      'rule-name': 'never',
      'rule-notes': 'public',
    })
    const after = (await site())!
    const ruleOf = (name: string) => after.fields.find(field => field.name === name)?.rule
    assert.deepEqual([ruleOf('purpose'), ruleOf('name'), ruleOf('notes')], ['never', 'public', 'never'])
    assert.ok(after.revision > before)
    const purpose = async () =>
      (
        await world.database
          .public()
          .selectFrom('public_copy')
          .select('content')
          .orderBy('number', 'desc')
          .execute()
      )[0]!.content.values.purpose
    assert.equal(await purpose(), 'To keep people safe')
    const page = await admin.see(`${base}/fields`)
    assert.match(page.text, /1 public entry says something else.*Publish it again/)
    await admin.fill('/wendleshire/staff/publish/all?show=changed', {})
    assert.equal(await purpose(), undefined)
    assert.doesNotMatch((await admin.see(`${base}/fields`)).text, /says something else/)
    assert.match((await admin.see('/wendleshire/staff/trail')).text, /made ‘Purpose’ never public/i)
  })

  test('SCR-4: a rule somebody else chose meanwhile is not put back by a form that did not touch it', async () => {
    const admin = await open()
    const stale = await admin.see(`${base}/fields`)
    const hidden = Object.fromEntries(
      [...stale.body.matchAll(/name="(was-[^"]+|_csrf|form_id)" value="([^"]*)"/g)].map(m => [m[1]!, m[2]!]),
    )
    await admin.fill(`${base}/fields`, { 'rule-purpose': 'never' })
    await admin.post(`${base}/fields`, { ...hidden, 'rule-purpose': 'public', 'rule-theme': 'ask' })
    const rules = (await site())!.fields.filter(field => ['purpose', 'theme'].includes(field.name))
    assert.deepEqual(
      rules.map(field => field.rule),
      ['never', 'ask'],
    )
  })

  test('SCR-4: a field of one’s own is not even named outside until it may be shown', async () => {
    const admin = await open()
    await admin.fill('/wendleshire/staff/settings/fields/new', {
      heading: 'Dispute with the trust',
      type: 'text',
    })
    const named = async () => (await site())!.fields.map(field => field.heading)
    assert.ok(!(await named()).includes('Dispute with the trust'))
    await admin.fill(`${base}/fields`, { 'rule-custom.dispute_with_the_trust': 'ask' })
    assert.ok((await named()).includes('Dispute with the trust'))
  })

  test('REG-5: a post is marked as senior, so that the public may know its holder by name', async () => {
    const keeper = await world.signIn('keeper')
    const added = await keeper.fill('/wendleshire/staff/posts/new', {
      title: 'Head of Rivers',
      senior: 'yes',
    })
    assert.match((await keeper.see(added.location!)).text, /Senior: whoever holds it is named/)
    const edit = `${added.location!.split('?')[0]}/edit`
    assert.match((await keeper.see(edit)).body, /value="yes" checked/)
    await keeper.fill(edit, { title: 'Head of Rivers' })
    assert.match((await keeper.see(added.location!)).text, /Shown by its title alone/)
  })
})
