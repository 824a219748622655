import { NotFound } from '#src/errors.ts'
import type { Offer } from '#src/partnerships/entry/choices.ts'
import type { Entry } from '#src/partnerships/entry/queries.ts'
import { about } from '#src/partnerships/entry/sections/about.ts'
import { bodies } from '#src/partnerships/entry/sections/bodies.ts'
import { identity } from '#src/partnerships/entry/sections/identity.ts'
import { ourPart } from '#src/partnerships/entry/sections/our-part.ts'
import { peopleOf } from '#src/partnerships/entry/sections/people.ts'
import { resources } from '#src/partnerships/entry/sections/resources.ts'
import { risk } from '#src/partnerships/entry/sections/risk.ts'
import { yesOrNo } from '#src/partnerships/entry/sections/rules.ts'
import { type EntrySection, type Mistake, partOf } from '#src/partnerships/entry/sections/section.ts'
import { aboutYou, missingAboutYou } from './about-you.ts'
import type { Registration } from './queries.ts'

/** One page of the form: some fields of the entry, or the person who fills it in. */
export type FormPage = EntrySection & {
  /** The part of the form it stands in. */
  group: string
  /** Questions that are left out of the answers where nothing is said. */
  asides: readonly string[]
  /** What must be said before the page counts as done. */
  missing(value: Record<string, unknown>): Mistake[]
}

const groups = {
  person: 'The person filling in the form',
  partnership: 'The partnership',
  resources: 'What we put in',
  risk: 'Risk',
  // Not on the protocol's form, but an entry is not whole without it.
  besides: 'The register also asks',
}

/**
 * Every page of the form, in the order in which the protocol asks (REG-2; protocol, Appendix 2), and one that the
 * register asks besides: who answers for it (PEO-1, PEO-2).
 * @param extras what the authority's own protocol asks after these (PRO-1)
 */
