import type { FrozenProposal, FrozenRow } from '#src/db/tables.ts'
import { formatMoney } from '#src/domain/money.ts'
import { labelOf, moneyForms, tiers } from '#src/domain/words.ts'
import { factNamed, tellValue } from '#src/protocol/facts.ts'
import { answers, type Block, tableOf } from './blocks.ts'
import type { Part, ReportSource } from './queries.ts'

/** What a heading can say from the record: the frozen answers, figures and decisions, as words. */
export type Telling = ReturnType<typeof tellingOf>

/** The record of a proposal, ready to be told under headings. */
export function tellingOf(source: ReportSource, parts: readonly Part[]) {
  const { content, facts } = source
  const rows = new Map(content.sections.flatMap(section => section.rows).map(row => [row.id, row]))
  return {
    source,
    content,
    exempt: exemptIn(source, parts),
    facts,
    /** An answer with its note, a line each; nothing where it was not asked or answered. */
    said: (...refs: string[]): string[] => refs.flatMap(ref => linesOf(rows.get(ref))),
    /** A short answer as it is, on one line. */
    line: (ref: string): string => rows.get(ref)?.answer.join(', ') ?? '',
    /** Answers with their notes, each below its question. */
    asked: (...refs: string[]): Block[] =>
      answers(
        refs.flatMap((ref): [string, string][] => {
          const row = rows.get(ref)
          const lines = linesOf(row)
          return row && lines.length > 0 ? [[row.question, lines.join(' ')]] : []
        }),
      ),
    /** A fact's value in words. */
    fact(name: string): string | undefined {
      const value = facts[name]
      const fact = factNamed(name)
      return fact && value !== undefined ? capital(tellValue(fact, value)) : undefined
    },
    /** A fact as a sentence: 'The risk before any control is low.' */
    sentence(name: string): string | undefined {
      const value = facts[name]
      const fact = factNamed(name)
      if (!fact || value === undefined) return undefined
      if (fact.type === 'yes-no') return `${(value ? fact.yes : fact.no) ?? ''}.`
      if (fact.type === 'number' || fact.type === 'money') return `${capital(tellValue(fact, value))}.`
      const verb = fact.label.endsWith(' is') ? '' : ' is'
      return `${fact.label}${verb} ${tellValue(fact, value)}.`
    },
    tier: labelOf(tiers, content.tier),
    money: () => moneyTable(content),
    time: () => timeTable(content),
  }
}

/** The paragraphs of Schedule 12A under which part of a report, or of what was decided on it, is kept from the public. */
function exemptIn({ decisions }: ReportSource, parts: readonly Part[]) {
  const sorted = (paragraphs: string[]) => [...new Set(paragraphs.filter(Boolean))].sort()
  return {
    parts: sorted(parts.map(each => (each.exempt_body ? each.exempt_paragraph : ''))),
    decided: sorted(decisions.map(each => each.exempt_paragraph)),
  }
}

/** The answers of a whole set that are no or partly, or that need explaining: what a decider has to weigh. */
export function weakPoints(content: FrozenProposal, setId: string): string[] {
  const section = content.sections.find(each => each.id === setId)
  return (section?.rows ?? [])
    .filter(row => row.answer[0] === 'No' || row.answer[0] === 'Partly')
    .map(row => `${row.question} ${row.answer[0]}. ${row.note}`.trim())
}

/** Everything named as evidence anywhere in the proposal, each once. */
export function evidenceIn(content: FrozenProposal): string[] {
  return [...new Set(content.sections.flatMap(each => each.rows).map(row => row.evidence))].filter(Boolean)
}

function linesOf(row: FrozenRow | undefined): string[] {
  if (!row) return []
  return [...row.answer, row.note].filter(Boolean).map(line => (/[.!?…]$/.test(line) ? line : `${line}.`))
}

function moneyTable({ commitments }: FrozenProposal): Block[] {
  const money = commitments.filter(each => each.type === 'money')
  const total = money.reduce((sum, each) => sum + (each.pence ?? 0), 0)
  const rows = money.map(each => [
    each.year,
    each.pence === null ? 'Not known' : formatMoney(each.pence),
    labelOf(moneyForms, each.form),
    each.budgeted === null ? 'Not said' : each.budgeted ? 'Within budgets' : 'Outside approved budgets',
  ])
  return tableOf(
    'Our own money by financial year',
    ['Year', 'Amount', 'Form', 'Budget'],
    rows.length > 1 ? [...rows, ['In all', formatMoney(total), '', '']] : rows,
  )
}

function timeTable({ commitments }: FrozenProposal): Block[] {
  return tableOf(
    'Officer time and help in kind by financial year',
    ['Year', 'What', 'Days'],
    commitments
      .filter(each => each.type !== 'money')
      .map(each => [each.year, each.note, each.days === null ? '' : String(each.days)]),
  )
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)
