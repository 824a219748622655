import { z } from 'zod'
import type { Held, Shown } from '#src/web/clash.ts'
import { day, dayBoxes, dayOrNothing, lines, neededLine, oneLine } from '#src/web/inputs.ts'
import type { Plan } from './queries.ts'

const whole = {
  name: neededLine('Name', 'Enter the name of the plan'),
  starts_on: day('Enter the day the plan begins, like 1 4 2027'),
  ends_on: dayOrNothing('Enter the day the plan ends, like 31 3 2030, or leave it empty'),
}

const titles = (needed: boolean) =>
  lines('Priorities', 20_000)
    .transform(text => [...new Set(text.split('\n').map(oneLine).filter(Boolean))])
    .refine(list => !needed || list.length > 0, 'Enter at least one priority')
    .refine(list => list.every(title => title.length <= 300), 'Each priority must be 300 characters or fewer')

const inOrder = (plan: { starts_on: string; ends_on: string }) =>
  plan.ends_on === '' || plan.ends_on >= plan.starts_on
const ends = { path: ['ends_on'], message: 'The plan must end after it begins' }

export const NewPlanForm = z.object({ ...whole, priorities: titles(false) }).refine(inOrder, ends)
export const PlanForm = z.object(whole).refine(inOrder, ends)
export const PrioritiesForm = z.object({ priorities: titles(true) })
export const PriorityForm = z.object({ title: neededLine('Priority', 'Enter the priority', 300) })

export const planDays = ['starts_on', 'ends_on'] as const
export const planFields: Shown[] = [
  { name: 'name', heading: 'Name' },
  { name: 'starts_on', heading: 'From' },
  { name: 'ends_on', heading: 'To' },
]
export const priorityFields: Shown[] = [{ name: 'title', heading: 'Priority' }]

/** A plan as its form shows it, the days whole. */
export function heldOf(row: Plan): Held {
  return {
    version: row.version,
    values: { name: row.name, starts_on: row.starts_on, ends_on: row.ends_on ?? '' },
  }
}

/** The boxes of a plan's form. */
export function boxesOf(values: Record<string, unknown>): Record<string, unknown> {
  const { starts_on, ends_on } = values
  return {
    ...values,
    ...dayBoxes('starts_on', String(starts_on ?? '')),
    ...dayBoxes('ends_on', String(ends_on ?? '')),
  }
}
