import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  financialYearOf,
  firstDayOf,
  formatDate,
  isFinancialYear,
  isPartialDate,
  lastDayOf,
  monthNamed,
  partialDate,
} from './dates.ts'

test('a date reads as people say it, as far as it is known', () => {
  assert.equal(formatDate('2027-03-04'), '4 March 2027')
  assert.equal(formatDate('2027-03'), 'March 2027')
  assert.equal(formatDate('2027'), '2027')
  assert.equal(formatDate('2027-03-04T10:00:00.000Z'), '4 March 2027')
  assert.equal(formatDate('soon'), 'soon')
})

test('only dates the calendar has are partial dates', () => {
  for (const good of ['2027', '2027-03', '2027-03-31', '2028-02-29', '2000-02-29'])
    assert.ok(isPartialDate(good), good)
  for (const bad of [
    '27',
    '2027-13',
    '2027-00',
    '2027-02-29',
    '1900-02-29',
    '2027-04-31',
    '2027-3-1',
    '0000-01-01',
    '0000',
    '',
  ])
    assert.ok(!isPartialDate(bad), bad)
})

test('the parts of a form make a partial date or nothing', () => {
  assert.equal(partialDate(2027), '2027')
  assert.equal(partialDate(2027, 3), '2027-03')
  assert.equal(partialDate(2027, 3, 4), '2027-03-04')
  assert.equal(partialDate(2027, 2, 30), undefined)
  assert.equal(partialDate(2027, undefined, 4), undefined)
})

test('a partial date spans from its first day to its last', () => {
  assert.equal(firstDayOf('2027'), '2027-01-01')
  assert.equal(lastDayOf('2027'), '2027-12-31')
  assert.equal(lastDayOf('2028-02'), '2028-02-29')
  assert.equal(lastDayOf('2027-03-04'), '2027-03-04')
  assert.throws(() => firstDayOf('soon'), RangeError)
})

test('a financial year turns on the first of April', () => {
  assert.equal(financialYearOf('2027-03-31'), '2026/27')
  assert.equal(financialYearOf('2027-04-01'), '2027/28')
  assert.equal(financialYearOf('1999-05'), '1999/00')
  assert.ok(isFinancialYear('1999/00'))
  assert.ok(!isFinancialYear('2026/28'))
  assert.ok(!isFinancialYear('2026-27'))
})

test('months are known by name and by short form', () => {
  assert.equal(monthNamed('march'), 3)
  assert.equal(monthNamed('Sept.'), 9)
  assert.equal(monthNamed('ma'), undefined)
  assert.equal(monthNamed('market'), undefined)
})
