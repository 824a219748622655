import assert from 'node:assert/strict'
import { test } from 'node:test'
import { common } from '#test/packs.ts'
import type { Condition } from './conditions.ts'
import { tellCondition } from './tell.ts'
import { conditionsIn } from './walk.ts'

/** A condition, and how it is read. */
const told: [Condition, string][] = [
  [{ fact: 'money_a_year', at_least: 50000 }, 'our own money a year is £50,000 or more'],
  [{ not: { fact: 'money_a_year', more_than: 50000 } }, 'our own money a year is not over £50,000'],
  [{ fact: 'pooled_a_year', more_than: 0 }, 'pooled money a year is more than nothing'],
  [{ fact: 'officer_days_a_year', at_least: 20 }, 'there are 20 officer days a year or more'],
  [{ fact: 'in_budget', is: 'no' }, 'the money is outside approved budgets'],
  [{ not: { fact: 'in_budget', is: 'no' } }, 'the money is within approved budgets'],
  [{ fact: 'inherent_risk', at_least: 'medium' }, 'the risk before any control is medium or high'],
  [{ fact: 'service_criticality', is: 'stops' }, 'without it, a public service would stop'],
  [{ not: { fact: 'tier', is: 'significant' } }, 'the tier is not significant'],
  [{ fact: 'inherent_risk', known: 'yes' }, 'the risk before any control is known'],
  [{ answer: 'setup.board', is: 'yes' }, '‘Will there be a board?’ is answered ‘yes’'],
  [{ complete: 'case' }, '‘The case for entering’ is complete'],
  [
    { all: [{ fact: 'lead', is: 'yes' }, { any: [{ fact: 'statutory', is: 'yes' }, { complete: 'case' }] }] },
    'we lead it and (the law requires it or ‘The case for entering’ is complete)',
  ],
  [
    {
      not: {
        any: [
          { fact: 'lead', is: 'yes' },
          { fact: 'statutory', is: 'yes' },
        ],
      },
    },
    'we do not lead it and the law does not require it',
  ],
]

for (const [condition, says] of told)
  test(`PRO-1: a rule is read in plain English: ‘${says}’`, () => {
    assert.equal(tellCondition(common, condition), says)
  })

test('PRO-1: every rule of the common pack can be read', () => {
  for (const { condition, path } of conditionsIn(common))
    for (const negated of [false, true]) {
      const says = tellCondition(common, condition, negated)
      assert.doesNotMatch(says, /undefined|null|NaN|_| {2}|^ | $|[{}]/, path.join('/'))
    }
})
