import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { builtIn, openBuiltIn } from '#src/adopted/built-in.ts'
import { common, partnership, tried } from '#test/packs.ts'
import type { Facts } from './facts.ts'
import type { Pack } from './pack.ts'
import { isAsked, refOf } from './questions.ts'
import { requirementsOf } from './requirements.ts'
import { routeOf } from './route.ts'

const anyFacts = fc.record(
  {
    tier: fc.constantFrom('significant', 'standard', 'light'),
    stage: fc.constantFrom('proposed', 'in-place', 'leaving'),
    money_a_year: fc.nat(150000),
    pooled_a_year: fc.nat(2),
    in_budget: fc.boolean(),
    partner_procedures: fc.boolean(),
    personal_information: fc.boolean(),
    powers_needed: fc.boolean(),
    lead: fc.boolean(),
    agreement_kind: fc.constantFrom('binding', 'terms'),
    months_since_review: fc.nat(30),
  },
  { requiredKeys: [] },
)

test('PRO-4: whatever the facts, a local protocol asks, requires and sends to approval all that the common one does', () => {
  const local = builtIn.filter(name => name !== 'common').map(name => openBuiltIn(name).pack)
  fc.assert(
    fc.property(fc.constantFrom(...local), anyFacts, (pack, facts) => {
      const [base, here] = [demandsOf(common, facts), demandsOf(pack, facts)]
      for (const each of base) assert.ok(here.has(each), `${pack.id} leaves out ${each}`)
    }),
  )
})

function demandsOf(pack: Pack, facts: Facts): Set<string> {
  const made = tried(pack, partnership(facts))
  const questions = pack.sets.flatMap(set =>
    set.questions.filter(question => isAsked(set, question, made)).map(question => refOf(set, question)),
  )
  const deciders = routeOf(made).steps.flatMap(({ deciders }) => deciders.map(({ id }) => `decided by ${id}`))
  const requirements = requirementsOf(made)
  const blocks = requirements.filter(({ gate }) => gate === 'block').map(({ id }) => `blocked by ${id}`)
  const unmet = requirements.filter(({ state }) => state !== 'met').map(({ id }) => `asked for ${id}`)
  return new Set([...questions, ...deciders, ...requirements.map(({ id }) => id), ...blocks, ...unmet])
}
