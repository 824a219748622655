import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Value } from '#src/protocol/facts.ts'
import { adopt, answer, begun, type Model, oneModel } from '#test/considered.ts'
import { useWorld } from '#test/world.ts'

const page = '/wendleshire/staff/partnerships/WCC-0001/significance'

describe('The four shapes of published tests of significance', () => {
  const world = useWorld()

  for (const [name, model, answers, words] of shapes())
    test(`SIG-1: the page gives what a council's own rule says: ${name}`, async () => {
      await adopt(world, oneModel('published', model))
      const keeper = await begun(world)
      for (const [given, says] of answers.map((each, i) => [each, words[i]!] as const)) {
        await answer(world, given)
        assert.match((await keeper.see(page)).text, says, JSON.stringify(given))
      }
    })
})

function shapes(): [string, Partial<Model>, Record<string, Value>[], RegExp[]][] {
  const money = (at_least: number) => ({ id: 'money', says: 'Money', if: { fact: 'money_a_year', at_least } })
  const is = (id: string, fact: string, value: string) => ({
    id,
    says: `Criterion ${id}`,
    if: { fact, is: value },
  })
  const five = [
    money(50_000),
    {
      id: 'grant',
      says: 'Grant',
      if: {
        all: [
          { fact: 'accountable_body', is: 'yes' },
          { fact: 'external_a_year', more_than: 0 },
        ],
      },
    },
    is('statutory', 'statutory', 'yes'),
    is('service', 'service_criticality', 'stops'),
    is('reputation', 'reputation', 'high'),
  ]
  const of = (need: 'any' | 'all' | number, criteria: typeof five) => ({
    tests: [{ tier: 'significant' as const, need, of: criteria }],
  })
  const none = { 'money-a-year': 9_999, priority: 'supports', 'accountable-body': 'no', statutory: 'no' }
  return [
    [
      'any of two',
      of('any', [money(10_000), is('objective', 'corporate_priority', 'fundamental')]),
      [none, { 'money-a-year': 10_000 }, { 'money-a-year': 0, priority: 'fundamental' }],
      [/Light No test of a higher tier is met/, /one makes it significant/, /one makes it significant/],
    ],
    [
      'any of five',
      of('any', five),
      [none, { 'accountable-body': 'yes', 'outside-money': 1 }],
      [
        /Light No test of a higher tier is met/,
        /Significant .*: 1 of 5 criteria met, and one makes it significant/,
      ],
    ],
    [
      'at least three of five',
      of(3, [
        money(100_000),
        { id: 'length', says: 'Length', if: { fact: 'length_years', at_least: 5 } },
        is('priority', 'corporate_priority', 'fundamental'),
        is('risk', 'inherent_risk', 'high'),
        is('reliance', 'reliance', 'high'),
      ]),
      [{ 'money-a-year': 100_000, length: 5 }, { risk: 'high' }],
      [
        /Light No test of a higher tier is met/,
        /Significant .*: 3 of 5 criteria met, and 3 make it significant/,
      ],
    ],
    [
      'all of five',
      of('all', five),
      [
        {
          'money-a-year': 50_000,
          'accountable-body': 'yes',
          'outside-money': 5,
          statutory: 'yes',
          service: 'stops',
        },
        { reputation: 'high' },
      ],
      [/Light No test of a higher tier is met/, /Significant .*: all 5 criteria are met/],
    ],
    [
      'a weighted scorecard',
      {
        scorecard: {
          criteria: [
            {
              id: 'money',
              says: 'Money',
              weight: 3,
              scores: [{ score: 1, if: { fact: 'money_a_year', at_least: 10_000 } }],
            },
            {
              id: 'risk',
              says: 'Risk',
              weight: 2,
              scores: [{ score: 2, if: { fact: 'inherent_risk', is: 'high' } }],
            },
          ],
          bands: [
            { tier: 'significant', at_least: 7 },
            { tier: 'standard', at_least: 3 },
          ],
        },
      },
      [{ 'money-a-year': 10_000, risk: 'low' }, { risk: 'high' }],
      [
        /Standard 3 points of 7: 3 or more are standard.*The scorecard \(3 points in all\)/,
        /Significant 7 points of 7/,
      ],
    ],
  ]
}
