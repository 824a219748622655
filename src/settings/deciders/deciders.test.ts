import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { listFillings } from '#src/adopted/fillings.ts'
import { newId } from '#src/domain/id.ts'
import { type Act, change } from '#src/trail/change.ts'
import { common } from '#test/packs.ts'
import { today, useWorld } from '#test/world.ts'
import { lackingOf } from './lacking.ts'
import { readinessOf, rolesOnRoute } from './readiness.ts'
import { suggestFillings } from './suggest.ts'

describe('who decides', () => {
  const world = useWorld()
  const page = '/wendleshire/staff/settings/deciders'
  const write = (work: (act: Act) => Promise<unknown>) => {
    const by = { kind: 'command', accountId: null, name: 'Tests', capacity: 'Operator' } as const
    return change(world.county.db, { authority: world.county.id, by, at: today, action: 'post.add' }, work)
  }
  const addDirectorate = async (name: string) => {
    const id = newId()
    await write(act => act.on('directorate', id, name).insert('directorate', { id, name } as never))
    return id
  }
  const addPost = async (title: string, directorate_id: string | null = null) => {
    const id = newId()
    await write(act => act.on('post', id, title).insert('post', { id, title, directorate_id } as never))
    return id
  }
  const addHolder = async (post_id: string, name: string, account_id: string | null = null) => {
    const id = newId()
    await write(async act => {
      await act.on('person', id, name).insert('person', { id, name, kind: 'officer', account_id } as never)
      await act.on('post', post_id, 'X').insert('post_holding', {
        post_id,
        person_id: id,
        deputy: false,
        starts_on: '2026-01-01',
        ends_on: null,
      })
    })
  }
  const fillings = () => listFillings(world.county.db, world.county.id, 'every', '2026-11-23')

  test('APP-1: posts and committees are suggested by name and accepted in one go', async () => {
    const admin = await world.signIn('administrator')
    const place = await addDirectorate('Place')
    await addPost('Chief Executive')
    await addPost('Director of Finance (s151)')
    await addPost('Head of Legal Services')
    await addPost('Head of Highways', place)
    await addPost('Director of Place', place)
    const { text, body } = await admin.see(page)
    assert.match(text, /Section 151 officer : Director of Finance \(s151\)/)
    assert.match(text, /Head of service in Place: Head of Highways/)
    assert.match(text, /Cabinet : Cabinet \(adds this committee\)/)
    const keys = [...body.matchAll(/name="accept" type="checkbox" value="([^"]+)"/g)].map(match => match[1]!)
    const saved = await admin.fill(page, { accept: [...keys, 'made up'] }, `${page}/suggested`)
    assert.match((await admin.see(saved.location!)).text, /Your changes are saved/)
    assert.deepEqual((await fillings()).map(each => each.role).sort(), [
      'cabinet',
      'chief-executive',
      'director',
      'finance-team',
      'head-of-service',
      'legal-services',
      'section-151',
    ])
    assert.ok((await fillings()).some(each => each.committee?.name === 'Cabinet'))
    assert.doesNotMatch((await admin.see(page)).text, /Chief executive : Chief Executive/)
  })

  test('APP-1: what is missing is said for each role, with where it is mended', async () => {
    const admin = await world.signIn('administrator')
    const chief = await addPost('Chief Executive')
    const role = `${page}/chief-executive`
    assert.match(
      (await admin.see(page)).text,
      /Nothing fills the role Choose a post .* Chief executive : no post fills it\. Choose a post/,
    )
    assert.equal((await admin.fill(role, { who: 'Chief Executive' })).status, 303)
    assert.match((await admin.see(role)).text, /Chief Executive is vacant\. Say who holds it/)
    await addHolder(chief, 'Tobias Quill')
    const said = await admin.see(page)
    assert.match(said.text, /Tobias Quill, who holds Chief Executive, has no account/)
    assert.match(
      said.text,
      /No power is delegated You copy the line .* Chief Executive: nothing about entering or extending a partnership \(Chief executive\)/,
    )
    assert.ok(said.body.includes(`/settings/delegation/new?post=${chief}&amp;what=both`))
    const form = await admin.see(`/wendleshire/staff/settings/delegation/new?post=${chief}&what=both`)
    assert.match(form.body, /value="Chief Executive"/)
    assert.match(form.body, /value="both" checked/)
    await sql`update person set account_id = ${admin.accountId} where name = 'Tobias Quill'`.execute(
      world.database.maintenance(),
    )
    await write(act =>
      act.on('authority', world.county.id, 'X').insertMany(
        'delegation',
        (['enter', 'extend'] as const).map(what => ({
          post_id: chief,
          what,
          limit_pence: null,
          starts_on: '2026-01-01',
          ends_on: null,
        })),
      ),
    )
    assert.doesNotMatch((await admin.see(role)).text, /no account|nothing about|vacant/)
  })

  test('APP-1: a role is filled for one directorate, and those without are named', async () => {
    const admin = await world.signIn('administrator')
    const place = await addDirectorate('Place')
    await addDirectorate('Children')
    await addPost('Head of Highways', place)
    const role = `${page}/head-of-service`
    await admin.fill(role, { who: 'head of highways', directorate_id: place })
    const { text } = await admin.see(role)
    assert.match(text, /No post fills it in Children/)
    assert.match(text, /Place Head of Highways Vacant Add a deputy/)
    assert.match(
      (await admin.fill(role, { who: 'Head of Highways', directorate_id: place }, role)).text,
      /It fills this role already/,
    )
    const [filling] = await fillings()
    await admin.fill(role, { filling: filling!.id }, `${role}/remove`)
    assert.deepEqual(await fillings(), [])
    assert.match(
      (await admin.see('/wendleshire/staff/trail')).text,
      /took Head of Highways away as ‘Head of service’ in Place/i,
    )
  })

  test('APP-6: one committee decides for a place, and what is wrong is said', async () => {
    const admin = await world.signIn('administrator')
    const role = `${page}/cabinet`
    const bad = await admin.fill(role, { who: 'Cabinet' })
    assert.equal(bad.status, 422)
    assert.match(bad.text, /No committee has that name/)
    assert.match(bad.body, /value="Cabinet"/)
    assert.match((await admin.fill(role, {})).text, /Choose who fills it/)
    for (const name of ['Cabinet', 'Executive'])
      await admin.fill('/wendleshire/staff/settings/committees/new', { name })
    await admin.fill(role, { who: 'Cabinet' })
    assert.match((await admin.see(role)).text, /Cabinet has no recorder\. Add one/)
    assert.match(
      (await admin.fill(role, { who: 'Executive' }, role)).text,
      /Only one committee can decide\. Take Cabinet away first/,
    )
    assert.equal((await admin.see(`${page}/nobody`)).status, 404)
    assert.equal((await admin.see(`${page}/sponsor`)).status, 404)
  })

  test('APP-1: only an administrator says who decides', async () => {
    for (const role of ['keeper', 'sponsor', 'reader'] as const)
      assert.equal((await (await world.signIn(role)).see(page)).status, 403)
  })

  test('APP-5: a deputy is added for a dated absence', async () => {
    const keeper = await world.signIn('keeper')
    const post = await addPost('Head of Highways')
    await addHolder(post, 'Theo Marchmont')
    const form = `/wendleshire/staff/posts/${post}/holders/new?deputy=yes`
    const opened = await keeper.see(form)
    assert.match(opened.text, /Who deputises for Head of Highways\?/)
    assert.match(opened.text, /They never decide on a proposal of their own/)
    const from = { 'starts_on-day': '1', 'starts_on-month': '12', 'starts_on-year': '2026' }
    const bad = await keeper.fill(form, { person: 'Theo Marchmont', ...from })
    assert.equal(bad.status, 422)
    assert.match(
      bad.text,
      /Who deputises for .* Enter the last day of the absence|Enter the last day of the absence.* Who deputises/,
    )
    const to = { 'ends_on-day': '10', 'ends_on-month': '12', 'ends_on-year': '2026' }
    assert.equal((await keeper.fill(form, { person: 'Theo Marchmont', ...from, ...to })).status, 303)
    assert.match(
      (await keeper.see(`/wendleshire/staff/posts/${post}`)).text,
      /To come .*Theo Marchmont \(deputy\) 1 December 2026 10 December 2026/,
    )
  })
})

