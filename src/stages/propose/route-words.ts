import type { Holder } from '#src/adopted/fillings.ts'
import type { PlannedSeat } from '#src/decide/plan.ts'
import type { Submission } from '#src/decide/submission.ts'
import { formatDate } from '#src/domain/dates.ts'
import { list } from '#src/protocol/sentences.ts'

/** A step of the route as it is read: who decides, why, and who that is today. */
export type StepInWords = {
  title: string
  /** 'All of these decide', 'any one of these decides', or nothing where there is one. */
  need: string
  deciders: { title: string; because: string; who: string; clause: string }[]
}

/** The route in plain English, and who decides once for several of its posts (APP-1 to APP-4). */
export function routeInWords({ route, seats }: Submission): { steps: StepInWords[]; once: string[] } {
  const steps = route.steps.map(step => ({
    title: step.title,
    need:
      step.deciders.length < 2
        ? ''
        : step.need === 'any'
          ? 'Any one of these decides'
          : 'All of these decide',
    deciders: seats
      .filter(seat => seat.step === step)
      .map(seat => ({
        title: seat.decider.title,
        because: seat.decider.because,
        who: whoIn(seat),
        clause: seat.decider.clause ?? '',
      })),
  }))
  return { steps, once: decidesOnce(seats) }
}

function whoIn({ fillings }: PlannedSeat): string {
  return fillings
    .map(({ post, committee }) =>
      committee
        ? `${committee.name}${committee.recorders.length > 0 ? `, recorded by ${list(committee.recorders.map(each => each.name))}` : ''}`
        : `${post!.title}: ${post!.holders.length > 0 ? list(post!.holders.map(holderIn)) : 'vacant'}`,
    )
    .join('; ')
}

function holderIn({ name, deputy, to }: Holder): string {
  if (!deputy) return name
  return `${name} as deputy${to ? ` until ${formatDate(to)}` : ''}`
}

// One person with two posts on the route decides once for both.
function decidesOnce(seats: readonly PlannedSeat[]): string[] {
  const held = new Map<string, Set<string>>()
  for (const { fillings } of seats)
    for (const { post } of fillings)
      for (const { name, deputy } of post?.holders ?? [])
        if (!deputy) held.set(name, (held.get(name) ?? new Set()).add(post!.title))
  return [...held]
    .filter(([, posts]) => posts.size > 1)
    .map(([name, posts]) => `${name} holds ${list([...posts])}, and decides once for them.`)
}
