import type { Advice } from '#src/ask/advice/queries.ts'
import type { FrozenProposal, FrozenRow } from '#src/db/tables.ts'
import type { Round } from '#src/decide/round.ts'
import { formatMoney } from '#src/domain/money.ts'
import { type Facts, factNamed, tellValue } from '#src/protocol/facts.ts'
import { type Moved, movedSince } from '#src/protocol/moved.ts'
import type { Pack, QuestionSet } from '#src/protocol/pack.ts'
import { refOf } from '#src/protocol/questions.ts'
import { sayGap } from '#src/protocol/sentences.ts'

/** A row that differs between two submissions, in words. */
export type Difference = { question: string; was: string[]; now: string[] }

/** The first things of a list that has room for so many, and how many there are besides. */
export type Some<T> = { shown: T[]; more: number }

/** A question with what it was answered, as much of it as a page has room for. */
export type Told = { question: string; said: string }

/** What a decider reads on one page, all of it from what was frozen; the whole record holds the rest (APP-6). */
export type Brief = {
  tier: string
  why: string
  money: Some<{ year: string; amount: string; budgeted: string; note: string }>
  /** What the whole comes to, and whether it is budgeted, in one line. */
  sums: string
  /** Time and help in kind, in one line. */
  other: string
  /** The risks, and whether someone judged them acceptable. */
  risks: Told[]
  /** What was answered with no or partly. */
  unsettled: Some<Told>
  gaps: Some<string>
  advice: Some<{ about: string; from: string; said: string; on: string }>
  /** What an extension changes of what stands. */
  extended: Moved[]
  partners: string
  ourPart: string
  since: Some<{ question: string; was: string; now: string }> | undefined
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
    money: some(moneyByYear(content), 5),
    sums: sumsOf(facts),
    other: short(otherOf(content).join('; '), 200),
    risks: [
      ...rowsAt(rows, [withFact(pack.sets, 'inherent_risk')[1], ...textsOf(acceptedIn)]).map(row =>
        told(row, 300),
      ),
      ...rowsAt(rows, [acceptedRef]).map(row => told(row, 200, row.owner)),
    ],
    unsettled: some(
      entry
        .flatMap(set =>
          set.questions.filter(each => each.kind === 'yes-no-partly').map(each => refOf(set, each)),
        )
        .flatMap(ref => rowsAt(rows, [ref]))
        .filter(row => row.answer.length === 0 || /^(No|Partly)$/.test(row.answer[0]!))
        .map(row => told(row, 110)),
      4,
    ),
    gaps: some(content.gaps.map(sayGap), 5),
    advice: some(
      content.advice.toReversed().map(({ question, said, ...each }) => ({
        ...each,
        said: short(said, 150),
        about:
          rows.get(question)?.question ??
          (question ? 'A question that is no longer asked' : 'The proposal as a whole'),
      })),
      3,
    ),
    extended: content.before ? movedSince(pack, content.before, facts) : [],
    partners: short(Array.isArray(facts.partners) ? facts.partners.join(', ') : '', 220),
    ourPart: [
      ...(facts.level ? [tellValue(factNamed('level')!, facts.level)] : []),
      ...(facts.lead === true ? ['the lead member'] : []),
    ].join(', '),
    since: before && changesSince(differencesOf(before.content, content)),
  }
}

/** Advice that was given or added to after a submission, the latest first, as much of it as the page has room for (PEO-6). */
export function lateAdvice(
  given: readonly Pick<Advice, 'id' | 'follows' | 'question' | 'answer' | 'answered_by' | 'answered_at'>[],
  { content }: Pick<Round, 'content'>,
) {
  const rows = content.sections.flatMap(section => section.rows)
  const told = given.map(each => ({
    // What was added stands on the page of what it adds to.
    id: each.follows ?? each.id,
    from: each.answered_by,
    on: each.answered_at!,
    about: rows.find(row => row.id === each.question)?.question ?? 'The proposal as a whole',
    said: short(each.answer, 150),
  }))
  return some(
    told.toSorted((a, b) => b.on.getTime() - a.on.getTime()),
    3,
  )
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

function changesSince(differences: readonly Difference[]): Brief['since'] {
  const words = (lines: readonly string[]) => short(lines.join('; '), 70)
  return some(
    differences.map(({ question, was, now }) => ({ question, was: words(was), now: words(now) })),
    5,
  )
}

const sums = ['money_a_year', 'money_total', 'pooled_a_year', 'external_a_year', 'officer_days_a_year']

function sumsOf(facts: Facts): string {
  const amounts = sums.flatMap(name => (facts[name] ? tellValue(factNamed(name)!, facts[name]) : []))
  const budget = { true: 'within approved budgets', false: 'not all within approved budgets' }[
    String(facts.in_budget)
  ]
  return capital([...amounts, ...(amounts.length > 0 && budget ? [budget] : [])].join('; '))
}

function moneyByYear({ commitments = [] }: FrozenProposal): Brief['money']['shown'] {
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

function some<T>(list: readonly T[], room: number): Some<T> {
  return { shown: list.slice(0, room), more: Math.max(0, list.length - room) }
}

function told(row: FrozenRow, letters: number, by = ''): Told {
  const said = row.answer.join('; ') || 'Not answered'
  return {
    question: row.question,
    said: [short(said, letters), by, row.note && short(row.note, 90)]
      .filter(Boolean)
      .join('. ')
      .replaceAll('….', '…'),
  }
}

function short(text: string, letters: number): string {
  return text.length <= letters ? text : `${text.slice(0, letters).replace(/\s+\S*$/, '')} …`
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
