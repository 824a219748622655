import { checkConditions } from './check-conditions.ts'
import { checkModels } from './check-models.ts'
import { factNamed, unknownFact } from './facts.ts'
import { caseOf } from './known.ts'
import { type Mistake, nearest } from './mistake.ts'
import type { Pack, QuestionSet } from './pack.ts'
import { fillerFields, type Question } from './question-shape.ts'
import { routeOf } from './route.ts'
import { isItem, walk } from './walk.ts'

/** What does not fit together in a whole pack: names that lead nowhere, rules that cannot work, sayings without a source. */
export function checkPack(pack: Pack): Mistake[] {
  const first = [...checkIds(pack), ...checkConditions(pack), ...checkQuestions(pack), ...checkRoles(pack)]
  if (first.length > 0) return first
  return [
    ...checkModels(pack),
    ...checkSources(pack),
    ...checkTerms(pack),
    ...checkRisk(pack),
    ...pack.material.flatMap(({ id }) => {
      const says = unknownFact(id)
      return says ? [{ path: ['material', id], says }] : []
    }),
    ...checkRoute(pack),
  ]
}

function checkIds(pack: Pack): Mistake[] {
  const mistakes: Mistake[] = []
  walk(pack, (path, value) => {
    if (!Array.isArray(value)) return
    const ids = value.flatMap(item => (isItem(item) && typeof item.id === 'string' ? [item.id] : []))
    for (const id of ids.filter((each, i) => ids.indexOf(each) !== i))
      mistakes.push({
        path: [...path, id],
        says: `The id ‘${id}’ stands twice in ‘${path.at(-1)}’. Give one of them another.`,
      })
  })
  for (const key of ['set', 'features'] as const) {
    const set = pack.definition[key]
    if (!pack.sets.some(each => each.id === set))
      mistakes.push({
        path: ['definition', key],
        says: noSuch(
          'question set',
          set,
          pack.sets.map(each => each.id),
        ),
      })
  }
  return mistakes
}

function checkQuestions(pack: Pack): Mistake[] {
  return pack.sets.flatMap(set => [
    ...(set.use === 'test' && [set, ...set.questions].some(each => each.tiers)
      ? [
          {
            path: ['sets', set.id],
            says: `‘${set.id}’ is asked before there is a tier. Take its ‘tiers’ out.`,
          },
        ]
      : []),
    ...set.questions.flatMap(question => {
      const wrong = questionMistake(set, question)
      return wrong ? [{ path: ['sets', set.id, 'questions', question.id, wrong.key], says: wrong.says }] : []
    }),
  ])
}

function questionMistake(
  set: QuestionSet,
  { id, kind, fact: name, field, choices, unit, several }: Question,
): { key: string; says: string } | undefined {
  const where = `The question ‘${set.id}.${id}’`
  const wrong = (key: string, says: string) => ({ key, says: `${where} ${says}` })
  if (several && kind !== 'choice') return wrong('several', 'may take several only as a choice.')
  if (fillerFields.some(each => each === field) && set.use !== 'register')
    return wrong(
      'field',
      `may name ‘${field}’ only in a set of use register: it is of the registration form.`,
    )
  if (name === undefined) {
    if (kind === 'choice' && !choices && !field)
      return wrong('kind', 'is a choice of nothing. Give it choices, or a fact.')
    if (kind === 'number' && !unit && !field)
      return wrong('kind', 'does not say what is counted. Give it a unit.')
    return undefined
  }
  const fact = factNamed(name)
  if (!fact) return { key: 'fact', says: unknownFact(name)! }
  if (fact.from === 'worked out') return wrong('fact', `may not answer ‘${name}’, which is worked out.`)
  if (choices || unit)
    return wrong('fact', `takes its choices and its unit from the fact ‘${name}’. Take them out.`)
  const fits = fact.type === 'yes-no' ? ['yes-no', 'yes-no-partly'] : [fact.type]
  if (fits.includes(kind) && !several) return undefined
  return wrong('kind', `reads the fact ‘${name}’, so its kind must be ${fits.join(' or ')}, one answer.`)
}

