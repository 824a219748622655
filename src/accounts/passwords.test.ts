import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashPassword, passwordMatches, passwordMistake } from './passwords.ts'

const about = { email: 'ada.quill@wendleshire.example', authorities: ['Wendleshire County Council'] }

for (const [password, message] of [
  ['', /Enter a password/],
  ['elevenchars', /12 characters or more/],
  ['x'.repeat(201), /200 characters or fewer/],
  ['1qaz2wsx3edc', /first that others would try/],
  ['Password2026!', /first that others would try/],
  ['dragondragondragon', /first that others would try/],
  ['123456789012', /first that others would try/],
  ['lkjhgfdsapoiuytrewq', /first that others would try/],
  ['ada.quill at home', /name in your e-mail address/],
  ['AdaQuill-teapots', /name in your e-mail address/],
  ['wendleshire rocks', /name of your authority/],
] as [string, RegExp][]) {
  test(`The password ‘${password.slice(0, 24)}’ is refused with a reason`, async () => {
    assert.match((await passwordMistake(password, about)) ?? '', message)
  })
}

for (const password of ['kettle harbour ninety', 'correct horse battery staple', 'Ünïcödé-Türschloss-7']) {
  test(`The password ‘${password}’ is taken`, async () => {
    assert.equal(await passwordMistake(password, about), undefined)
  })
}

test('A password is kept as argon2id and found right again', async () => {
  const hash = await hashPassword('kettle harbour ninety')
  assert.match(hash, /^\$argon2id\$/)
  assert.equal(await passwordMatches(hash, 'kettle harbour ninety'), true)
  assert.equal(await passwordMatches(hash, 'kettle harbour eighty'), false)
  assert.equal(await passwordMatches(null, 'nobody has this password'), false)
})
