import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { adopt } from '#test/considered.ts'
import { documentAt } from '#test/documents.ts'
import { addTestDirectorate } from '#test/entries.ts'
import { common, commonWith } from '#test/packs.ts'
import { beginForm, fillForm } from '#test/registration.ts'
import { useWorld } from '#test/world.ts'

const started = 'Who looked for a partnership that does the same?'
const why = 'What did they find?'
const fund = 'Which fund pays for it?'

// An authority's own protocol, which asks on the form what the common one does not.
const ours = commonWith({
  sets: common.sets.map(set =>
    set.id === 'registration'
      ? {
          ...set,
          questions: [
            ...set.questions,
            ...[
              { id: 'looked', text: 'Did you look for a partnership that does the same?', kind: 'yes-no' },
              {
                id: 'who-looked',
                text: started,
                kind: 'text',
                if: { answer: 'registration.looked', is: 'yes' },
              },
              { id: 'found', text: why, kind: 'text', optional: 'yes' },
              { id: 'fund', text: fund, kind: 'text', skippable: 'yes' },
              { id: 'your-name', text: 'Who fills this in?', kind: 'person', field: 'filler_name' },
              { id: 'lead-again', text: 'Do we lead it?', kind: 'yes-no', fact: 'lead' },
            ].map(each => ({ ...each, source: 'ours' })),
          ],
        }
      : set,
  ),
} as never)

const page = 'protocol-registration'

describe('what a protocol asks on the registration form besides', () => {
  const world = useWorld()

  test('PRO-1: The common protocol adds nothing: the form is as it was', async () => {
    const person = await world.signIn('contributor')
    const form = await beginForm(person)
    const tasks = await person.see(form)
    assert.match(tasks.text, /0 of 13 pages are done/)
    assert.doesNotMatch(tasks.text, /Also asked by our protocol/)
    assert.equal((await person.see(`${form}/${page}`)).status, 404)
  })

  test('PRO-1: What the protocol adds is asked, bars signing, is signed, printed and stands on the entry', async () => {
    await adopt(world, ours)
    const person = await world.signIn('contributor')
    const form = await beginForm(person)
    await fillForm(person, form, await addTestDirectorate(world, 'Places'))
    const tasks = await person.see(form)
    assert.match(tasks.text, /13 of 14 pages are done/)
    assert.match(tasks.text, /Also asked by our protocol Questions our protocol adds Not started/)
    assert.equal((await person.see(`${form}/check`)).location, form)

    const shown = await person.see(`${form}/${page}`)
    assert.match(shown.text, new RegExp(fund.replace('?', '\\?')))
    assert.doesNotMatch(shown.text, /Do we lead it|Who fills this in|Your name|Signed by/)
    const half = await person.fill(`${form}/${page}`, { 'answer.looked': 'yes' })
    assert.equal(half.location, `${form}/${page}?left=1#q.who-looked`)
    const left = await person.see(`${form}/${page}?left=1`)
    assert.match(left.text, /The form cannot be signed before this is answered: Who looked .* Which fund/)
    assert.match((await person.see(form)).text, /Questions our protocol adds In progress/)
    const whole = await person.fill(`${form}/${page}`, {
      'answer.looked': 'yes',
      'answer.who-looked': 'Ann Lee',
      'skip.fund': 'it costs nothing',
    })
    assert.equal(whole.location, `${form}#${page}`)

    const check = await person.see(`${form}/check`)
    assert.match(check.text, /Who looked for a partnership that does the same\? Ann Lee/)
    assert.match(check.text, /Which fund pays for it\? Not relevant: it costs nothing/)
    assert.doesNotMatch(check.text, /What did they find/)
    const signed = await person.fill(`${form}/check`, { signed_name: 'Ann Lee' })
    assert.equal(signed.status, 303, signed.text)
    assert.equal((await person.see(`${form}/${page}`)).location, form, 'what is signed is not filled in')

    const keeper = await world.signIn('keeper')
    assert.match((await keeper.see(`${form}/decision`)).text, /same\? Ann Lee/)
    assert.equal((await keeper.fill(`${form}/decision`, {})).status, 303)
    const record = form.replace('/form', '')
    const entry = await keeper.see(record)
    assert.match(
      entry.text,
      /Also asked by our protocol .*Who looked for a partnership that does the same\? Ann Lee/,
    )
    const copy = await keeper.see(`${form}/copy`)
    const { text } = await documentAt(keeper, `${form}/copy.docx`)
    for (const words of [copy.text, text]) assert.match(words, /costs nothing/)
    assert.match(
      (await keeper.see(`${record}/history`)).text,
      /Who looked for a partnership that does the same\?/,
    )
    // It is confirmed with everything else.
    assert.match((await keeper.see(form)).text, /Confirm or correct this entry .*same\? Ann Lee/)
  })

  test('PRO-1: The blank form asks it too', async () => {
    await adopt(world, ours)
    const blank = await (await world.signIn('reader')).see('/wendleshire/staff/register-form/blank')
    assert.match(
      blank.text,
      /Also asked by our protocol Did you look for a partnership that does the same\? Yes No/,
    )
    assert.match(blank.text, /What did they find\?/)
  })

  test('PRO-1: Two who answer the same at once are told of each other', async () => {
    await adopt(world, ours)
    const person = await world.signIn('contributor')
    const form = await beginForm(person)
    const keeper = await world.signIn('keeper')
    await keeper.fill(`${form}/${page}`, { 'answer.fund': 'The reserve' })
    const late = await person.fill(`${form}/${page}`, {
      'answer.fund': 'The general fund',
      'base.fund': '{}',
    })
    assert.equal(late.status, 409)
    assert.match(late.text, /They wrote: The reserve .*You wrote: The general fund/)
  })
})
