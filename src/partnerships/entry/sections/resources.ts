import { z } from 'zod'
import { poundsInBox } from '#src/domain/money.ts'
import { moneyForms } from '#src/domain/words.ts'
import type { Offer } from '../choices.ts'
import type { Entry } from '../queries.ts'
import { writeRows } from './rows.ts'
import { chosen, line, number, oneOf, pounds, rowId, yesNo, yesNoShown, yesOrNo } from './rules.ts'
import { type Input, section } from './section.ts'

const notSaid = { value: '', label: 'Not said' }

/** What the authority puts in, year by year: cash, officer time, help in kind (REG-2, ENT-5). */
export function resources(offer: Offer, entry?: Entry) {
  const held = (entry?.commitments ?? []).map(each => each.year)
  const years = [...new Set([...offer.years, ...held])]
    .toSorted()
    .toReversed()
    .map(year => ({ value: year, label: year }))
  const yearRule = chosen(years, 'Choose the financial year')
  const yearInput: Input = {
    name: 'year',
    label: 'Financial year',
    type: 'select',
    choices: [{ value: '', label: 'Choose' }, ...years],
  }
  return section({
    name: 'resources',
    title: 'Money, time and other resources',
    schema: z.object({
      money: z.array(
        z.object({
          id: rowId,
          year: yearRule,
          pounds: pounds('The amount'),
          form: oneOf(moneyForms, 'Choose the form it takes'),
          budgeted: yesNo('Choose whether it is in an approved budget'),
          note: line('The note', 500),
        }),
      ),
      officer_time: z.array(
        z.object({
          id: rowId,
          year: yearRule,
          note: line('Who and how much', 500),
          days: number('The days', 100_000),
        }),
      ),
      in_kind: z.array(z.object({ id: rowId, year: yearRule, note: line('What we give', 500) })),
    }),
    inputs: [
      {
        name: 'money',
        label: 'Money',
        type: 'list',
        noun: 'amount',
        stored: 'commitment',
        columns: [
          yearInput,
          {
            name: 'pounds',
            label: 'Amount in pounds',
            type: 'text',
            width: 'short',
            hint: 'Put a minus before money that comes in.',
          },
          { name: 'form', label: 'Form', type: 'select', choices: [notSaid, ...moneyForms] },
          {
            name: 'budgeted',
            label: 'In an approved budget?',
            type: 'select',
            choices: [notSaid, ...yesOrNo],
          },
          { name: 'note', label: 'Note', type: 'text' },
        ],
      },
      {
        name: 'officer_time',
        label: 'Officer time',
        type: 'list',
        noun: 'officer',
        stored: 'commitment',
        columns: [
          yearInput,
          { name: 'note', label: 'Who, and how much of their time', type: 'text' },
          { name: 'days', label: 'Days in the year', type: 'text', width: 'short', hint: 'If known.' },
        ],
      },
      {
        name: 'in_kind',
        label: 'Help in kind',
        type: 'list',
        noun: 'help in kind',
        stored: 'commitment',
        columns: [
          yearInput,
          { name: 'note', label: 'What we give', type: 'text', hint: 'Rooms, equipment, printing.' },
        ],
      },
    ],
    shown: ({ commitments }) => ({
      money: commitments
        .filter(each => each.type === 'money')
        .map(({ id, year, pence, form, budgeted, note }) => ({
          id,
          year,
          pounds: poundsInBox(pence ?? 0),
          form: form ?? '',
          budgeted: yesNoShown(budgeted),
          note,
        })),
      officer_time: commitments
        .filter(each => each.type === 'officer-time')
        .map(({ id, year, note, days }) => ({ id, year, note, days: days === null ? '' : String(days) })),
      in_kind: commitments
        .filter(each => each.type === 'in-kind')
        .map(({ id, year, note }) => ({ id, year, note })),
    }),
    rules: ({ officer_time = [], in_kind = [] }) => [
      ...officer_time.flatMap(({ note, days }, i) =>
        note || days !== null
          ? []
          : [
              {
                field: `officer_time-${i}-note`,
                text: 'Enter whose time it is and how much, or remove the row',
              },
            ],
      ),
      ...in_kind.flatMap(({ note }, i) =>
        note ? [] : [{ field: `in_kind-${i}-note`, text: 'Enter what we give, or remove the row' }],
      ),
    ],
    async write(writer, { id: involvement_id, commitments }, { money, officer_time, in_kind }) {
      const none = { pence: null, form: null, budgeted: null, days: null }
      const lists = [
        ['money', money?.map(({ id, pounds: pence, ...cells }) => ({ id, cells: { ...cells, pence } }))],
        ['officer-time', officer_time?.map(({ id, ...cells }) => ({ id, cells }))],
        ['in-kind', in_kind?.map(({ id, ...cells }) => ({ id, cells }))],
      ] as const
      for (const [type, wanted] of lists) {
        const stored = commitments.filter(each => each.type === type)
        if (wanted) await writeRows(writer, 'commitment', stored, wanted, { ...none, involvement_id, type })
      }
    },
  })
}
