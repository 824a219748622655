import { formatDate } from '#src/domain/dates.ts'
import { isId } from '#src/domain/id.ts'
import { consideredLists } from './considered-lists.ts'
import type { RowChange } from './fold.ts'
import { formLines, signingLines } from './form-words.ts'
import { headingOf, inWords } from './labels.ts'
import type { Line } from './lines.ts'
import type { Names } from './names.ts'
import { choiceWords, fieldName, ruleWord } from './publication-words.ts'
import { isNothing, shownValue } from './values.ts'

/** What happened to a row of a list, in words that say which one it was; undefined for a record's own row. */
export function rowWords(names: Names, row: RowChange): Line[] | undefined {
  const list = lists[row.table]
  if (!list) return undefined
  const key = row.fields.get(list.key)
  const made = key !== undefined && isNothing(key.before)
  const gone = key !== undefined && isNothing(key.after)
  const held = { ...names.rowOf(row.table, row.id) }
  for (const [field, { before, after }] of row.fields) held[field] = gone ? before : after
  const show = (field: string, value = held[field]) => shownValue(names, row.table, field, value)
  const told: Told = { names, row, held, show }
  if (made) return [acted(list, list.made(told)), ...(list.more?.(told) ?? [])]
  if (gone) return [acted(list, list.gone(told))]
  return list.changed?.(told) ?? changedFields(list, told)
}

/** One row of a list, and how to show what it holds. */
export type Told = {
  names: Names
  row: RowChange
  held: Record<string, unknown>
  show(field: string, value?: unknown): string
}

/** How changes of a list are told. */
export type List = {
  /** The column every row of the list holds. */
  key: string
  noun: string
  made(told: Told): string
  gone(told: Told): string
  more?(told: Told): Line[]
  /** Which row it was, as the heading of its changed fields. */
  which(told: Told): string
  changed?(told: Told): Line[] | undefined
}

const lists: Record<string, List> = {
  ...consideredLists,
  membership: {
    key: 'organisation_id',
    noun: 'the partners',
    made: told => `added ${partner(told)}${inBrackets(told.show('note'))}`,
    gone: told => `removed ${partner(told)}`,
    which: told => inWords(partner(told)),
  },
  appointment: {
    key: 'role',
    noun: 'the people',
    made: appointed,
    gone: told => `removed ${holder(told)} as ${office(told)}`,
    which: told => inWords(office(told)),
    changed: appointmentChanged,
  },
  commitment: {
    key: 'year',
    noun: 'the resources',
    made: told => `added ${resource(told)}: ${amount(told)}`,
    gone: told => `removed ${resource(told)}: ${amount(told)}`,
    which: told => inWords(resource(told)),
  },
  post_holding: {
    key: 'person_id',
    noun: 'who holds the post',
    made: told =>
      `recorded that ${told.show('person_id')} ${told.held.deputy ? 'deputises for' : 'holds'} ${told.show('post_id')}${since(told)}`,
    gone: told => `removed ${told.show('person_id')} as holder of ${told.show('post_id')}`,
    which: told => `${told.show('person_id')} as ${told.show('post_id')}`,
    changed: told =>
      onlyChanged(told, 'ends_on') && !isNothing(told.held.ends_on)
        ? [
            acted(
              lists.post_holding!,
              `recorded that ${told.show('person_id')} held ${told.show('post_id')} until ${told.show('ends_on')}`,
            ),
          ]
        : undefined,
  },
  involvement_priority: {
    key: 'priority_id',
    noun: 'the priorities',
    made: told => `added the priority ${told.show('priority_id')}`,
    gone: told => `removed the priority ${told.show('priority_id')}`,
    which: () => 'Priority',
  },
  priority: {
    key: 'title',
    noun: 'the priorities',
    made: told => `added the priority ${told.show('title')}`,
    gone: told => `removed the priority ${told.show('title')}`,
    which: told => `Priority ${told.show('title')}`,
  },
  role_grant: {
    key: 'role',
    noun: 'the roles',
    made: told => `gave the role of ${told.show('role').toLowerCase()} for ${reach(told)}`,
    gone: told => `took away the role of ${told.show('role').toLowerCase()} for ${reach(told)}`,
    which: told => `Role of ${told.show('role').toLowerCase()}`,
  },
  settlement: {
    key: 'original',
    noun: 'what is to settle',
    made: told => `kept “${told.show('original')}” from the column ‘${told.show('heading')}’ to settle`,
    gone: told => `removed “${told.show('original')}” from what is to settle`,
    which: told => told.show('heading'),
    changed: told => {
      const way = settled[String(told.held.state)]
      return way
        ? [
            acted(
              lists.settlement!,
              `${way} “${told.show('original')}” from the column ‘${told.show('heading')}’`,
            ),
          ]
        : undefined
    },
  },
  registration: {
    key: 'purpose',
    noun: 'the form',
    made: ({ held }) =>
      held.purpose === 'confirmation'
        ? 'opened the form to confirm the entry'
        : 'began the registration form',
    gone: () => 'removed the form',
    which: () => 'Form',
    changed: ({ row, show }) => formLines(row, show),
  },
  registration_signing: {
    key: 'signed_name',
    noun: 'the form',
    made: told => `signed the form as ${told.show('signed_name')}`,
    gone: () => 'removed a signature',
    which: () => 'Signature',
    changed: ({ held }) => signingLines(held),
  },
  duplicate: {
    key: 'candidate_id',
    noun: 'the likely duplicates',
    made: told => `noted that it may be the same as ${told.show('candidate_id')}`,
    gone: told => `withdrew that it may be the same as ${told.show('candidate_id')}`,
    which: told => `Likely the same as ${told.show('candidate_id')}`,
    changed: told =>
      told.held.state === 'different'
        ? [acted(lists.duplicate!, `decided that it is not the same as ${told.show('candidate_id')}`)]
        : undefined,
  },
  publication_rule: {
    key: 'field',
    noun: 'which fields are public',
    made: told => `made ‘${fieldName(told)}’ ${ruleWord(told.held)}`,
    gone: told => `took back the rule of its own for ‘${fieldName(told)}’`,
    which: told => `‘${fieldName(told)}’`,
    changed: told => [acted(lists.publication_rule!, `made ‘${fieldName(told)}’ ${ruleWord(told.held)}`)],
  },
  publication_choice: {
    key: 'field',
    noun: 'what is withheld',
    made: told => choiceWords(told),
    gone: told => `took back what was decided about ‘${fieldName(told)}’`,
    which: told => `‘${fieldName(told)}’`,
    changed: told => [acted(lists.publication_choice!, choiceWords(told))],
  },
}

