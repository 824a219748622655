import { z } from 'zod'
import type { Identifier } from '#src/db/tables.ts'
import { labelOf, sectors } from '#src/domain/words.ts'
import type { Held, Shown } from '#src/web/clash.ts'
import {
  emailOrNothing,
  line,
  lines,
  linkOrNothing,
  neededLine,
  oneLine,
  oneOf,
  phoneOrNothing,
} from '#src/web/inputs.ts'
import { labelOfPick, type Option } from '../pick.ts'
import type { Organisation } from './queries.ts'

/** The lists of bodies an identifier comes from, the box it is typed in and the shape it has (PEO-7). */
export const schemes = [
  {
    value: 'companies-house',
    box: 'companies_house',
    label: 'Companies House number',
    hint: '8 characters, like 01234567 or SC123456',
    shape: /^(\d{8}|[A-Z]{2}\d{6}|[A-Z]{2}\d{5}[A-Z])$/,
  },
  {
    value: 'charity-commission',
    box: 'charity_commission',
    label: 'Charity number',
    hint: '6 or 7 digits; a linked charity adds a dash and a number',
    shape: /^\d{6,7}(-\d{1,3})?$/,
  },
  {
    value: 'gss',
    box: 'gss',
    label: 'ONS (GSS) code',
    hint: 'A letter and 8 digits, like E10000021',
    shape: /^[A-Z]\d{8}$/,
  },
  {
    value: 'ods',
    box: 'ods',
    label: 'NHS ODS code',
    hint: '3 to 6 letters and digits, like RNS or Y01234',
    shape: /^[A-Z0-9]{3,6}$/,
  },
] as const

const code = ({ label, hint, shape }: (typeof schemes)[number]) =>
  line(label, 20)
    .transform(text => text.replace(/\s/g, '').toUpperCase())
    .refine(
      text => text === '' || shape.test(text),
      `${label} must be ${hint[0]!.toLowerCase()}${hint.slice(1)}`,
    )

export const OrganisationForm = z.object({
  name: neededLine('Name', 'Enter the name of the organisation', 300),
  other_names: lines('Other names').transform(text => [
    ...new Set(text.split('\n').map(oneLine).filter(Boolean)),
  ]),
  sector: oneOf(sectors, 'Choose a sector'),
  website: linkOrNothing,
  email: emailOrNothing,
  phone: phoneOrNothing,
  companies_house: code(schemes[0]),
  charity_commission: code(schemes[1]),
  gss: code(schemes[2]),
  ods: code(schemes[3]),
  predecessor: line('Came from', 320),
})

export const shownFields: Shown[] = [
  { name: 'name', heading: 'Name' },
  { name: 'other_names', heading: 'Other names', say: text => text.replaceAll('\n', '; ') },
  { name: 'sector', heading: 'Sector', say: value => labelOf(sectors, value) },
  { name: 'website', heading: 'Website' },
  { name: 'email', heading: 'E-mail address' },
  { name: 'phone', heading: 'Phone number' },
  ...schemes.map(scheme => ({ name: scheme.box, heading: scheme.label })),
  { name: 'predecessor', heading: 'Came from' },
]

/** A body as its form shows it. */
export function heldOf(row: Organisation, options: readonly Option[]): Held {
  return {
    version: row.version,
    values: {
      name: row.name,
      other_names: row.other_names.join('\n'),
      sector: row.sector,
      website: row.website,
      email: row.email,
      phone: row.phone,
      ...Object.fromEntries(schemes.map(({ box, value }) => [box, identifierOf(row.identifiers, value)])),
      predecessor: labelOfPick(options, row.predecessor_id),
    },
  }
}

/** The identifiers a form gives; of schemes it does not know, those that stand. */
export function identifiersOf(
  form: z.output<typeof OrganisationForm>,
  standing: readonly Identifier[] = [],
): Identifier[] {
  const known = new Set<string>(schemes.map(scheme => scheme.value))
  return [
    ...schemes.map(({ box, value }) => ({ scheme: value, value: form[box] })).filter(each => each.value),
    ...standing.filter(each => !known.has(each.scheme)),
  ]
}

const identifierOf = (identifiers: readonly Identifier[], scheme: string) =>
  identifiers.find(each => each.scheme === scheme)?.value ?? ''
