import { formatDate } from '#src/domain/dates.ts'
import { pounds } from './facts.ts'

/** One line of the scheme of delegation: a role may decide something, up to pounds a year (null: without limit), from day to day. */
export type Delegation = {
  role: string
  what: string
  limit: number | null
  from: string
  to: string | null
  reference: string
  by: string
}

/** Whether a decision is within the scheme: under which line, or why not. */
export type Within = { may: true; under: Delegation } | { may: false; because: string }

/**
 * Whether a role may decide something under the scheme of delegation (APP-5). Without a line it may not.
 * @param pounds a year, 0 where no money is at stake
 */
export function withinScheme(
  scheme: readonly Delegation[],
  asked: { role: string; title: string; what: string; pounds: number; on: string },
): Within {
  const own = scheme.filter(line => line.role === asked.role && line.what === asked.what)
  if (own.length === 0)
    return { may: false, because: `No power to decide this is delegated to the ${asked.title}` }
  const current = own.filter(line => line.from <= asked.on && (line.to === null || line.to >= asked.on))
  if (current.length === 0) return { may: false, because: outOfDate(own, asked) }
  const enough = current.find(line => line.limit === null || line.limit >= asked.pounds)
  if (enough) return { may: true, under: enough }
  const highest = current.reduce((a, b) => ((a.limit ?? 0) >= (b.limit ?? 0) ? a : b))
  const because = `${pounds(asked.pounds)} a year is over the ${pounds(highest.limit!)} delegated to the ${asked.title} (${highest.reference})`
  return { may: false, because }
}

function outOfDate(lines: Delegation[], { title, on }: { title: string; on: string }): string {
  const ended = lines
    .filter(line => line.to !== null && line.to < on)
    .map(line => line.to!)
    .sort()
    .at(-1)
  if (ended) return `What is delegated to the ${title} ended on ${formatDate(ended)}`
  const starts = lines.map(line => line.from).sort()[0]!
  return `What is delegated to the ${title} starts on ${formatDate(starts)}`
}
