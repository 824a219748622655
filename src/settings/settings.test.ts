import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import { listCustomFields } from '#src/partnerships/custom-fields.ts'
import { fillWithSample } from '#test/sample.ts'
import { useWorld } from '#test/world.ts'

describe('settings', () => {
  const world = useWorld()
  const base = '/wendleshire/staff/settings'
  const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])

  test('Settings show each role what it may change', async () => {
    assert.match(
      (await (await world.signIn('administrator')).see(base)).text,
      /Accounts and roles.*Directorates/,
    )
    const keeper = await (await world.signIn('keeper')).see(base)
    assert.match(keeper.text, /Directorates/)
    assert.doesNotMatch(keeper.text, /Accounts and roles/)
    assert.equal((await (await world.signIn('reader')).see(base)).status, 403)
  })

  test('An authority’s name, colour and contact are changed, and each mistake is named', async () => {
    const admin = await world.signIn('administrator')
    const bad = await admin.fill(`${base}/authority`, {
      ...authority,
      name: '',
      prefix: '1',
      colour: '#ffff00',
      contact_email: 'x',
      contact_phone: 'y',
      idle_minutes: '3',
    })
    assert.equal(bad.status, 422)
    for (const message of [
      'Enter the name of the authority',
      'Enter a prefix of up to 8 letters and digits',
      'This colour is too pale to stand out on a white page. Use #',
      'Enter an e-mail address in the correct format',
      'Enter a phone number',
      'Enter a number of minutes from 5 to 480',
    ])
      assert.ok(bad.text.includes(message), message)
    assert.match(
      (await admin.fill(`${base}/authority`, { ...authority, colour: 'blue' })).text,
      /like #1d4f7c/,
    )
    const saved = await admin.fill(`${base}/authority`, {
      ...authority,
      colour: 'B58800',
      contact_name: 'Registry',
    })
    assert.equal(saved.status, 303)
    assert.match((await admin.see(saved.location!)).text, /Your changes are saved/)
    assert.equal((await (await world.signIn('keeper')).see(`${base}/authority`)).status, 403)
  })

  test('The colour and the words on it reach every page, signed in or not', async () => {
    const admin = await world.signIn('administrator')
    await admin.fill(`${base}/authority`, { ...authority, colour: '#b58800' })
    const css = await world.visitor().see('/wendleshire/brand.css')
    assert.equal(css.body, ':root{--govuk-brand-colour:#b58800;--app-brand-text:#000000}\n')
    assert.match(String(css.response.headers['content-type']), /^text\/css/)
    const etag = String(css.response.headers.etag)
    assert.equal((await world.visitor().see('/wendleshire/brand.css', { 'if-none-match': etag })).status, 304)
    assert.equal((await world.visitor().see('/nowhere/brand.css')).status, 404)
  })

  test('Where there are no directorates, no page asks for one', async () => {
    const admin = await world.signIn('administrator')
    for (const page of [
      'assessments/new',
      'partnerships/new',
      'posts/new',
      'settings/accounts/invite',
      'settings/deciders/section-151',
    ]) {
      const shown = await admin.see(`/wendleshire/staff/${page}`)
      assert.equal(shown.status, 200, page)
      assert.doesNotMatch(
        shown.text,
        /Which directorate|Directorate \(optional\)|Choose a directorate|directorate’s own/,
        page,
      )
    }
  })

  test('A logo is taken by its first bytes alone and never served as a page', async () => {
    const admin = await world.signIn('administrator')
    const page = `${base}/authority`
    assert.equal((await world.visitor().see('/wendleshire/logo')).status, 404)
    const html = await admin.upload(
      page,
      'logo',
      { name: 'logo.png', bytes: Buffer.from('<html>') },
      authority,
    )
    assert.equal(html.status, 422)
    assert.match(html.text, /The logo must be a PNG or JPEG picture/)
    const large = Buffer.concat([picture, Buffer.alloc(201 * 1024)])
    assert.match(
      (await admin.upload(page, 'logo', { name: 'a', bytes: large }, authority)).text,
      /200 kB or smaller/,
    )
    const saved = await admin.upload(page, 'logo', { name: 'logo.html', bytes: picture }, authority)
    assert.equal(saved.status, 303)
    const logo = await world.visitor().see('/wendleshire/logo')
    assert.equal(logo.response.headers['content-type'], 'image/png')
    assert.equal(logo.response.headers['x-content-type-options'], 'nosniff')
    assert.deepEqual(logo.response.rawPayload, picture)
    await admin.fill(page, { ...authority, remove_logo: 'yes' })
    assert.equal((await world.visitor().see('/wendleshire/logo')).status, 404)
  })

  test('A directorate is added, renamed, closed when nothing needs it, and opened again', async () => {
    const keeper = await world.signIn('keeper')
    const url = `${base}/directorates`
    assert.match((await keeper.fill(`${url}/new`, { name: ' ' })).text, /Enter the name of the directorate/)
    await keeper.fill(`${url}/new`, { name: 'Place' })
    assert.match(
      (await keeper.fill(`${url}/new`, { name: 'place' })).text,
      /There is a directorate of that name already/,
    )
    const link = /href="([^"]*directorates\/[0-9a-f-]{36})"/.exec((await keeper.see(url)).body)![1]!
    await keeper.fill(`${link}/edit`, { name: 'Place and Growth' })
    await keeper.post(`${link}/close`, {})
    const page = await keeper.see(link)
    assert.match(page.text, /Place and Growth Closed on 23 November 2026/)
    await keeper.fill(`${url}/new`, { name: 'Place and Growth' })
    assert.equal((await keeper.post(`${link}/reopen`, {})).status, 409)
    assert.equal((await (await world.signIn('reader')).post(`${link}/close`, {})).status, 403)
    const theirs = await world.signIn('keeper', 'borough')
    assert.equal((await theirs.see(link.replace('wendleshire', 'saltmere'))).status, 404)
  })

  test('A plan has its priorities in an order that is changed without a script, and wordings that are mended', async () => {
    const keeper = await world.signIn('keeper')
    const bad = await keeper.fill(`${base}/plans/new`, { name: '', priorities: '' })
    assert.match(bad.text, /Enter the name of the plan.*Enter the day the plan begins/)
    const backwards = { name: 'Plan', ...on('starts_on', '2027-04-01'), ...on('ends_on', '2026-03-31') }
    assert.match(
      (await keeper.fill(`${base}/plans/new`, backwards)).text,
      /The plan must end after it begins/,
    )
    const added = await keeper.fill(`${base}/plans/new`, {
      ...backwards,
      ...on('ends_on', '2030-03-31'),
      priorities: 'Homes\n\n Clean  air\nHomes\nJobs',
    })
    const plan = added.location!.split('?')[0]!
    assert.match((await keeper.see(plan)).text, /Homes 0.*Clean air 0.*Jobs 0/)
    const links = [...(await keeper.see(plan)).body.matchAll(/action="([^"]*)\/move"/g)].map(
      match => match[1]!,
    )
    await keeper.post(`${links.at(-1)}/move`, { direction: 'up' })
    assert.match((await keeper.see(plan)).text, /Homes 0.*Jobs 0.*Clean air 0/)
    await keeper.post(`${links[0]}/move`, { direction: 'up' })
    assert.match((await keeper.see(plan)).text, /Homes 0.*Jobs 0.*Clean air 0/)
    await keeper.fill(links[0]!, { title: 'Warm homes' })
    await keeper.post(`${links.at(-1)}/retire`, {})
    await keeper.fill(plan, { priorities: 'warm homes\nHealth' }, `${plan}/priorities`)
    const page = await keeper.see(plan)
    assert.match(page.text, /Warm homes 0.*Clean air 0.*Health 0.*Retired Jobs , 0 entries/)
    assert.match(
      (await keeper.fill(plan, { priorities: ' ' }, `${plan}/priorities`)).text,
      /Enter at least one priority/,
    )
    assert.match((await keeper.fill(links[0]!, { title: '' })).text, /Enter the priority/)
    await keeper.fill(`${plan}/edit`, { name: 'Our plan', ...on('starts_on', '2027-04-01') })
    assert.match((await keeper.see(plan)).text, /Our plan/)
    const theirs = await world.signIn('keeper', 'borough')
    for (const url of [plan, `${plan}/edit`, links[0]!])
      assert.equal((await theirs.see(url.replace('wendleshire', 'saltmere'))).status, 404)
    assert.equal((await (await world.signIn('reader')).see(plan)).status, 403)
  })

  test('REG-7: a field of the authority’s own joins the dictionary, and leaves it when it is retired', async () => {
    const admin = await world.signIn('administrator')
    const url = `${base}/fields`
    const bad = await admin.fill(`${url}/new`, { heading: '', type: '', help: '', choices: '' })
    assert.match(bad.text, /Enter a heading.*Choose what the field holds/)
    const few = { heading: 'Portfolio', type: 'choice', help: '', choices: 'One' }
    assert.match((await admin.fill(`${url}/new`, few)).text, /Enter at least two choices/)
    assert.match(
      (await admin.fill(`${url}/new`, { ...few, heading: 'purpose', type: 'text' })).text,
      /There is a field called ‘Purpose’ already/,
    )
    await admin.fill(`${url}/new`, { ...few, heading: 'Élan & Portfolio', choices: 'Leader\nHousing' })
    await admin.fill(`${url}/new`, { ...few, heading: 'Score', type: 'number' })
    const own = async () =>
      (await listCustomFields(world.county.db, world.county.id)).map(field => field.name)
    assert.deepEqual(await own(), ['custom.elan_portfolio', 'custom.score'])
    const links = [...(await admin.see(url)).body.matchAll(/action="([^"]*)\/move"/g)].map(match => match[1]!)
    await admin.post(`${links.at(-1)}/move`, { direction: 'up' })
    assert.deepEqual(await own(), ['custom.score', 'custom.elan_portfolio'])
    await admin.post(`${links[0]}/retire`, {})
    assert.deepEqual(await own(), ['custom.score'])
    await admin.post(`${links[0]}/restore`, {})
    await admin.fill(links[0]!, { heading: 'Portfolio holder', choices: 'Leader\nHousing\nFinance' })
    assert.match((await admin.see(links[0]!)).text, /Portfolio holder/)
    assert.equal((await (await world.signIn('keeper')).see(url)).status, 403)
    const theirs = await world.signIn('administrator', 'borough')
    assert.equal((await theirs.see(links[0]!.replace('wendleshire', 'saltmere'))).status, 404)
    assert.equal((await theirs.see(`/saltmere/staff/settings/fields/${newId()}`)).status, 404)
  })

  test('What entries hold is shown and kept: directorates answered to, priorities contributed to, choices made', async () => {
    await fillWithSample(world)
    const keeper = await world.signIn('keeper')
    const { directorate_id } = await world.county.db
      .selectFrom('register_entry')
      .select('directorate_id')
      .where('directorate_id', 'is not', null)
      .where('stage', '=', 'in-place')
      .executeTakeFirstOrThrow()
    const url = `${base}/directorates/${directorate_id}`
    const page = await keeper.see(url)
    assert.match(page.text, /answers? to this directorate. To close it, first move them to another/)
    const refused = await keeper.post(`${url}/close`, {})
    assert.equal(refused.status, 409)
    assert.match(refused.text, /Move them to another directorate first/)

    const row = await world.county.db
      .selectFrom('involvement_priority')
      .innerJoin('priority', 'priority.id', 'involvement_priority.priority_id')
      .innerJoin('register_entry', 'register_entry.involvement_id', 'involvement_priority.involvement_id')
      .select(['priority.id', 'plan_id', 'register_entry.name'])
      .executeTakeFirstOrThrow()
    const priority = await keeper.see(`${base}/plans/${row.plan_id}/priorities/${row.id}`)
    assert.ok(priority.text.includes(row.name))

    const admin = await world.signIn('administrator')
    const field = await world.county.db
      .selectFrom('custom_field')
      .selectAll()
      .where('type', '=', 'choice')
      .executeTakeFirstOrThrow()
    const kept = await admin.fill(`${base}/fields/${field.id}`, {
      heading: field.heading,
      help: field.help,
      choices: 'Something else\nAnd another',
    })
    assert.equal(kept.status, 422)
    assert.match(kept.text, /Keep ‘.*’: \d+ entr(y says|ies say) so/)
  })
})

const authority = {
  name: 'Wendleshire County Council',
  prefix: 'WCC',
  colour: '#1d4f7c',
  contact_name: '',
  contact_email: '',
  contact_phone: '',
  idle_minutes: '30',
}

function on(name: string, date: string): Record<string, string> {
  const [year, month, day] = date.split('-') as [string, string, string]
  return { [`${name}-day`]: day, [`${name}-month`]: month, [`${name}-year`]: year }
}
