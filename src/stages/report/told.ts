import { inList } from '#src/decide/outcome-words.ts'
import { formatDate } from '#src/domain/dates.ts'
import { sayGap } from '#src/protocol/sentences.ts'
import { londonDay } from '#src/web/views.ts'
import { type Block, list, tableOf, text } from './blocks.ts'
import { evidenceIn, type Telling, weakPoints } from './record.ts'

type Tell = (record: Telling) => Block[]

/**
 * What the record says under a heading of a decision report (APP-7); nothing where it says nothing, and then someone has
 * to write it or confirm that there is nothing to say.
 */
export function toldUnder(heading: string, record: Telling): Block[] {
  return Object.hasOwn(headings, heading) ? headings[heading]!(record) : []
}

const headings: Record<string, Tell> = {
  title: ({ content }) => text(titleOf(content)),
  status: record => text(statusOf(record)),
  'meeting-date': ({ source }) => {
    const decided = committeeDecision(source.decisions)
    return text(decided && formatDate(decided.decided_on))
  },
  'key-decision': ({ source }) => {
    const decided = committeeDecision(source.decisions)
    return text(decided && decided.key_decision !== null && (decided.key_decision ? 'Yes' : 'No'))
  },
  'forward-plan': ({ source }) => text(committeeDecision(source.decisions)?.forward_plan_reference),
  'within-policy': record =>
    text(record.sentence('standing_orders_clash'), record.sentence('partner_procedures')),
  'policy-document': () => text('No'),
  directorate: ({ line }) => text(line('directorate')),
  wards: ({ line }) => text(line('area')),
  originator: ({ source, line }) =>
    text([source.submitted?.by ?? source.startedBy, line('directorate')].filter(Boolean).join(', ')),
  'where-from': ({ source }) =>
    whereFrom([
      ...source.decisions.map(
        each => `${each.capacity}, ${formatDate(each.decided_on)}: ${outcomes[each.outcome]}`,
      ),
      ...source.waived,
    ]),
  'where-next': ({ source }) => list(source.ahead),
  purpose: ({ content, said }) =>
    text(
      content.purpose === 'extend'
        ? `To decide whether to extend our part in ${content.name}.`
        : `To decide whether to enter ${content.name}.`,
      content.changes,
      ...said('purpose'),
      comesTo(content.route),
    ),
  recommendations: record => [{ as: 'list', lines: recommendations(record), numbered: true }],
  reasons: ({ said, content }) => [
    ...text(...said('case.need', 'case.benefits')),
    ...text(`${content.significance.says}.`),
  ],
  background: ({ content, asked }) => [
    ...asked('case.need', 'case.benefits', 'case.level', 'case.we-offer', 'case.we-expect'),
    ...list(partnersIn(content)),
  ],
  issues: ({ content, source, tier }) => [
    ...text(`Its tier is ${tier.toLowerCase()}. ${content.significance.says}.`),
    ...list([
      ...weakPoints(content, 'evaluation'),
      ...content.gaps.filter(gap => gap.state !== 'met').map(sayGap),
      ...source.waived.map(each => `${each}.`),
    ]),
  ],
  options: ({ said }) => text(...said('case.alternatives')),
  policy: ({ asked }) =>
    asked('evaluation.constitution', 'evaluation.processes', 'evaluation.protocols', 'setup.standing-orders'),
  'resources-risk': record => [
    ...record.money(),
    ...record.time(),
    ...record.asked(
      'case.in-budget',
      'case.costs',
      'case.assets',
      'evaluation.financial-regulations',
      'setup.finance',
    ),
    ...risks(record),
  ],
  resources: record => [
    ...record.money(),
    ...record.time(),
    ...record.asked('case.in-budget', 'case.costs', 'case.can-resource', 'case.assets', 'setup.finance'),
  ],
  risk: record => risks(record),
  legal: ({ asked, content }) => [
    ...asked(
      'setup.legal-power',
      'setup.legal-bar',
      'evaluation.legal',
      'setup.form',
      'setup.partner-procedures',
    ),
    ...advised(content.advice.filter(each => /law|legal|monitoring/i.test(each.from))),
  ],
  equality: ({ asked }) => asked('case.equality', 'setup.equalities'),
  consultees: ({ content }) => advised(content.advice),
  consultation: ({ content }) => advised(content.advice),
  priorities: ({ said, sentence }) => text(...said('case.priorities'), sentence('corporate_priority')),
  communities: ({ asked, sentence }) => [
    ...text(sentence('people_affected')),
    ...asked('evaluation.communities'),
  ],
  'key-facts': record =>
    tableOf(
      'The proposal in figures',
      ['What', 'How much'],
      keyFacts.flatMap(([label, fact]) => {
        const said = record.fact(fact)
        return said ? [[label, capital(said.replace(beyondLabel, ''))]] : []
      }),
    ),
  organisation: ({ asked }) => asked('case.commitments-clash', 'evaluation.processes'),
  other: ({ asked }) =>
    asked(
      'evaluation.insurance',
      'evaluation.procurement',
      'setup.personal-information',
      'setup.information-protocol',
    ),
  'background-papers': ({ content, source }) =>
    list([
      `${content.protocol.title}, version ${content.protocol.version}`,
      ...(source.submitted
        ? [
            `The proposal as it was submitted on ${formatDate(londonDay(source.submitted.at))}, submission ${source.submitted.number}, with every question and answer`,
          ]
        : []),
      ...evidenceIn(content),
    ]),
  'previous-reports': ({ source }) =>
    source.earlier.length > 0
      ? list(
          source.earlier.map(
            each => `Submitted on ${formatDate(londonDay(each.at))}: ${ends[each.state] ?? each.state}`,
          ),
        )
      : text('None: it has not been before us until now'),
  sensitive: ({ exempt }) =>
    text(exempt.parts.length > 0 ? 'Yes: part of this report stands in an exempt appendix' : 'No'),
  appendices: ({ exempt }) =>
    text(exempt.parts.length > 0 ? `An exempt appendix (${paragraphs(exempt.parts)})` : 'None'),
}