const bare = {
  fillings: [],
  directorates: [],
  powers: [],
  withoutDirectorate: 0,
  able: new Set<string>(),
}

const head = (directorateId: string | null, accountId = 'a') => ({
  id: `f-${directorateId}`,
  role: 'head-of-service',
  directorateId,
  committee: null,
  post: {
    id: 'p1',
    title: 'Head of Housing',
    holders: [{ personId: 'x', name: 'Ada Bell', accountId, deputy: false, from: '2026-01-01', to: null }],
  },
})
const powers = (['enter', 'extend'] as const).map(what => ({ post_id: 'p1', what }))
const lacksOf = (given: object, role = 'head-of-service') =>
  readinessOf(common, { ...bare, able: new Set(['a']), ...given }, '').find(each => each.role.id === role)!
    .lacks

test('APP-1: a role filled in directorates only has nobody for entries without a directorate, and that is said', () => {
  const given = { fillings: [head('d1')], powers, directorates: [{ id: 'd1', name: 'Place' }] }
  assert.deepEqual(lacksOf(given), [])
  const [lack, ...more] = lacksOf({ ...given, withoutDirectorate: 2 })
  assert.equal(lack?.says, 'No post fills it for the whole authority')
  assert.deepEqual(more, [])
  assert.deepEqual(lacksOf({ ...given, fillings: [head(null)], withoutDirectorate: 2 }), [])
})