const settled: Record<string, string> = {
  placed: 'placed',
  kept: 'kept as a note',
  dismissed: 'set aside',
  open: 'opened again',
}

const acted = (list: List, act: string): Line => ({
  heading: '',
  was: '',
  now: '',
  act,
  noun: list.noun,
  isNew: false,
})

function changedFields(list: List, told: Told): Line[] {
  return [...told.row.fields].flatMap(([field, { before, after }]) => {
    if (field === 'settled_at' || field === 'settled_by' || field === 'position') return []
    const main = field === list.key || field === 'pence'
    const heading = main
      ? list.which(told)
      : `${list.which(told)}: ${inLower(headingOf(told.row.table, field))}`
    return [
      {
        heading,
        was: told.show(field, before),
        now: told.show(field, after),
        act: '',
        noun: list.noun,
        isNew: false,
      },
    ]
  })
}

function partner({ held, show }: Told): string {
  return `${held.role === 'observer' ? 'observer' : 'partner'} ${show('organisation_id')}`
}

function appointed(told: Told): string {
  const { held } = told
  const words =
    isNothing(held.person_id) && isNothing(held.post_id)
      ? `added a vacant seat: ${office(told)}`
      : `appointed ${holder(told)} as ${office(told)}`
  return words + since(told) + inBrackets(told.show('note'))
}

function appointmentChanged(told: Told): Line[] | undefined {
  const list = lists.appointment!
  if (onlyChanged(told, 'ends_on')) {
    const end = told.held.ends_on
    const words = isNothing(end)
      ? `took back the end of ${holder(told)} as ${office(told)}`
      : `ended ${holder(told)} as ${office(told)} on ${told.show('ends_on')}`
    return [acted(list, words)]
  }
  const { fields } = told.row
  if (!fields.has('person_id') && !fields.has('post_id')) return undefined
  const before = { ...told.held }
  for (const [field, change] of fields) before[field] = change.before
  return [
    {
      heading: inWords(office(told)),
      was: holder({ ...told, held: before, show: (field, value = before[field]) => told.show(field, value) }),
      now: holder(told),
      act: '',
      noun: `the ${office(told)}`,
      isNew: false,
    },
  ]
}

function holder({ held, show }: Told): string {
  const [person, post] = [held.person_id ? show('person_id') : '', held.post_id ? show('post_id') : '']
  if (person && post) return `${person} (${post})`
  return person || post || 'a vacant seat'
}

function office(told: Told): string {
  const role = inLower(told.show('role')) || 'representative'
  if (!told.held.is_substitute) return role
  const whom = told.held.substitute_for
  const stoodFor = isId(whom) ? told.names.rowOf('appointment', whom) : {}
  const name = told.names.nameOf('person', stoodFor.person_id) ?? told.names.nameOf('post', stoodFor.post_id)
  return name ? `substitute for ${name}` : `substitute ${role}`
}

function resource({ held, show }: Told): string {
  const kind = { 'officer-time': 'officer time', 'in-kind': 'help in kind' }[String(held.type)] ?? 'money'
  return `${kind} for ${show('year') || 'a year'}`
}

function amount({ held, show }: Told): string {
  const facts = [
    !isNothing(held.pence) && show('pence'),
    !isNothing(held.days) && `${held.days} days`,
    show('form').toLowerCase(),
    held.budgeted === true && 'budgeted',
    held.budgeted === false && 'not budgeted',
    show('note'),
  ]
  return facts.filter(Boolean).join(', ')
}

function reach({ held, show }: Told): string {
  if (!isNothing(held.directorate_id)) return show('directorate_id')
  if (!isNothing(held.involvement_id)) return show('involvement_id')
  return 'the whole authority'
}

const since = ({ held }: Told) =>
  isNothing(held.starts_on) ? '' : ` from ${formatDate(String(held.starts_on))}`

const onlyChanged = ({ row }: Told, field: string) => row.fields.size === 1 && row.fields.has(field)

const inBrackets = (text: string) => (text ? ` (${text})` : '')

const inLower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
