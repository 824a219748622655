import { type Choice, kinds, levels, stages, tiers } from '#src/domain/words.ts'

/**
 * One fact the rules can read. Money is in pounds. `unit` follows a number when it is told ('£120,000 a year').
 * `open` says what is not known yet, where neither the label nor the yes sentence can. A yes-no fact is told by its `yes` or `no` sentence; a choice by its label and the choice's. The choices of an
 * `ordered` fact rise, so that a rule can ask for 'at least'.
 */
export type Fact = {
  name: string
  label: string
  type: 'yes-no' | 'money' | 'number' | 'choice' | 'names'
  unit?: string
  yes?: string
  no?: string
  open?: string
  choices?: readonly Choice[]
  ordered?: true
  help: string
  from: From
}

/** Where a fact stands or is worked out. */
export type From =
  | 'definition test'
  | 'significance questions'
  | 'proposal'
  | 'set-up points'
  | 'register'
  | 'review'
  | 'worked out'

const rising = (...words: [string, string][]): Choice[] => words.map(([value, label]) => ({ value, label }))
const lowToHigh = rising(['low', 'low'], ['medium', 'medium'], ['high', 'high'])

const yesNo = (name: string, from: From, yes: string, no: string, help: string): Fact => ({
  name,
  label: yes,
  type: 'yes-no',
  yes,
  no,
  help,
  from,
})
const amount = (
  name: string,
  type: 'money' | 'number',
  from: From,
  label: string,
  unit: string,
  help: string,
): Fact => ({
  name,
  label,
  type,
  unit,
  help,
  from,
})
const oneOf = (name: string, from: From, label: string, choices: readonly Choice[], help: string): Fact => ({
  name,
  label,
  type: 'choice',
  choices,
  help,
  from,
})
const onScale = (
  name: string,
  from: From,
  label: string,
  choices: Choice[],
  help: string,
  open?: string,
): Fact => ({
  ...oneOf(name, from, label, choices, help),
  ordered: true,
  ...(open ? { open } : {}),
})

