import { writeCell } from '#src/partnerships/export/cells.ts'
import { type Field, fieldNamed } from '#src/partnerships/fields.ts'
import type {
  HolderValue,
  OrganisationValue,
  Placed,
  PriorityValue,
  Value,
} from '#src/partnerships/import/values.ts'
import type { RecordColumns } from '#src/partnerships/record.ts'
import { valuesOf } from '#src/partnerships/record-values.ts'
import type { Pack } from '#src/protocol/pack.ts'
import { type Answer, refOf } from '#src/protocol/questions.ts'

/** What a field of the register holds in words, one for each thing in it; none where it holds nothing. */
export function fieldWords(entry: RecordColumns, name: string): string[] {
  return wordsIn(valuesOf(entry, []), name)
}

/** The answers that the register itself gives to questions that name a field of it, by set.question. */
export function answersOfFields(pack: Pack, entry: RecordColumns): Record<string, Answer> {
  const values = valuesOf(entry, [])
  const answers = pack.sets.flatMap(set =>
    set.questions.flatMap(question => {
      if (question.field === undefined) return []
      const words = wordsIn(values, question.field)
      if (words.length === 0) return []
      const yesOrNo = { true: 'yes', false: 'no' }[String(values[question.field])]
      return [[refOf(set, question), { value: yesOrNo ?? words }]] as const
    }),
  )
  return Object.fromEntries(answers)
}

function wordsIn(values: Record<string, Value>, name: string): string[] {
  const field = fieldNamed(name)
  const value = values[name]
  if (!field || value === undefined) return []
  const each = Array.isArray(value) ? (value as unknown[]) : [value]
  return each.map(one => wordOf(field, one, Array.isArray(value))).filter(Boolean)
}

function wordOf(field: Field, value: unknown, inList: boolean): string {
  switch (field.type) {
    case 'organisation':
    case 'organisations':
      return (value as OrganisationValue).name
    case 'priorities':
      return (value as PriorityValue).title
    case 'holder':
    case 'holders':
      return holder(value as HolderValue)
    case 'text':
    case 'long-text':
    case 'link':
      return String(value)
    default:
      return writeCell(field, (inList ? [value] : value) as Placed)
  }
}

// An empty seat is nobody.
function holder({ person, post, substituteFor }: HolderValue): string {
  const name = person && [person.honorific, person.name].filter(Boolean).join(' ')
  const who = [name, post].filter(Boolean).join(', ')
  return who && substituteFor ? `${who}, for ${substituteFor}` : who
}
