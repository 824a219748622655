import { NotFound } from '#src/errors.ts'
import type { ProposalPage } from '#src/partnerships/case/proposal-pages.ts'
import type { Offer } from '#src/partnerships/entry/choices.ts'
import type { Entry } from '#src/partnerships/entry/queries.ts'
import { about } from '#src/partnerships/entry/sections/about.ts'
import { bodies } from '#src/partnerships/entry/sections/bodies.ts'
import { identity } from '#src/partnerships/entry/sections/identity.ts'
import { ourPart } from '#src/partnerships/entry/sections/our-part.ts'
import { people } from '#src/partnerships/entry/sections/people.ts'
import { resources } from '#src/partnerships/entry/sections/resources.ts'
import { risk } from '#src/partnerships/entry/sections/risk.ts'
import { type EntrySection, joined, type Mistake, partOf } from '#src/partnerships/entry/sections/section.ts'

/** One page of a proposal over fields of the register. */
export type RegisterPage = EntrySection & {
  name: ProposalPage
  /** Nobody has to fill it in before the proposal is decided. */
  optional: boolean
  /** What must be said before the page counts as done. */
  missing(value: Record<string, unknown>): Mistake[]
}

/** What the register holds of a partnership that is proposed, page by page (ENT-3, ENT-4, PEO-1). */
export function registerPages(offer: Offer, entry: Entry): RegisterPage[] {
  return [
    page(partnershipPage(offer, entry), ({ purpose, directorate, lead, partners }) => [
      ...(purpose ? [] : [{ field: 'purpose', text: 'Say what the partnership is for' }]),
      ...(directorate || offer.directorates.length === 0
        ? []
        : [{ field: 'directorate', text: 'Choose the directorate that answers for it' }]),
      ...(lead || (partners as unknown[]).length > 0
        ? []
        : [{ field: 'lead', text: 'Name the organisation that leads it, or at least one partner' }]),
    ]),
    { ...page(peoplePage()), optional: true },
    page(
      partOf(resources(offer, entry), {
        name: 'resources',
        title: 'Money, time and help in kind',
        inputs: [
          {
            name: 'money',
            label: 'How much of our own money, year by year?',
            hint: 'Say for each amount whether it is in an approved budget. If we put in none, leave it empty.',
          },
          { name: 'officer_time', label: 'Whose time, and how much of it?' },
          { name: 'in_kind', label: 'What else do we give?' },
        ],
      }),
      ({ money }) => budgetsSaid(money as { pounds: number | null; budgeted: boolean | null }[]),
    ),
  ]
}

/** The page of this name. @throws NotFound where a proposal has none */
export function registerPage(pages: RegisterPage[], name: string): RegisterPage {
  const found = pages.find(each => each.name === name)
  if (!found) throw new NotFound('No such page of the proposal')
  return found
}

function partnershipPage(offer: Offer, entry: Entry): EntrySection {
  const part = (whole: EntrySection, ...inputs: Parameters<typeof partOf>[1]['inputs']) =>
    partOf(whole, { name: 'partnership', title: 'About the partnership', inputs })
  return joined('partnership', 'About the partnership', [
    part(identity(), { name: 'name', label: 'What is it called?' }),
    part(about(), {
      name: 'purpose',
      label: 'What is it for?',
      hint: 'What it sets out to do, and for whom, in a few sentences.',
    }),
    part(ourPart(offer, entry), { name: 'directorate', label: 'Which directorate answers for it?' }),
    part(
      bodies(),
      {
        name: 'lead',
        label: 'Which organisation will lead it?',
        hint: 'Its full name. Leave it empty if that is not settled.',
      },
      { name: 'accountable', hint: 'The body that will answer for its money, if there is one.' },
      { name: 'partners', label: 'Who takes part?' },
    ),
    part(ourPart(offer, entry), {
      name: 'priorities',
      label: planQuestion(offer, entry),
      hint: 'Choose all that it serves, in the plan’s own words. If it serves none, leave it empty.',
    }),
  ])
}

function peoplePage(): EntrySection {
  const title = 'Who answers for it and represents us'
  return joined('people', title, [
    partOf(people(), {
      name: 'people',
      title,
      inputs: [
        { name: 'sponsor' },
        { name: 'performance_lead' },
        { name: 'manager' },
        { name: 'councillor_seats', label: 'How many councillors will represent us?', hint: '' },
        { name: 'officer_seats', label: 'How many officers will represent us?', hint: '' },
        { name: 'representatives' },
      ],
    }),
    partOf(risk(), {
      name: 'people',
      title,
      inputs: [
        { name: 'risk_register', label: 'Will it have a risk register?' },
        { name: 'risk_register_reason' },
        { name: 'risk_manager', label: 'Who will manage its risks?' },
      ],
    }),
  ])
}

function budgetsSaid(money: { pounds: number | null; budgeted: boolean | null }[]): Mistake[] {
  return money.flatMap(({ budgeted }, i) =>
    budgeted === null
      ? [{ field: `money-${i}-budgeted`, text: 'Say whether this amount is in an approved budget' }]
      : [],
  )
}

function planQuestion(offer: Offer, entry: Entry): string {
  const [plan, another] = new Set([...offer.priorities, ...entry.priorities].map(each => each.plan))
  return `Which parts of ${plan && !another ? plan : 'the corporate plan'} does it serve?`
}

function page(fields: EntrySection, missing: RegisterPage['missing'] = () => []): RegisterPage {
  return { ...fields, name: fields.name as ProposalPage, optional: false, missing }
}