/** Every fact there is. A pack that names another is wrong. */
export const facts: readonly Fact[] = [
  oneOf(
    'kind',
    'worked out',
    'The kind of arrangement',
    [...kinds, { value: 'take-advice', label: 'Take advice' }],
    'What the definition test found. Where it is given, it is not worked out.',
  ),
  oneOf(
    'tier',
    'worked out',
    'The tier',
    tiers,
    'How significant it is. Where it is given, because someone set it, it is not worked out.',
  ),
  oneOf(
    'stage',
    'register',
    'The stage',
    stages,
    'Where our involvement stands. Where it is not given, it is being considered.',
  ),
  oneOf('level', 'register', 'Our involvement', levels, 'How far we are bound in.'),

  yesNo(
    'single_body',
    'definition test',
    'It is one organisation, to which we appoint',
    'It is not just one organisation to which we appoint',
    'One body of its own, such as a governing body or trust, where we are offered a seat.',
  ),
  yesNo(
    'independent_bodies',
    'definition test',
    'We and at least one other independent organisation take part',
    'No other independent organisation takes part',
    'Each could act without the other’s leave. A company we own is not independent of us.',
  ),
  yesNo(
    'talk_only',
    'definition test',
    'It only talks, compares or exchanges news',
    'It does more than talk',
    'A network, forum or benchmarking group.',
  ),
  yesNo(
    'service_for_us',
    'definition test',
    'One party delivers a service on our behalf',
    'Nobody delivers a service on our behalf',
    'We specify and pay; someone else provides.',
  ),
  yesNo(
    'shared_agreeing',
    'definition test',
    'The partners agree together what is to be done',
    'The partners do not agree together what is to be done',
    'Everyone at the table has a say in the aims and actions.',
  ),
  yesNo(
    'shared_delivery',
    'definition test',
    'The partners share in delivering it',
    'The partners do not share in delivering it',
    'More than one of them carries out the actions and answers for the outcomes.',
  ),
  yesNo(
    'wellbeing',
    'definition test',
    'It improves the well-being of people in the area',
    'It does not improve the well-being of people in the area',
    'Economic, social or environmental; people who live, work or visit.',
  ),

  amount(
    'money_a_year',
    'money',
    'significance questions',
    'Our own money a year',
    'a year',
    'What we ourselves give in the dearest year, grants and diverted budgets included.',
  ),
  amount(
    'money_total',
    'money',
    'significance questions',
    'Our own money in all',
    'in all',
    'What we give over the whole length.',
  ),
  amount(
    'pooled_a_year',
    'money',
    'significance questions',
    'Pooled money a year',
    'a year pooled',
    'The whole pot into which partners pay, ours included.',
  ),
  amount(
    'external_a_year',
    'money',
    'significance questions',
    'Outside money a year',
    'a year from outside',
    'Grants and other money from outside the partners.',
  ),
  amount(
    'officer_days_a_year',
    'number',
    'significance questions',
    'Officer time a year',
    'officer days a year',
    'Working days of our staff, preparation included.',
  ),
  yesNo(
    'accountable_body',
    'significance questions',
    'We are the accountable body for pooled or outside money',
    'We are not the accountable body for pooled or outside money',
    'We hold it and answer for how it is spent.',
  ),
  yesNo(
    'lead',
    'significance questions',
    'We lead it',
    'We do not lead it',
    'We convene it, or other partners look to us to run it.',
  ),
  yesNo(
    'statutory',
    'significance questions',
    'The law requires it',
    'The law does not require it',
    'An Act or regulation tells us to be in it.',
  ),
  amount(
    'members_on_board',
    'number',
    'significance questions',
    'Our members on its board',
    'members of ours on its board',
    'Councillors of ours with a seat where it decides.',
  ),
  amount(
    'length_years',
    'number',
    'significance questions',
    'Its length',
    'years',
    'From the start to the agreed end. For one without an end write 99.',
  ),
  onScale(
    'reliance',
    'significance questions',
    'Our reliance on the partners',
    lowToHigh,
    'How hard it would be to do without them.',
  ),
  onScale(
    'service_criticality',
    'significance questions',
    'Without it, a public service',
    rising(
      ['none', 'would notice nothing'],
      ['improves', 'would be poorer'],
      ['suffers', 'would suffer badly'],
      ['stops', 'would stop'],
    ),
    'What would happen to a service the public relies on.',
    'what would happen to a public service without it',
  ),
  onScale(
    'corporate_priority',
    'significance questions',
    'To our corporate priorities it is',
    rising(['none', 'not important'], ['supports', 'helpful'], ['fundamental', 'essential']),
    'What it does for an objective of the plan.',
    'what it does for our corporate priorities',
  ),
  onScale(
    'inherent_risk',
    'significance questions',
    'The risk before any control',
    lowToHigh,
    'Likelihood and impact on the risk matrix, before anything is done about it.',
  ),
  onScale(
    'reputation',
    'significance questions',
    'The harm a failure would do to our name',
    lowToHigh,
    'How closely the public would tie a failure to us.',
  ),
  amount(
    'people_affected',
    'number',
    'significance questions',
    'People affected',
    'people affected',
    'Roughly how many people its work reaches in a year.',
  ),

  yesNo(
    'in_budget',
    'proposal',
    'The money is within approved budgets',
    'The money is outside approved budgets',
    'All of it, in every year.',
  ),
  yesNo(
    'unbudgeted_money_approved',
    'proposal',
    'The money outside budgets has been approved',
    'The money outside budgets has not been approved',
    'The approval is on record.',
  ),
  yesNo(
    'can_resource',
    'proposal',
    'We can resource it properly',
    'We cannot resource it properly',
    'Time, money, assets and knowledge, beside what we have promised already.',
  ),
  yesNo(
    'commitments_clash',
    'proposal',
    'It clashes with existing commitments',
    'It does not clash with existing commitments',
    'People, money or assets promised elsewhere.',
  ),
  oneOf(
    'equality_assessment',
    'proposal',
    'The equality assessment',
    rising(
      ['done', 'is done'],
      ['planned', 'will be done'],
      ['not-needed', 'is not needed'],
      ['not-planned', 'is not planned'],
    ),
    'Whether the effect on people with protected characteristics is assessed.',
  ),
  yesNo(
    'exposure_accepted',
    'proposal',
    'Someone named has judged the risk acceptable',
    'Nobody has yet judged the risk acceptable',
    'Before we enter.',
  ),
  yesNo(
    'approved',
    'register',
    'The approvals are on record',
    'The approvals are not on record',
    'Every step of the route is decided, and covers what stands here now.',
  ),

  yesNo(
    'legal_power',
    'set-up points',
    'We have the legal power',
    'Our legal power is not confirmed',
    'The Act or power that lets us enter.',
  ),
  yesNo(
    'legal_bar',
    'set-up points',
    'Something in law stands in the way',
    'Nothing in law stands in the way',
    'An Act, order or agreement that forbids it.',
  ),
  oneOf(
    'agreement_kind',
    'set-up points',
    'The agreement',
    rising(
      ['binding', 'is legally binding'],
      ['memorandum', 'is a memorandum of understanding'],
      ['intent', 'is a statement of intent'],
      ['protocol', 'is a protocol'],
      ['terms', 'is terms of reference alone'],
      ['none', 'is missing'],
    ),
    'What form the governing document has.',
  ),
  onScale(
    'agreement_status',
    'register',
    'The governing document',
    rising(
      ['none', 'is not begun'],
      ['draft', 'is a draft'],
      ['agreed', 'is agreed'],
      ['signed', 'is signed'],
    ),
    'How far it has come.',
  ),
  yesNo(
    'partner_procedures',
    'set-up points',
    'A partner’s own financial procedures or standing orders will be followed',
    'Our own financial procedures will be followed',
    'Only where they differ from ours.',
  ),
  yesNo(
    'standing_orders_clash',
    'set-up points',
    'It clashes with our standing orders',
    'It does not clash with our standing orders',
    'Constitution, contract rules or financial regulations.',
  ),
  yesNo(
    'functions_delegated',
    'set-up points',
    'It will decide or act in our name',
    'It will not decide or act in our name',
    'Functions of ours are given to it.',
  ),
  yesNo(
    'powers_needed',
    'set-up points',
    'Our representatives need delegated powers',
    'Our representatives need no delegated powers',
    'They will have to decide for us at the table.',
  ),
  yesNo(
    'powers_held',
    'set-up points',
    'Our representatives hold the powers they need',
    'Our representatives do not hold the powers they need',
    'Under the scheme of delegation.',
  ),
  yesNo(
    'personal_information',
    'set-up points',
    'Information about people is shared',
    'No information about people is shared',
    'Information from which someone can be told.',
  ),

  {
    name: 'partners',
    label: 'The partners',
    type: 'names',
    help: 'The other organisations that are members.',
    from: 'register',
  },
  yesNo(
    'sponsor_named',
    'register',
    'A sponsor is named',
    'No sponsor is named',
    'The officer who answers for the protocol being followed.',
  ),
  yesNo(
    'performance_lead_named',
    'register',
    'An officer answers for its performance',
    'No officer answers for its performance',
    'The officer who watches what it achieves.',
  ),
  yesNo(
    'manager_named',
    'register',
    'A partnership manager is named',
    'No partnership manager is named',
    'Whoever runs it and looks after its risks.',
  ),
  yesNo(
    'risk_register',
    'register',
    'It has a risk register',
    'It has no risk register',
    'Kept by the partnership or by us.',
  ),
  yesNo(
    'risk_register_reason',
    'register',
    'The reason for having no risk register is on record',
    'The reason for having no risk register is not on record',
    'And who manages the risk instead.',
  ),
  yesNo(
    'registered',
    'register',
    'It is on the register',
    'It is not on the register',
    'The registration form is logged.',
  ),
  yesNo(
    'exit_strategy',
    'register',
    'It has an exit strategy',
    'It has no exit strategy',
    'How to leave, and who takes over.',
  ),
  amount(
    'months_since_review',
    'number',
    'review',
    'Time since the last review',
    'months since the last review',
    'Or since it began, where it was never reviewed.',
  ),
  yesNo(
    'last_review_weak',
    'review',
    'The last review found it weak',
    'The last review did not find it weak',
    'A weak one is looked at again sooner.',
  ),
  yesNo(
    'review_overdue',
    'worked out',
    'A review is overdue',
    'No review is overdue',
    'From the tier’s cycle and the months since the last one.',
  ),
]
