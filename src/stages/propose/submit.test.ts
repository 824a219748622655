import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import { meanwhile } from '#test/meanwhile.ts'
import { answerAll, changeAs, draftProposal, fillRole, personWith, type TestPerson } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

describe('submitting a proposal while others work on it', () => {
  const world = useWorld()

  async function whole() {
    const person = await personWith(world, 'Pat Proposer')
    const head = await personWith(world, 'Hal Head')
    const post = await fillRole(world, 'head-of-service', 'Head of Places', [{ person: head }], {
      limit: 10_000,
    })
    const proposal = await draftProposal(world, person)
    const page = `${proposal.path}/proposal`
    const about = { name: 'Saltmere Flood Partnership', purpose: 'Dry houses', lead: 'Saltmere Water' }
    const priorities = await world.county.db.selectFrom('priority').select('id').execute()
    const typed = { ...about, priorities: priorities.map(each => each.id) }
    const asked = await person.fill(`${page}/partnership`, typed)
    const unknown = /name="(name-organisation-\w+)"/.exec(asked.body)![1]!
    await person.fill(`${page}/partnership`, { ...typed, [unknown]: 'new' })
    await person.fill(`${page}/resources`, {})
    await answerAll(world, proposal)
    return { ...proposal, person, head, post, page }
  }
  const seenBy = async (person: TestPerson, page: string) =>
    /name="seen" value="([^"]+)"/.exec((await person.see(`${page}/check`)).body)![1]!
  const answerAs = async (answered_by: string, question: string, value: string) => {
    const { id } = await world.county.db
      .selectFrom('answer')
      .select('id')
      .where('question', '=', question)
      .executeTakeFirstOrThrow()
    await changeAs(world, act =>
      act.on('involvement', id, 'x').update('answer', id, { value: JSON.stringify(value), answered_by }),
    )
  }
  const rounds = () => world.county.db.selectFrom('approval').select(['id', 'content']).execute()

  test('APP-1, APP-6: an answer that changes in the moment of submitting is not frozen unseen', async () => {
    const { person, page } = await whole()
    const seen = await seenBy(person, page)
    meanwhile(world, person, () => answerAs('Kim Keeper', 'case.benefits', 'A dry cellar or two'))
    const form_id = newId()
    const late = await person.post(`${page}/check`, { form_id, seen })
    assert.equal(late.status, 409)
    assert.match(late.text, /The proposal has changed since you opened this page/)
    assert.match(
      late.text,
      /What changed meanwhile ‘What benefits do you expect\?’ is now: A dry cellar or two.*\(Kim Keeper\)/,
    )
    assert.deepEqual(await rounds(), [])
    const again = /name="seen" value="([^"]+)"/.exec(late.body)![1]!
    assert.equal((await person.post(`${page}/check`, { form_id, seen: again })).status, 303)
    assert.match(JSON.stringify(await rounds()), /A dry cellar or two/)
  })

  test('APP-1, ENT-4: a page of the register that loses what it needs in that moment stops it', async () => {
    const { person, page, entryId } = await whole()
    const seen = await seenBy(person, page)
    meanwhile(world, person, () =>
      world.database
        .maintenance()
        .updateTable('partnership')
        .set({ purpose: '' })
        .where('id', '=', eb =>
          eb.selectFrom('involvement').select('partnership_id').where('id', '=', entryId),
        )
        .execute(),
    )
    const late = await person.post(`${page}/check`, { form_id: newId(), seen })
    assert.equal(late.status, 422)
    assert.match(
      late.text,
      /What is left before it can be submitted About the partnership It is not filled in/,
    )
    assert.deepEqual(await rounds(), [])
  })

  test('APP-6, SIG-3: money that brings another tier in that moment tells the tier, and counts what is asked besides', async () => {
    const { person, page, entryId } = await whole()
    const seen = await seenBy(person, page)
    meanwhile(world, person, () =>
      changeAs(world, act =>
        act.on('involvement', entryId, 'x').insert('commitment', {
          involvement_id: entryId,
          year: '2027/28',
          type: 'money',
          pence: 1_200_000,
          form: null,
          budgeted: true,
          days: null,
        }),
      ),
    )
    const late = await person.post(`${page}/check`, { form_id: newId(), seen })
    assert.equal(late.status, 422)
    assert.match(late.text, /has changed since you opened this page, and something is left to do/)
    assert.match(
      late.text,
      /What changed meanwhile The tier is standard now ‘Money’ is now: .* \d+ questions are asked now, and not answered yet/,
    )
    assert.match(late.text, /Nothing of yours is lost\. It can be submitted once nothing is left below/)
    assert.doesNotMatch(late.text, /is now: no answer/)
  })
})
