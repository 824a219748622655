import type { FrozenProposal, FrozenRow } from '#src/db/tables.ts'
import type { Round } from '#src/decide/round.ts'
import { formatMoney } from '#src/domain/money.ts'
import { factNamed, tellValue } from '#src/protocol/facts.ts'
import { type Moved, movedSince } from '#src/protocol/moved.ts'
import type { Pack, QuestionSet } from '#src/protocol/pack.ts'
import { refOf } from '#src/protocol/questions.ts'

/** A row that differs between two submissions, in words. */
export type Difference = { question: string; was: string[]; now: string[] }

/** What a decider reads on one page, all of it from what was frozen (APP-6). */
export type Brief = {
  tier: string
  why: string
  money: { year: string; amount: string; budgeted: string; note: string }[]
  /** What the whole comes to, in a line for each of its facts. */
  sums: { label: string; text: string }[]
  /** Time and help in kind, a line each. */
  other: string[]
  risks: FrozenRow[]
  /** Who judged the risk acceptable. */
  accepted: FrozenRow | undefined
  /** What was answered with no or partly. */
  unsettled: FrozenRow[]
  gaps: FrozenProposal['gaps']
  advice: { about: string; from: string; said: string; on: string }[]
  /** What an extension changes of what stands. */
  extended: Moved[]
  partners: string[]
  ourPart: FrozenRow[]
  since: { number: number; differences: Difference[] } | undefined
}

/** What is asked of the deciders, in one sentence. */
export function askedOf({ content }: Pick<Round, 'content'>, authority: string): string {
  return content.purpose === 'extend'
    ? `You are asked to agree that ${authority} extends its part in ${content.name}.`
    : `You are asked to agree that ${authority} enters ${content.name}.`
}

/**
 * The brief of a submission.
 * @param before the submission before it, whose answers it is compared with
 * @param pack the protocol it was submitted under
 */
export function briefOf(round: Round, before: Round | undefined, pack: Pack): Brief {
  const { content, facts } = round
  const rows = new Map(content.sections.flatMap(section => section.rows.map(row => [row.id, row] as const)))
  const entry = pack.sets.filter(set => set.use === 'entry')
  const [acceptedIn, acceptedRef] = withFact(entry, 'exposure_accepted')
  return {
    tier: content.tier,
    why: content.significance.says,
    money: moneyByYear(content),
    sums: sums.flatMap(name => {
      const [fact, value] = [factNamed(name)!, facts[name]]
      return value === undefined || value === 0
        ? []
        : [{ label: fact.label, text: capital(tellValue(fact, value)) }]
    }),
    other: otherOf(content),
    risks: [...rowsAt(rows, [withFact(pack.sets, 'inherent_risk')[1]]), ...rowsAt(rows, textsOf(acceptedIn))],
    accepted: rows.get(acceptedRef ?? ''),
    unsettled: entry
      .flatMap(set =>
        set.questions.filter(each => each.kind === 'yes-no-partly').map(each => refOf(set, each)),
      )
      .flatMap(ref => rowsAt(rows, [ref]))
      .filter(row => row.answer.length === 0 || /^(No|Partly)$/.test(row.answer[0]!)),
    gaps: content.gaps,
    advice: content.advice.map(({ question, ...each }) => ({
      ...each,
      about: rows.get(question)?.question ?? 'The proposal as a whole',
    })),
    extended: content.before ? movedSince(pack, content.before, facts) : [],
    partners: Array.isArray(facts.partners) ? facts.partners.map(String) : [],
    ourPart: rowsAt(rows, ['level', 'lead_member', 'representative', 'role_other', 'representatives']),
    since: before && { number: before.number, differences: differencesOf(before.content, content) },
  }
}

/** The submission before another, whichever proposal about the entry it was for. @param rounds the newest first */
export function roundBefore(rounds: readonly Round[], round: Round): Round | undefined {
  return rounds[rounds.findIndex(each => each.id === round.id) + 1]
}

/** Row by row, what differs between two submissions. */
export function differencesOf(was: FrozenProposal, now: FrozenProposal): Difference[] {
  const [before, after] = [was, now].map(
    content => new Map(content.sections.flatMap(section => section.rows.map(row => [row.id, row] as const))),
  ) as [Map<string, FrozenRow>, Map<string, FrozenRow>]
  // The tier stands first, and not once more as the register's field.
  const ids = [...new Set([...before.keys(), ...after.keys()])].filter(id => id !== 'tier')
  const whole = [
    { question: 'What changes', was: linesIn(was.changes), now: linesIn(now.changes) },
    { question: 'Tier', was: [was.tier], now: [now.tier] },
  ]
  const rows = ids.map(id => {
    const [old, fresh] = [before.get(id), after.get(id)]
    return {
      question: (fresh ?? old)!.question,
      was: saidIn(old, fresh),
      now: saidIn(fresh, old),
    }
  })
  return [...whole, ...rows].filter(each => each.was.join('\n') !== each.now.join('\n'))
}

const sums = [
  'money_a_year',
  'money_total',
  'in_budget',
  'pooled_a_year',
  'external_a_year',
  'officer_days_a_year',
]

function moneyByYear({ commitments = [] }: FrozenProposal): Brief['money'] {
  const money = commitments.filter(each => each.type === 'money' && each.pence !== null)
  return [...new Set(money.map(each => each.year))].sort().map(year => {
    const own = money.filter(each => each.year === year)
    return {
      year,
      amount: formatMoney(own.reduce((sum, each) => sum + Number(each.pence), 0)),
      budgeted: budgetOf(own.map(each => each.budgeted)),
      note: own
        .map(each => each.note)
        .filter(Boolean)
        .join('; '),
    }
  })
}

function budgetOf(budgeted: readonly (boolean | null)[]): string {
  if (budgeted.every(each => each === true)) return 'Budgeted'
  if (budgeted.every(each => each === null)) return 'Not said'
  return budgeted.every(each => each === false) ? 'Not budgeted' : 'Partly budgeted'
}

function otherOf({ commitments = [] }: FrozenProposal): string[] {
  return commitments
    .filter(each => each.type !== 'money')
    .map(({ type, year, days, note }) => {
      const amount = days === null ? '' : `${Number(days).toLocaleString('en-GB')} days`
      const what = type === 'officer-time' ? 'officer time' : 'in kind'
      return `${year}, ${what}: ${[amount, note].filter(Boolean).join(', ') || 'not said how much'}`
    })
    .sort()
}

function withFact(sets: readonly QuestionSet[], fact: string): [QuestionSet | undefined, string | undefined] {
  for (const set of sets)
    for (const question of set.questions) if (question.fact === fact) return [set, refOf(set, question)]
  return [undefined, undefined]
}

const textsOf = (set: QuestionSet | undefined) =>
  set?.questions.filter(each => each.kind === 'text').map(each => refOf(set, each)) ?? []

function rowsAt(rows: ReadonlyMap<string, FrozenRow>, refs: readonly (string | undefined)[]): FrozenRow[] {
  return refs.flatMap(ref => rows.get(ref ?? '') ?? [])
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const linesIn = (text: string) => text.split('\n').filter(Boolean)

// What is said beside an answer is shown where it differs.
function saidIn(row: FrozenRow | undefined, other: FrozenRow | undefined): string[] {
  if (!row) return []
  return [
    ...row.answer,
    ...(row.note && row.note !== other?.note ? [`Note: ${row.note}`] : []),
    ...(row.evidence && row.evidence !== other?.evidence ? [`Evidence: ${row.evidence}`] : []),
  ]
}
