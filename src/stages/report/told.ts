import { formatDate } from '#src/domain/dates.ts'
import { londonDay } from '#src/web/views.ts'
import { type Block, list, tableOf, text } from './blocks.ts'
import { evidenceIn, type Telling, weakPoints } from './record.ts'

type Tell = (record: Telling, exempt: boolean) => Block[]

/**
 * What the record says under a heading of a decision report (APP-7); nothing where it says nothing, and then someone has
 * to write it or confirm that there is nothing to say.
 * @param exempt whether any part of the report stands in the exempt appendix
 */
export function toldUnder(heading: string, record: Telling, exempt: boolean): Block[] {
  return Object.hasOwn(headings, heading) ? headings[heading]!(record, exempt) : []
}

const headings: Record<string, Tell> = {
  title: ({ content }) => text(titleOf(content)),
  status: (_, exempt) => text(exempt ? 'Public, with an exempt appendix' : 'Public'),
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
  directorate: ({ source }) => text(source.entry.directorate ?? ''),
  wards: ({ source }) => text(source.entry.area),
  originator: ({ source }) =>
    text([source.submitted?.by ?? source.startedBy, source.entry.directorate].filter(Boolean).join(', ')),
  'where-from': ({ source }) =>
    list(
      source.decisions.map(
        each => `${each.capacity}, ${formatDate(each.decided_on)}: ${outcomes[each.outcome]}`,
      ),
    ),
  'where-next': ({ source }) => list(source.ahead),
  purpose: ({ content, source, said }) =>
    text(
      content.purpose === 'extend'
        ? `To decide whether to extend our part in ${content.name}.`
        : `To decide whether to enter ${content.name}.`,
      content.changes,
      source.entry.purpose || said('case.benefits')[0],
    ),
  recommendations: record => list(recommendations(record)),
  reasons: ({ said, content }) => [
    ...text(...said('case.need', 'case.benefits')),
    ...text(`${content.significance.says}.`),
  ],
  background: ({ content, source, said, asked }) => [
    ...text(source.entry.purpose, ...said('case.need')),
    ...list(partnersIn(content)),
    ...asked('case.level', 'case.we-offer', 'case.we-expect'),
  ],
  issues: ({ content, tier }) => [
    ...text(`${tier}: ${content.significance.says}.`),
    ...list([
      ...weakPoints(content, 'evaluation'),
      ...content.gaps
        .filter(gap => gap.state !== 'met')
        .map(gap => `${gap.says}: ${gap.state === 'waived' ? `waived, ${gap.because}` : gap.because}.`),
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
  communities: ({ asked, said, sentence }) => [
    ...text(...said('case.benefits'), sentence('people_affected')),
    ...asked('evaluation.communities'),
  ],
  'key-facts': record =>
    tableOf(
      'Key facts',
      ['What', 'How much'],
      keyFacts.flatMap(([label, fact]) => {
        const said = record.fact(fact)
        return said ? [[label, said]] : []
      }),
    ),
  organisation: ({ asked }) => asked('case.can-resource', 'case.commitments-clash', 'evaluation.processes'),
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
  sensitive: (_, exempt) => text(exempt ? 'Yes: part of this report stands in an exempt appendix' : 'No'),
  appendices: (_, exempt) => text(exempt ? 'An exempt appendix' : 'None'),
}

/** What a proposal is called on paper. */
export function titleOf(content: { purpose: string; name: string }): string {
  return content.purpose === 'extend' ? `Extending our part in ${content.name}` : `Entering ${content.name}`
}

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
    `Note that it is ${tier.toLowerCase()} under ${content.protocol.title}.`,
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
  return rows.flatMap(row => row.answer.map(line => `${row.question}: ${line}`))
}

const keyFacts: [string, string][] = [
  ['Tier', 'tier'],
  ['Our own money a year', 'money_a_year'],
  ['Our own money in all', 'money_total'],
  ['Pooled money a year', 'pooled_a_year'],
  ['Outside money a year', 'external_a_year'],
  ['Officer time', 'officer_days_a_year'],
  ['Its length', 'length_years'],
  ['Our part', 'level'],
  ['Partners', 'partners'],
  ['The agreement', 'agreement_kind'],
]

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
