import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatMoney, poundsInBox, readPounds } from './money.ts'

test('money reads in pounds, with pence only when there are some', () => {
  assert.equal(formatMoney(560500), '£5,605')
  assert.equal(formatMoney(560550), '£5,605.50')
  assert.equal(formatMoney(-500), '−£5')
  assert.equal(formatMoney(5), '£0.05')
  assert.equal(formatMoney(0), '£0')
  assert.equal(formatMoney(123456789012), '£1,234,567,890.12')
})

test('a typed amount is read only when it is one plain amount', () => {
  assert.equal(readPounds('£5,605.50'), 560550)
  assert.equal(readPounds(' 5605.5 '), 560550)
  assert.equal(readPounds('−£5'), -500)
  assert.equal(readPounds('£-5'), -500)
  for (const bad of ['', 'five', '£5,60', '5.605', '5-10', '--5', '-£-5', '1e3'])
    assert.equal(readPounds(bad), undefined, bad)
})

test('every amount survives being shown and read again', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e14, max: 1e14 }), pence => {
      assert.equal(readPounds(formatMoney(pence)), pence)
      assert.equal(readPounds(poundsInBox(pence)), pence)
    }),
  )
})