/** What a proposal is called on paper. */
export function titleOf(content: { purpose: string; name: string }): string {
  return content.purpose === 'extend' ? `Extending our part in ${content.name}` : `Entering ${content.name}`
}

const whereFrom = (before: readonly string[]) =>
  before.length > 0 ? list(before) : text('Nobody has decided on it before')

function statusOf({ exempt }: Telling): string {
  if (exempt.parts.length > 0) return `Public with an exempt appendix (${paragraphs(exempt.parts)})`
  return exempt.decided.length > 0
    ? `Public; part of the decision is exempt (${paragraphs(exempt.decided)})`
    : 'Public'
}

const paragraphs = (numbers: readonly string[]) =>
  `${numbers.length === 1 ? 'paragraph' : 'paragraphs'} ${inList(numbers)}`

function recommendations({ content, facts, fact, tier }: Telling): string[] {
  const doing = content.purpose === 'extend' ? 'extending our part in' : 'entering'
  return [
    `Approve ${doing} ${content.name}, as this report sets out.`,
    ...(facts.in_budget === false
      ? [
          `Approve the money outside approved budgets${facts.money_a_year ? `, ${fact('money_a_year')} of our own in the dearest year` : ''}.`,
        ]
      : []),
    ...(facts.partner_procedures === true
      ? ['Agree that a partner’s own financial procedures are followed where they differ from ours.']
      : []),
    ...(facts.functions_delegated === true ? ['Agree that it may decide or act in our name.'] : []),
    `Note that it is ${tier.toLowerCase()} under ${content.protocol.title.replace(/^The /, 'the ')}.`,
  ]
}

function risks({ asked, sentence }: Telling): Block[] {
  return [
    ...text(sentence('inherent_risk')),
    ...asked(
      'exposure.main-risks',
      'exposure.opportunities',
      'exposure.accepted',
      'setup.risk',
      'exposure.manager',
    ),
  ]
}

function advised(advice: Telling['content']['advice']): Block[] {
  return list(advice.map(each => `${each.from}, ${each.on}: ${each.said}`))
}

function partnersIn({ sections }: Telling['content']): string[] {
  const rows = sections.find(each => each.id === 'bodies')?.rows ?? []
  // That a partner is a member goes without saying.
  return rows.map(
    row => `${row.question}: ${row.answer.map(line => line.replace(/, Member$/, '')).join('; ')}`,
  )
}

function comesTo(route: Telling['content']['route']): string {
  const last = route.at(-1)
  if (!last) return ''
  const who = inList([...new Set(last.deciders.map(each => each.title))], last.need === 'any' ? 'or' : 'and')
  return `It is for ${who} to decide.`
}

const keyFacts: [string, string][] = [
  ['Tier', 'tier'],
  ['Our own money', 'money_a_year'],
  ['Our own money over the whole length', 'money_total'],
  ['Money that partners pool', 'pooled_a_year'],
  ['Money from outside', 'external_a_year'],
  ['Officer time', 'officer_days_a_year'],
  ['Its length', 'length_years'],
  ['Our part', 'level'],
  ['Partners', 'partners'],
  ['The agreement', 'agreement_kind'],
]

// What a value says for itself in a sentence and its label says in a table.
const beyondLabel = /^Is | pooled$| from outside$/

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

type Decided = Telling['source']['decisions'][number]

const committeeDecision = (decisions: readonly Decided[]) =>
  decisions.findLast(each => each.committee_id !== null && each.outcome !== 'deferred')

const outcomes: Record<Decided['outcome'], string> = {
  approved: 'agreed',
  'approved-with-conditions': 'agreed with conditions',
  changes: 'asked for changes',
  deferred: 'put it off',
  declined: 'declined',
  'no-part': 'took no part',
}

const ends: Record<string, string> = {
  approved: 'approved',
  declined: 'declined',
  changes: 'sent back for changes',
  withdrawn: 'taken back',
}
