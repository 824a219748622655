import { londonDay } from '#src/web/views.ts'

/** The moment a day is over in London: '2027-03-31' gives 31 March 2027, 23:00 UTC. */
export function endOfDay(day: string): Date {
  const midnight = new Date(`${day}T00:00:00Z`).getTime() + 24 * hour
  const summer = new Date(midnight - hour)
  return londonDay(summer) === day ? new Date(midnight) : summer
}

const hour = 60 * 60 * 1000
