import type { RecordColumns } from '#src/partnerships/record.ts'
import type { Facts, Value } from '#src/protocol/facts.ts'

/** Facts that a column of the involvement holds: a question that reads one writes that column. */
export const columnOfFact = {
  level: 'level',
  lead: 'lead_member',
  risk_register: 'risk_register',
} as const satisfies Record<string, 'level' | 'lead_member' | 'risk_register'>

/**
 * The fields, as events name them, behind the facts that lists compare with what was assessed or approved: of an entry, its
 * commitments and its members.
 */
export const fieldsOfFacts: readonly string[] =
  'level lead_member year type pence budgeted days organisation_id role'.split(' ')

/**
 * What the register itself knows of an entry, as facts. Money and officer time are those of the dearest year.
 * @param approved whether its approvals are on record and cover what stands here now
 */
export function factsOf(entry: RecordColumns, approved: boolean): Facts {
  const facts: Record<string, Value> = {
    kind: entry.kind,
    stage: entry.stage,
    partners: [...new Set(entry.memberships.filter(each => each.role === 'member').map(each => each.name))],
    sponsor_named: has(entry, 'sponsor'),
    performance_lead_named: has(entry, 'performance-lead'),
    manager_named: has(entry, 'manager'),
    risk_register_reason: entry.risk_register_reason !== '',
    registered: entry.registration === 'logged',
    agreement_status: agreementStatus(entry),
    approved,
    unbudgeted_money_approved: approved,
  }
  put(facts, 'level', entry.level)
  put(facts, 'lead', entry.lead_member)
  put(facts, 'risk_register', entry.risk_register)
  return { ...facts, ...resources(entry) }
}

function resources({ commitments }: RecordColumns): Facts {
  const facts: Record<string, Value> = {}
  const money = commitments.filter(each => each.type === 'money' && each.pence !== null)
  if (money.length > 0) {
    facts.money_a_year = dearest(money.map(each => [each.year, each.pence! / 100]))
    facts.money_total = money.reduce((sum, each) => sum + each.pence! / 100, 0)
    if (money.every(each => each.budgeted === true)) facts.in_budget = true
    if (money.some(each => each.budgeted === false)) facts.in_budget = false
  }
  const time = commitments.filter(each => each.type === 'officer-time' && each.days !== null)
  if (time.length > 0) facts.officer_days_a_year = dearest(time.map(each => [each.year, Number(each.days)]))
  return facts
}

function dearest(amounts: [year: string, amount: number][]): number {
  const years = new Map<string, number>()
  for (const [year, amount] of amounts) years.set(year, (years.get(year) ?? 0) + amount)
  return Math.max(...years.values())
}

function agreementStatus(entry: RecordColumns): string {
  if (entry.agreement_signed_on) return 'signed'
  if (entry.negotiations_concluded_on) return 'agreed'
  if (!entry.governing_document && !entry.governing_document_link) return 'none'
  // What was in place before anyone asked here has run on its document.
  return entry.stage === 'in-place' || entry.stage === 'leaving' ? 'agreed' : 'draft'
}

const has = ({ appointments }: RecordColumns, role: string) =>
  appointments.some(
    each =>
      each.role === role && !each.isSubstitute && (each.person !== null || Boolean(each.post?.holders[0])),
  )

function put(facts: Record<string, Value>, name: string, value: Value | null) {
  if (value !== null) facts[name] = value
}