test('APP-1: whoever has an account without a role that may decide is not counted as a decider', () => {
  const given = { fillings: [head(null, 'auditor')], powers }
  assert.equal(
    lacksOf(given)[0]?.says,
    'Ada Bell, who holds Head of Housing, has no role here that may decide',
  )
})

test('PEO-6: a team that nothing fills is named, apart from what keeps a proposal from being submitted', () => {
  assert.equal(lacksOf({}, 'risk-team')[0]?.reason, 'unfilled')
  const states = readinessOf(common, bare, '')
  const route = lackingOf(
    states.filter(each => each.place === 'route'),
    0,
  )
  assert.ok(!route[0]!.items.some(each => each.roles.includes('Risk team')))
})

test('APP-1: a post that fills two roles is named once for what it lacks, with both', () => {
  const twice = [head(null), { ...head(null), id: 'f2', role: 'director' }]
  const states = readinessOf(common, { ...bare, able: new Set(['a']), fillings: twice }, '')
  const power = lackingOf(states, 0).find(each => each.reason === 'power')!
  assert.deepEqual(
    power.items.map(each => each.roles),
    [['Head of service', 'Director']],
  )
})

test('APP-1: whoever stands in for a decider is on the route too, with the same need of power', () => {
  const { deciding, delegated } = rolesOnRoute(common)
  for (const role of [
    'cabinet',
    'chief-executive',
    'section-151',
    'monitoring-officer',
    'head-of-service',
    'director',
  ])
    assert.ok(deciding.has(role), role)
  assert.ok(!deciding.has('sponsor') && !deciding.has('risk-team'))
  assert.ok(delegated.has('head-of-service') && delegated.has('chief-executive'))
  assert.ok(!delegated.has('monitoring-officer'))
})

test('APP-1: with no route nothing is missing, and two posts of one name are never guessed between', () => {
  const states = readinessOf(
    { ...common, route: [], roles: common.roles.filter(each => each.as !== 'team') },
    bare,
    '',
  )
  assert.deepEqual(
    states.flatMap(each => each.lacks),
    [],
  )
  const post = (id: string) => ({ id, title: 'Monitoring Officer', directorateId: null })
  const all = readinessOf(common, bare, '')
  const offered = suggestFillings(all, { posts: [post('a'), post('b')], committees: [], directorates: [] })
  assert.ok(!offered.some(each => each.role === 'monitoring-officer'))
})
