import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { proposersOf } from '#src/decide/submit.ts'
import { newId } from '#src/domain/id.ts'
import type { Pack } from '#src/protocol/pack.ts'
import { addAskedProposal, answerQuestions } from '#test/asked.ts'
import { adopt, later } from '#test/considered.ts'
import { addTestDirectorate, addTestEntry } from '#test/entries.ts'
import { meanwhile } from '#test/meanwhile.ts'
import { common, commonWith } from '#test/packs.ts'
import { changeAs, personWith } from '#test/proposals.ts'
import { signInWith, useWorld } from '#test/world.ts'

describe('a draft whose protocol is no longer in force', () => {
  const world = useWorld()
  const button = /Use the protocol now in force/

  // Two reasons why are left out, the benefits are answered yes or no, the costs are not asked, the climate is.
  const next = (parts: Partial<Pack> = {}): Pack => {
    const own = common.sets.map(set =>
      set.id === 'case'
        ? {
            ...set,
            questions: [
              ...set.questions.flatMap(each => {
                if (each.id === 'need') return [{ ...each, choices: each.choices!.slice(2) }]
                if (each.id === 'benefits') return [{ ...each, kind: 'yes-no' as const }]
                return each.id === 'costs' ? [] : [each]
              }),
              {
                id: 'climate',
                text: 'What does it do to the climate?',
                kind: 'text',
                source: 'ours',
              } as const,
            ],
          }
        : set,
    )
    return { ...commonWith({ sets: own }), title: 'The next protocol', version: '9', ...parts }
  }
  const need = common.sets.find(set => set.id === 'case')!.questions.find(each => each.id === 'need')!
  const answers = {
    'case.need': [need.choices![0]!.id],
    'case.benefits': 'Dry cellars',
    'case.costs': 'Time, mostly',
    'significance.officer-days': 25,
  }

  async function drafted(given: Parameters<typeof addAskedProposal>[1] = {}) {
    const person = await personWith(world, 'Pat Proposer')
    const account = { accountId: person.accountId, name: person.name }
    const about = await addAskedProposal(world, { answers, account, ...given })
    const page = `${about.path}/proposal`
    return { ...about, person, page, rules: `${page}/protocol` }
  }
  const adoptNext = async (parts: Partial<Pack> = {}) => {
    later(world)
    return adopt(world, next(parts))
  }
  const proposal = () =>
    world.county.db
      .selectFrom('proposal')
      .select(['id', 'protocol_id', 'version', 'state'])
      .executeTakeFirstOrThrow()
  const rows = async () => {
    const held = await world.county.db.selectFrom('answer').select(['question', 'value', 'note']).execute()
    return Object.fromEntries(held.map(({ question, ...rest }) => [question, rest]))
  }
  const hiddenIn = (body: string) => ({
    version: /name="version" value="([^"]+)"/.exec(body)![1]!,
    mark: /name="mark" value="([^"]+)"/.exec(body)![1]!,
  })

  test('PRO-1: it says so, shows what the new rules would change, and goes over to them in one act on record', async () => {
    const { person, page, rules, path } = await drafted()
    assert.doesNotMatch((await person.see(page)).text, /The rules have changed/)
    assert.equal((await person.see(rules)).location, page)
    const id = await adoptNext()
    const tasks = await person.see(page)
    assert.match(
      tasks.text,
      /The rules have changed since this was begun This draft is under ‘The common partnership protocol’, version .*‘The next protocol’, version 9, has been in force since 23 November 2026/,
    )
    assert.ok(tasks.body.includes(`href="${rules}"`))
    const shown = await person.see(rules)
    assert.match(shown.text, /Nothing has changed yet/)
    assert.match(shown.text, /Protocol .*In force from 23 November 2026 The next protocol, version 9/)
    assert.match(
      shown.text,
      /Tier Standard Standard Questions asked (\d+) of \d+ \1 of \d+ Approvals Head of service/,
    )
    assert.match(shown.text, /To be answered again 2 questions have an answer that no longer fits/)
    assert.match(shown.text, /That can no longer be chosen\. The answer was: /)
    assert.match(shown.text, /It is answered with yes or no now\. The answer was: Dry cellars/)
    assert.match(
      shown.text,
      /New questions 1 question is asked that was not before.*What does it do to the climate/,
    )
    assert.match(shown.text, /No longer asked 1 question is not asked any more\. What was answered to it /)
    assert.match(shown.text, /stays on record, and is no longer shown.* Answered/)
    assert.match(shown.text, button)
    assert.equal((await rows())['case.benefits']!.value, 'Dry cellars')

    const form_id = newId()
    const done = await person.fill(rules, { form_id })
    assert.equal(done.location, `${page}?done=new-rules`)
    const after = await person.see(done.location!)
    assert.match(after.text, /The draft is under the protocol now in force/)
    assert.doesNotMatch(after.text, /The rules have changed/)
    assert.equal((await proposal()).protocol_id, id)
    const held = await rows()
    assert.equal(held['case.costs']!.value, 'Time, mostly')
    assert.deepEqual([held['case.need']!.value, held['case.benefits']!.value], [null, null])
    const history = await person.see(`${path}/history`)
    assert.match(
      history.text,
      /took the draft over to the protocol in force .* Protocol: was The common partnership protocol, version 1, now The next protocol, version 9/,
    )
    assert.match(history.text, /Answered “Why is a partnership needed\?”: The outcomes are better/)
    assert.match(history.text, /“What benefits do you expect\?”: was Dry cellars, now empty/)
    assert.match(history.text, /Answered “What will it cost us, all told\?”: Time, mostly/)
    assert.doesNotMatch(history.text, /[0-9a-f]{8}-[0-9a-f]{4}-7/)
    const questions = await person.see(`${path}/questions/case`)
    assert.match(questions.text, /What does it do to the climate/)
    assert.doesNotMatch(questions.text, /Time, mostly|Dry cellars/)
    assert.doesNotMatch((await person.see(`${page}/check`)).text, /Time, mostly|Dry cellars/)
  })

  test('PRO-1: twice is once, and of two at once the second is told', async () => {
    const { person, rules, page, id } = await drafted()
    await adoptNext()
    const keeper = await world.signIn('keeper')
    const seen = hiddenIn((await person.see(rules)).body)
    const theirs = hiddenIn((await keeper.see(rules)).body)
    const form_id = newId()
    const first = await person.post(rules, { ...seen, form_id })
    assert.equal(first.location, `${page}?done=new-rules`)
    assert.equal((await person.post(rules, { ...seen, form_id })).location, first.location)
    const second = await keeper.post(rules, { ...theirs, form_id: newId() })
    assert.equal(second.status, 409)
    assert.match(second.text, /under the protocol in force already: someone did this before you/)
    const events = await world.county.db
      .selectFrom('event')
      .select('id')
      .where('subject_id', '=', id)
      .where('action', '=', 'involvement.use-protocol')
      .execute()
    assert.equal(events.length, 1)
    assert.equal((await keeper.see(rules)).location, page)
  })

  test('PRO-1: in the moment of using them, what someone else changed is not taken out unseen', async () => {
    const { person, rules, id, proposal: own } = await drafted({ answers: {} })
    await adoptNext()
    const seen = hiddenIn((await person.see(rules)).body)
    meanwhile(world, person, () => answerQuestions(world, id, own, { 'case.benefits': 'Dry cellars' }))
    const late = await person.post(rules, { ...seen, form_id: newId() })
    assert.equal(late.status, 409)
    assert.match(late.text, /Someone changed this draft, or the rules, since you looked/)
    assert.equal((await rows())['case.benefits']!.value, 'Dry cellars')
    const again = hiddenIn((await person.see(rules)).body)
    await changeAs(world, act =>
      act.on('involvement', id, 'x').update('proposal', own, { pages_done: ['resources'] }),
    )
    assert.equal((await person.post(rules, again)).status, 409)
    const before = hiddenIn((await person.see(rules)).body)
    await adoptNext({ version: '10' })
    assert.equal((await person.post(rules, before)).status, 409)
    assert.equal((await person.fill(rules, {})).status, 303)
  })

  test('PRO-1: hostile values do nothing', async () => {
    const { person, rules } = await drafted()
    await adoptNext()
    const { version, mark } = hiddenIn((await person.see(rules)).body)
    const before = await proposal()
    for (const form of [
      {},
      { version: '', mark: '' },
      { version, mark: 'x' },
      { version: 'NaN', mark },
      { version: '1e999', mark },
      { version: '-1', mark: '<script>' },
      { version: '__proto__', mark: ['a', 'b'] },
    ] as Record<string, string>[]) {
      assert.equal((await person.post(rules, form)).status, 409, JSON.stringify(form))
    }
    assert.deepEqual(await proposal(), before)
  })

  test('PRO-1, APP-6: only who may work on the draft may, and nobody once it is submitted', async () => {
    const {
      rules,
      page,
      id,
      proposal: own,
    } = await drafted({ for: await addTestEntry(world), purpose: 'extend' })
    await adoptNext()
    const reader = await world.signIn('reader')
    assert.match(
      (await reader.see(page)).text,
      /The rules have changed since this was begun .* Read the protocol/,
    )
    assert.ok(!(await reader.see(page)).body.includes(`href="${rules}"`))
    assert.equal((await reader.see(rules)).status, 403)
    assert.equal((await reader.post(rules, {})).status, 403)
    const elsewhere = await signInWith(
      world,
      [
        { authorityId: world.county.id, role: 'reader' },
        {
          authorityId: world.county.id,
          role: 'contributor',
          directorateId: await addTestDirectorate(world, 'Places'),
        },
      ],
      'wendleshire',
    )
    assert.equal((await elsewhere.see(page)).status, 200)
    assert.equal((await elsewhere.see(rules)).status, 403)
    assert.equal((await elsewhere.post(rules, {})).status, 403)
    const other = await world.signIn('keeper', 'borough')
    assert.equal((await other.see(rules.replace('wendleshire', 'saltmere'))).status, 404)
    const keeper = await world.signIn('keeper')
    const seen = hiddenIn((await keeper.see(rules)).body)
    await changeAs(world, act =>
      act.on('involvement', id, 'x').update('proposal', own, { state: 'submitted' }),
    )
    const late = await keeper.post(rules, seen)
    assert.equal(late.status, 409)
    assert.match(late.text, /not a draft any more, so it stays under its own rules/)
  })

  test('PRO-1: a protocol that asks for no approval of its kind does not take it over', async () => {
    const { person, rules } = await drafted()
    await adoptNext({ definition: { ...common.definition, covers: ['contract'] } })
    const shown = await person.see(rules)
    assert.match(shown.text, /asks for no approval of this kind: partnership/)
    assert.doesNotMatch(shown.text, button)
    const post = await person.post(rules, { version: '1', mark: 'x' })
    assert.equal(post.status, 409)
    assert.match(post.text, /The draft stays as it is/)
  })

  test('SIG-2: a tier that someone set stays where the new rules know it, and ends where they do not', async () => {
    const { person, rules, path } = await drafted({ answers: {} })
    const keeper = await world.signIn('keeper')
    const override = { tier: 'standard', why: 'It matters to the villages' }
    assert.equal((await keeper.fill(`${path}/significance/override`, override)).status, 303)
    await adoptNext()
    assert.match(
      (await person.see(rules)).text,
      /Tier Standard Set by .* goes on counting\. By the new rules alone/,
    )
    assert.equal((await person.fill(rules, {})).status, 303)
    assert.match((await person.see(`${path}/significance`)).text, /Standard Overridden/)
    const [model] = common.significance.models
    const tests = model!.tests!.filter(each => each.tier === 'significant')
    await adoptNext({ significance: { models: [{ ...model!, tests }] } })
    assert.match(
      (await person.see(rules)).text,
      /Tier Standard Set by .* Light .* is none that the new rules know, so it no longer counts\. They find it light/,
    )
    assert.equal((await person.fill(rules, {})).status, 303)
    const after = await person.see(`${path}/significance`)
    assert.match(after.text, /Light/)
    assert.match(after.text, /Rescored under a new model/)
    assert.doesNotMatch(after.text, /set this tier on/)
    const { tier } = await world.county.db.selectFrom('involvement').select('tier').executeTakeFirstOrThrow()
    assert.equal(tier, 'light')
  })

  test('PRO-1, ENT-4: an extension goes over too, and what stands already waits for its decision', async () => {
    const entry = await addTestEntry(world, { started_on: '2014' })
    const { person, rules, page } = await drafted({ for: entry, purpose: 'extend' })
    await adoptNext()
    assert.match((await person.see(page)).text, /The rules have changed since this was begun/)
    assert.match((await person.see(rules)).text, /To be answered again 2 questions/)
    assert.equal((await person.fill(rules, {})).location, `${page}?done=new-rules`)
    assert.deepEqual(await world.county.db.selectFrom('assessment').select('id').execute(), [])
  })

  test('APP-6: whoever takes a draft over to other rules puts it forward with whoever began it, and does not decide on it', async () => {
    const { id, person, rules } = await drafted()
    await adoptNext()
    const colleague = await world.signIn('keeper')
    assert.match((await colleague.see(rules)).text, /Whoever takes it over .* does not decide on it/)
    const proposers = () => proposersOf(world.county.db, world.county.id, id, null)
    assert.deepEqual(await proposers(), [person.accountId])
    assert.equal((await colleague.fill(rules, {})).status, 303)
    assert.deepEqual(new Set(await proposers()), new Set([person.accountId, colleague.accountId]))
  })
})
