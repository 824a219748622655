import { londonDay } from '#src/web/views.ts'
import { dayMistake } from './asked.ts'

/** The form that looks back: what its boxes hold, what is wrong with them, and where a day in them leads. */
export type LookBack = {
  values: { day: string; month: string; year: string }
  mistake: string | undefined
  /** Whether the boxes hold a day to go to. */
  isDay: boolean
  /** That day; null for today. */
  asAt: string | null
}

/**
 * Reads the three boxes of 'as at'; the address itself has the day as one word.
 * @param mistake what is wrong with the day of the address, where there is one
 */
export function readLookBack(query: unknown, now: Date, mistake: string | undefined): LookBack {
  const given = (query ?? {}) as Record<string, unknown>
  const box = (name: string) => (typeof given[name] === 'string' ? given[name].trim().slice(0, 10) : '')
  const typed = { day: box('day'), month: box('month'), year: box('year') }
  const none = { isDay: false, asAt: null }
  if (Object.values(typed).every(text => text === '')) return { values: typed, mistake, ...none }
  const day = `${typed.year.padStart(4, '0')}-${typed.month.padStart(2, '0')}-${typed.day.padStart(2, '0')}`
  const today = londonDay(now)
  const wrong = dayMistake(day, today)
  if (wrong) return { values: typed, mistake: wrong, ...none }
  return { values: typed, mistake: undefined, isDay: true, asAt: day < today ? day : null }
}
