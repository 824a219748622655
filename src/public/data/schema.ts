import {
  appointmentRoles,
  type Choice,
  kinds,
  moneyForms,
  personKinds,
  sectors,
  stages,
} from '#src/domain/words.ts'

/** The JSON Schemas (draft 2020-12) that the open data keeps to, by the last part of their address (REG-5). */
export function schemasAt(base: string): Record<'register.json' | 'entry.json', object> {
  const of = (file: string, title: string, own: Record<string, object>, $defs: object) => ({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `${base}/data/schema/${file}`,
    title,
    ...object({ $schema: uri, authority: ref('authority'), licence: ref('licence'), as_at: day, ...own }, [
      'next',
    ]),
    $defs,
  })
  return {
    'register.json': of(
      'register.json',
      'The public register of partnerships of one authority',
      {
        total: { ...count, description: 'How many entries fit what was asked.' },
        next: { ...uri, description: 'Where the list goes on, when it does not end here.' },
        partnerships: listOf(ref('partnership')),
      },
      shapes,
    ),
    'entry.json': of(
      'entry.json',
      'One entry of the public register, with its versions',
      {
        reference: text,
        state: {
          enum: ['published', 'past', 'ended', 'erased', 'not-then'],
          description: 'past: as it was on a day asked for. not-then: nothing was published that day.',
        },
        partnership: { anyOf: [ref('partnership'), { type: 'null' }] },
        versions: listOf(ref('partnership')),
        log: listOf(ref('act')),
      },
      { ...shapes, act },
    ),
  }
}

const text = { type: 'string' }
const filled = { type: 'string', minLength: 1 }
const orNull = (type: string, rest: object = {}) => ({ type: [type, 'null'], ...rest })
const uri = { type: 'string', format: 'uri' }
const moment = { type: 'string', format: 'date-time' }
const day = orNull('string', { format: 'date', description: 'The day looked back to; null for now.' })
const partialDate = orNull('string', { pattern: '^\\d{4}(-\\d{2}(-\\d{2})?)?$' })
const count = { type: 'integer', minimum: 0 }
const ref = (name: string) => ({ $ref: `#/$defs/${name}` })
const listOf = (items: object) => ({ type: 'array', items })
const oneOf = (choices: readonly Choice[]) => ({ enum: choices.map(choice => choice.value) })

function object(properties: Record<string, object>, optional: string[] = []) {
  const required = Object.keys(properties).filter(name => !optional.includes(name))
  return { type: 'object', properties, required, additionalProperties: false }
}

const identifiers = listOf(object({ scheme: filled, identifier: filled }))
const links = listOf(object({ url: filled }))

const person = object({
  id: uri,
  name: filled,
  honorific_prefix: orNull('string'),
  classification: oneOf(personKinds),
  ward: orNull('string'),
  party: orNull('string'),
})

const shapes = {
  authority: object({ id: uri, name: filled }),
  licence: object({ id: uri, name: filled }),
  partnership: {
    ...object({
      id: { ...uri, description: 'The page of the entry; it never changes.' },
      name: filled,
      classification: oneOf(kinds),
      identifiers,
      founding_date: partialDate,
      dissolution_date: partialDate,
      links,
      stage: oneOf(stages),
      fields: {
        type: 'object',
        description: 'The fields of one value, by their names in the data dictionary.',
        propertyNames: { pattern: '^(custom\\.)?[a-z][a-z0-9_]*$' },
        additionalProperties: { type: ['string', 'number', 'boolean', 'array', 'null'], items: text },
      },
      memberships: listOf({ anyOf: [ref('bodyMembership'), ref('personMembership')] }),
      commitments: listOf({ anyOf: [ref('money'), ref('officerTime'), ref('inKind')] }),
      priorities: listOf(object({ plan: text, title: filled })),
      withheld: listOf(object({ field: filled, reason: { enum: ['personal', 'commercial', 'safety'] } })),
      publication: object({
        number: { type: 'integer', minimum: 1 },
        published_at: moment,
        until_at: orNull('string', { format: 'date-time' }),
      }),
    }),
    description: 'A Popolo organization, with what the register says of it.',
  },
  bodyMembership: {
    ...object(
      {
        role: { enum: ['lead', 'accountable', 'member', 'observer'] },
        organization: object({ id: uri, name: filled, classification: oneOf(sectors), identifiers, links }),
        note: filled,
      },
      ['note'],
    ),
    description: 'A Popolo membership: what a body is in the partnership.',
  },
  personMembership: {
    ...object({
      role: oneOf(appointmentRoles),
      label: orNull('string'),
      substitute: { type: 'boolean' },
      substitute_for: orNull('string'),
      person: { anyOf: [person, { type: 'null' }] },
      post: { anyOf: [object({ id: orNull('string', { format: 'uri' }), label: filled }), { type: 'null' }] },
      on_behalf_of: object({ id: uri, name: filled }),
      start_date: partialDate,
      end_date: partialDate,
    }),
    description: 'A Popolo membership: who acts for the authority. No person and no post: a vacant seat.',
  },
  money: object({
    type: { const: 'money' },
    year: ref('year'),
    amount: orNull('number', { description: 'Pounds; below nought where money comes in.' }),
    currency: { const: 'GBP' },
    form: { enum: [...moneyForms.map(form => form.value), null] },
    budgeted: orNull('boolean'),
    note: orNull('string'),
  }),
  officerTime: object({
    type: { const: 'officer-time' },
    year: ref('year'),
    days: orNull('number'),
    note: orNull('string'),
  }),
  inKind: object({ type: { const: 'in-kind' }, year: ref('year'), note: orNull('string') }),
  year: { type: 'string', pattern: '^\\d{4}/\\d{2}$', description: 'A financial year, April to March.' },
}

const act = object({
  number: { type: 'integer', minimum: 1 },
  act: { enum: ['published', 'ended', 'erased'] },
  at: moment,
  content_hash: orNull('string'),
  reason: orNull('string'),
})
