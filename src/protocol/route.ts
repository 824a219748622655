import { type Condition, evaluate, factsIn, leavesOf } from './conditions.ts'
import { covers } from './definition.ts'
import type { Case } from './known.ts'
import type { Group, Pack } from './pack.ts'
import { isAsked } from './questions.ts'
import { lower } from './sentences.ts'
import { defaultDays } from './shapes.ts'

/** Someone who decides, by the id and title of a role, and why: one sentence. */
export type Decider = {
  id: string
  title: string
  as: 'post' | 'committee'
  because: string
  clause: string | undefined
}

/**
 * A step of the route: all of its deciders must agree, or any one of them. `delegated`: a post needs the power under the
 * scheme of delegation; `days`: after how many without a decision it is escalated.
 */
export type Step = {
  id: string
  title: string
  need: 'all' | 'any'
  delegated: boolean
  days: number
  deciders: Decider[]
}

/** The steps in order, and the facts without which the route is not sure: nothing is submitted while there are any. */
export type Route = { steps: Step[]; unsure: string[] }

/**
 * The approvals an arrangement needs (APP-1 to APP-4), worked out from the pack's rules.
 * @param proposer the roles the proposer holds: another role stands in for each, so that nobody decides on their own proposal
 */
export function routeOf(made: Case, proposer: readonly string[] = []): Route {
  const { pack, facts } = made
  if (!covers(pack, facts.kind)) return { steps: [], unsure: [] }
  const steps = pack.route
    .map(group => stepOf(group, made, proposer))
    .filter(step => step.deciders.length > 0)
  return { steps: onceEach(steps), unsure: unsureOf(made) }
}

/** The deciders whom one fact calls in, as things stand: what a page says beside the question that asks it. */
export function calledInBy(fact: string, made: Case): Decider[] {
  return routeOf(made).steps.flatMap(step => {
    const group = made.pack.route.find(({ id }) => id === step.id)!
    return step.deciders.filter(decider => {
      const rule = group.deciders.find(({ id }) => id === decider.id)
      return calls(fact, group.if, made) || calls(fact, rule?.if, made)
    })
  })
}

/** The roles that stand in for a role, one after the other: the one named for it first. */
export function standInsOf({ roles }: Pack, id: string): string[] {
  const found: string[] = []
  const after = (role: string) => roles.find(each => each.id === role)?.instead
  for (let next = after(id); next && next !== id && !found.includes(next); next = after(next))
    found.push(next)
  return found
}

/** Whether one fact, as it stands, is among what puts a role on a step, itself or in place of one that it stands in for. */
export function answersForFact(fact: string, stepId: string, role: string, made: Case): boolean {
  const group = made.pack.route.find(({ id }) => id === stepId)
  return (group?.deciders ?? [])
    .filter(rule => rule.id === role || standInsOf(made.pack, rule.id).includes(role))
    .some(rule => calls(fact, group!.if, made) || calls(fact, rule.if, made))
}

function calls(fact: string, condition: Condition | undefined, made: Case): boolean {
  return (
    condition !== undefined &&
    leavesOf(condition).some(leaf => leaf.fact === fact && evaluate(leaf, made).holds === !leaf.negated)
  )
}

function stepOf(group: Group, made: Case, proposer: readonly string[]): Step {
  const { id, title, need } = group
  const whole = reasonOf(group.if, made)
  const deciders: Decider[] = []
  for (const rule of whole.holds ? group.deciders : []) {
    const own = reasonOf(rule.if, made)
    if (!own.holds) continue
    const found = own.because || (rule.why ? '' : whole.because)
    const because = rule.why && found ? `${rule.why}: ${lower(found)}` : rule.why || found
    const decider = deciderOf(made.pack, rule.id, proposer, because || title, rule.clause ?? group.clause)
    // Two roles may end at the same stand-in, who decides once.
    const there = deciders.find(each => each.id === decider.id)
    if (there) there.because = `${there.because}; ${lower(decider.because)}`
    else deciders.push(decider)
  }
  return { id, title, need, delegated: group.delegated === 'yes', days: group.days ?? defaultDays, deciders }
}

// Where any one of several may decide, and one of them has to in any case, that one decides for both.
function onceEach(steps: Step[]): Step[] {
  const bound = steps.filter(step => step.need === 'all').flatMap(step => step.deciders)
  return steps.filter(step => {
    if (step.need === 'all') return true
    const own = step.deciders.find(decider => bound.some(each => each.id === decider.id))
    const there = bound.find(each => each.id === own?.id)
    if (own && there) there.because = `${there.because}; ${lower(own.because)}`
    return there === undefined
  })
}

function deciderOf(
  pack: Pack,
  id: string,
  proposer: readonly string[],
  because: string,
  clause: string | undefined,
): Decider {
  const role = pack.roles.find(each => each.id === id)!
  if (proposer.includes(id) && role.instead)
    return deciderOf(
      pack,
      role.instead,
      proposer,
      `${because}; in place of ‘${role.title}’, which made the proposal`,
      clause,
    )
  return { id, title: role.title, as: role.as === 'committee' ? 'committee' : 'post', because, clause }
}

// Where it is not known whether a step is needed, the route is not sure, as long as someone can still be asked.
function unsureOf(made: Case): string[] {
  const rules = made.pack.route.flatMap(group =>
    group.deciders.map(({ if: own }) => [group.if, own].filter(each => each !== undefined)),
  )
  const open = rules.flatMap(conditions => {
    const verdicts = conditions.map(condition => evaluate(condition, made).holds)
    return verdicts.includes(undefined) && !verdicts.includes(false) ? conditions.flatMap(factsIn) : []
  })
  return [...new Set(open)].filter(fact => made.facts[fact] === undefined && canBeAsked(fact, made))
}

function canBeAsked(fact: string, made: Case): boolean {
  const asking = made.pack.sets.flatMap(set =>
    set.questions.filter(question => question.fact === fact).map(question => isAsked(set, question, made)),
  )
  return asking.length === 0 || asking.includes(true)
}

function reasonOf(condition: Condition | undefined, made: Case) {
  return condition ? evaluate(condition, made) : { holds: true, because: '' }
}
