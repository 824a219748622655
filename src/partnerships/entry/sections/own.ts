import { z } from 'zod'
import type { CustomValue } from '#src/db/tables.ts'
import type { Custom, Offer, OwnField } from '../choices.ts'
import type { Entry } from '../queries.ts'
import { dateShown, line, lines, number, oneOf, partialDate, yesNo, yesNoShown, yesOrNo } from './rules.ts'
import { type Input, section } from './section.ts'

/** The authority's own fields and its notes (REG-1). */
export function own(offer: Offer, entry?: Entry) {
  const fields = offer.ownFields.map(field => withHeld(field, entry?.custom))
  const rules = Object.fromEntries(fields.map(field => [inputName(field), ruleOf(field)]))
  return section({
    name: 'own',
    title: fields.length > 0 ? 'Our own fields and notes' : 'Notes',
    schema: z.object({ notes: lines('The notes') }).extend(rules),
    inputs: [
      ...fields.map(inputOf),
      {
        name: 'notes',
        label: 'Notes',
        type: 'long-text',
        hint: 'Anything else staff should know. Never published.',
      },
    ],
    shown: ({ notes, custom }) => ({
      notes,
      ...Object.fromEntries(
        fields.map(field => [inputName(field), shownOf(field, (custom as Custom)[field.key])]),
      ),
    }),
    async write(writer, { id, custom: before }, { notes, ...given }) {
      const custom: Custom = { ...before }
      for (const field of fields) {
        const value = (given as Record<string, CustomValue | null>)[inputName(field)]
        if (value == null || value === '') delete custom[field.key]
        else custom[field.key] = value
      }
      await writer.update('involvement', id, { notes: notes as string, custom: JSON.stringify(custom) })
    },
  })
}

const inputName = (field: OwnField) => `own_${field.key}`

// A choice that was struck from the list stays what it is where it was chosen.
function withHeld(field: OwnField, custom: Custom | undefined): OwnField {
  const held: unknown = custom?.[field.key]
  const missing = field.type === 'choice' && typeof held === 'string' && !field.choices.includes(held)
  return missing ? { ...field, choices: [...field.choices, held] } : field
}

const choicesOf = (field: OwnField) => field.choices.map(value => ({ value, label: value }))

function inputOf(field: OwnField): Input {
  const base = {
    name: inputName(field),
    stored: 'custom',
    label: field.heading,
    ...(field.help ? { hint: field.help } : {}),
  }
  if (field.type === 'choice')
    return { ...base, type: 'select', choices: [{ value: '', label: 'Not said' }, ...choicesOf(field)] }
  if (field.type === 'yes-no')
    return { ...base, type: 'radios', choices: [...yesOrNo, { value: '', label: 'Not said' }] }
  if (field.type === 'text') return { ...base, type: 'text' }
  return { ...base, type: 'text', width: 'medium' }
}

function ruleOf(field: OwnField): z.ZodType {
  if (field.type === 'choice') return oneOf(choicesOf(field), `Choose one of the words for ${field.heading}`)
  if (field.type === 'yes-no') return yesNo(`Choose yes or no for ${field.heading}`)
  if (field.type === 'number') return number(field.heading)
  if (field.type === 'partial-date') return partialDate(field.heading)
  return line(field.heading, 2000)
}

function shownOf(field: OwnField, value: CustomValue | undefined): string {
  if (value === undefined || value === null) return ''
  if (field.type === 'yes-no') return yesNoShown(value)
  if (field.type === 'partial-date') return dateShown(String(value))
  return String(value)
}