export function formPages(
  offer: Offer,
  entry: Entry,
  registration: Registration,
  extras: readonly FormPage[],
): FormPage[] {
  const ours = ourPart(offer, entry)
  const given = resources(offer, entry)
  return [
    page('person', aboutYou(offer, registration), missingAboutYou),
    page(
      'partnership',
      partOf(identity(), {
        name: 'name',
        title: 'Name and kind',
        inputs: [
          { name: 'name', label: 'What is the partnership called?' },
          { name: 'kind', hint: 'If you are not sure, choose the nearest. The register’s keeper checks it.' },
        ],
      }),
    ),
    page(
      'partnership',
      partOf(about(), {
        name: 'purpose',
        title: 'What it is for',
        inputs: [
          {
            name: 'purpose',
            label: 'What is it for?',
            hint: 'What it sets out to do, and for whom, in a few sentences.',
          },
        ],
      }),
      ({ purpose }) => (purpose ? [] : [{ field: 'purpose', text: 'Say what the partnership is for' }]),
    ),
    page(
      'partnership',
      partOf(ours, {
        name: 'role',
        title: 'Our role in it',
        inputs: [
          {
            name: 'lead_member',
            hint: 'Say yes if our organisation leads the partnership.',
            choices: yesOrNo,
          },
          {
            name: 'representative',
            hint: 'Say yes if a councillor or officer sits on it for us.',
            choices: yesOrNo,
          },
          { name: 'role_other', label: 'Do we have any other role?', hint: 'Leave it empty if not.' },
          { name: 'directorate', label: 'Which directorate answers for it?' },
        ],
      }),
      ({ lead_member, representative, directorate }) => [
        ...(lead_member === null
          ? [{ field: 'lead_member', text: 'Say whether we are the lead member' }]
          : []),
        ...(representative === null
          ? [{ field: 'representative', text: 'Say whether we have a representative' }]
          : []),
        ...(directorate || offer.directorates.length === 0
          ? []
          : [{ field: 'directorate', text: 'Choose the directorate that answers for it' }]),
      ],
    ),
    page(
      'partnership',
      partOf(peopleOf('councillor'), {
        name: 'councillors',
        title: 'Councillors who represent us',
        inputs: [
          {
            name: 'councillor_seats',
            label: 'How many councillors represent us?',
            hint: 'Count the seats, vacant ones too. Write 0 if there are none.',
          },
          { name: 'representatives', label: 'Which councillors?', noun: 'councillor' },
        ],
      }),
      ({ councillor_seats }) => countGiven('councillor_seats', councillor_seats, 'councillors'),
    ),
    page(
      'partnership',
      partOf(peopleOf('officer'), {
        name: 'officers',
        title: 'Officers who represent us',
        inputs: [
          {
            name: 'officer_seats',
            label: 'How many officers represent us?',
            hint: 'Count the seats, vacant ones too. Write 0 if there are none.',
          },
          { name: 'representatives', label: 'Which officers?', noun: 'officer' },
        ],
      }),
      ({ officer_seats }) => countGiven('officer_seats', officer_seats, 'officers'),
    ),
    page(
      'partnership',
      partOf(ours, {
        name: 'plan',
        title: 'What it does for the corporate plan',
        inputs: [
          {
            name: 'priorities',
            label: planQuestion(offer, entry),
            hint: 'Choose all that it serves, in the plan’s own words. If it serves none, leave it empty.',
          },
        ],
      }),
    ),
    page(
      'partnership',
      partOf(bodies(), {
        name: 'partners',
        title: 'Partners',
        inputs: [
          {
            name: 'lead',
            label: 'Which organisation leads it?',
            hint: 'Its full name. It need not be known to us yet.',
          },
          { name: 'partners', label: 'Who else takes part?' },
        ],
      }),
      ({ lead, partners }) =>
        lead || (partners as unknown[]).length > 0
          ? []
          : [{ field: 'lead', text: 'Name the organisation that leads it, or at least one partner' }],
    ),
    page(
      'resources',
      partOf(given, {
        name: 'money',
        title: 'Money',
        inputs: [
          {
            name: 'money',
            label: 'How much, and in what form?',
            hint: 'If we put in no money, leave it empty.',
          },
        ],
      }),
    ),
    page(
      'resources',
      partOf(given, {
        name: 'officer-time',
        title: 'Officer time',
        inputs: [
          {
            name: 'officer_time',
            label: 'Whose time, and how much of it?',
            hint: 'If we give no officer time, leave it empty.',
          },
        ],
      }),
    ),
    page(
      'resources',
      partOf(given, {
        name: 'in-kind',
        title: 'Help in kind',
        inputs: [
          {
            name: 'in_kind',
            label: 'What else do we give?',
            hint: 'Rooms, equipment, printing, postage. If nothing, leave it empty.',
          },
        ],
      }),
    ),
    page(
      'risk',
      partOf(risk(), {
        name: 'risk',
        title: 'Risk',
        inputs: [
          { name: 'risk_register', label: 'Does the partnership have a risk register?', choices: yesOrNo },
          {
            name: 'risk_register_reason',
            label: 'If it has none, why not?',
            hint: 'Leave it empty if it has one.',
          },
          { name: 'risk_manager', label: 'Who is responsible for managing its risks?' },
        ],
      }),
      ({ risk_register, risk_manager }) => [
        ...(risk_register === null
          ? [{ field: 'risk_register', text: 'Say whether the partnership has a risk register' }]
          : []),
        ...(risk_manager
          ? []
          : [{ field: 'risk_manager', text: 'Say who is responsible for managing its risks' }]),
      ],
    ),
    page(
      'besides',
      partOf(peopleOf('officer'), {
        name: 'answers',
        title: 'Who answers for it',
        inputs: [
          {
            name: 'sponsor',
            hint: 'The officer who answers for the protocol being followed. If nobody is named yet, leave it empty.',
          },
          { name: 'performance_lead' },
          { name: 'manager' },
        ],
      }),
    ),
    ...extras,
  ]
}

const optional = ['role_other', 'risk_register_reason']

/** The page of this name. @throws NotFound where the form has none */
export function formPage(pages: FormPage[], name: string): FormPage {
  const page = pages.find(each => each.name === name)
  if (!page) throw new NotFound('No such page of the form')
  return page
}

function page(
  group: keyof typeof groups,
  fields: EntrySection,
  missing: FormPage['missing'] = () => [],
): FormPage {
  const asides = fields.inputs.map(input => input.name).filter(name => optional.includes(name))
  return { ...fields, group: groups[group], asides, missing }
}

// The plan and its year are part of what is signed.
function planQuestion(offer: Offer, entry: Entry): string {
  const [plan, another] = new Set([...offer.priorities, ...entry.priorities].map(each => each.plan))
  return `Which parts of ${plan && !another ? plan : 'the corporate plan'} does it serve?`
}

function countGiven(field: string, count: unknown, whom: string): Mistake[] {
  return count === null
    ? [{ field, text: `Enter how many ${whom} represent us. Write 0 if there are none.` }]
    : []
}