function checkRoles(pack: Pack): Mistake[] {
  const roles = new Map(pack.roles.map(role => [role.id, role]))
  const decides = (id: string) => ['post', 'committee'].includes(roles.get(id)?.as ?? '')
  const unknown = pack.route.flatMap(group =>
    group.deciders
      .filter(({ id }) => !decides(id))
      .map(({ id }) => ({
        path: ['route', group.id, 'deciders', id],
        says: roles.has(id)
          ? `‘${id}’ cannot decide: it is a ${roles.get(id)!.as}. Name a post or a committee.`
          : noSuch('role', id, [...roles.keys()]),
      })),
  )
  if (unknown.length > 0) return unknown
  const deciding = new Set(pack.route.flatMap(group => group.deciders.map(({ id }) => id)))
  return [...deciding].flatMap(id => {
    const chain = [id]
    for (let role = roles.get(id); role?.as === 'post'; role = roles.get(chain.at(-1)!)) {
      const next = role.instead
      if (next === undefined || !decides(next) || chain.includes(next))
        return [
          {
            path: ['roles', role.id, 'instead'],
            says: `‘${role.id}’ may have to decide on its own proposal. Give it an ‘instead’ that leads to a committee.`,
          },
        ]
      chain.push(next)
    }
    return []
  })
}

function checkRoute(pack: Pack): Mistake[] {
  const on = pack.significance.models[0]!.from
  return pack.definition.covers.flatMap(kind =>
    (['significant', 'standard', 'light'] as const)
      .filter(tier => routeOf(caseOf(pack, { kind, tier }, {}, on)).steps.length === 0)
      .map(tier => ({
        path: ['route'],
        says: `Nobody decides on a ${tier} ${kind} of which nothing else is known. Add a step for it.`,
      })),
  )
}

function checkSources(pack: Pack): Mistake[] {
  const documents = pack.sources.map(source => source.id)
  const mistakes: Mistake[] = []
  const silent = (path: (string | number)[]) =>
    mistakes.push({ path, says: `‘${path.at(-1)}’ gives no clause. Cite one, or mark it \`source: ours\`.` })
  walk(pack, (path, value) => {
    if (!isItem(value)) return
    if (value.clause !== undefined && value.source !== undefined)
      mistakes.push({ path, says: `‘${path.at(-1)}’ has a clause and is marked ours. Keep one.` })
    if (typeof value.clause !== 'string') return
    for (const clause of value.clause.split(';').map(each => each.trim())) {
      const [document = '', ...rest] = clause.split(' / ')
      if (!documents.includes(document))
        mistakes.push({ path: [...path, 'clause'], says: noSuch('source', document, documents) })
      else if (rest.length === 0)
        mistakes.push({
          path: [...path, 'clause'],
          says: `‘${clause}’ does not say where. Write document / heading / item.`,
        })
    }
  })
  const cites = (each: { clause?: unknown; source?: unknown }) =>
    each.clause !== undefined || each.source !== undefined
  for (const key of ['policy', 'route', 'requirements', 'material', 'roles', 'reports'] as const)
    for (const each of pack[key]) if (!cites(each)) silent([key, each.id])
  for (const key of ['reviews', 'risk'] as const) if (!cites(pack[key])) silent([key])
  for (const each of pack.definition.outcomes) if (!cites(each)) silent(['definition', 'outcomes', each.id])
  if (!cites(pack.definition.unsure)) silent(['definition', 'unsure'])
  for (const each of pack.significance.models) if (!cites(each)) silent(['significance', 'models', each.id])
  for (const set of pack.sets)
    for (const each of set.questions)
      if (!cites(each) && !cites(set)) silent(['sets', set.id, 'questions', each.id])
  return mistakes
}

function checkTerms(pack: Pack): Mistake[] {
  const mistakes: Mistake[] = []
  walk(pack, (path, value) => {
    if (typeof value !== 'string') return
    for (const [, term] of value.matchAll(/\{([^}]*)\}/g))
      if (!Object.hasOwn(pack.terms, term!))
        mistakes.push({
          path,
          says: `${noSuch('term', term!, Object.keys(pack.terms))} Terms stand under ‘terms’.`,
        })
  })
  return mistakes
}

function checkRisk({ risk }: Pack): Mistake[] {
  const rises = risk.bands.every((band, i) => band.from > (risk.bands[i - 1]?.from ?? 0))
  if (rises && risk.bands[0]!.from === 1) return []
  return [
    {
      path: ['risk', 'bands'],
      says: 'The bands of the risk matrix must begin from 1 and rise. Put them in order.',
    },
  ]
}

function noSuch(what: string, id: string, known: string[]): string {
  const close = nearest(id, known)
  return `There is no ${what} ‘${id}’. ${close ? `Did you mean ‘${close}’?` : `There are: ${known.join(', ')}.`}`
}
