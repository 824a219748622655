import { protocolOn } from '#src/adopted/protocol.ts'
import { newId } from '#src/domain/id.ts'
import { keepTier } from '#src/partnerships/case/assess.ts'
import { findCase } from '#src/partnerships/case/case.ts'
import { columnOfFact, factsOf } from '#src/partnerships/case/facts.ts'
import { findOffer } from '#src/partnerships/entry/choices.ts'
import { check } from '#src/partnerships/entry/edit/save.ts'
import { addNames, recogniseNames } from '#src/partnerships/entry/names.ts'
import { findEntry } from '#src/partnerships/entry/queries.ts'
import { outcomeOf } from '#src/protocol/definition.ts'
import { caseOf } from '#src/protocol/known.ts'
import { type Answers, isAsked, refOf } from '#src/protocol/questions.ts'
import { keepAgain, keepFirst } from '#src/stages/consider/keep.ts'
import { registerPage, registerPages } from '#src/stages/propose/pages.ts'
import { type Act, change } from '#src/trail/change.ts'
import { type Answered, answered } from '../protocol/answers.ts'
import type { SampleProposal, Step } from '../protocol/proposal-shape.ts'
import { proposals } from '../protocol/proposals.ts'
import { usual } from '../protocol/usual.ts'
import { actorAt, dayOf, type Happening, someone } from './act.ts'
import { answerAll } from './assessed.ts'
import { idIn, type Place } from './place.ts'
import { findDraft, take } from './steps.ts'

/** What an authority's people proposed, from the test to the decision, each step on its day. */
export function proposalsOf(place: Place): Happening[] {
  return proposals
    .filter(each => each.authority === place.key)
    .flatMap(each => {
      const id = newId()
      const about = (): About => ({
        id: each.entry ? idIn(place.entries, each.entry).id : id,
        name: each.name,
      })
      const step = (by: { on: string; by: string; why?: string }, action: string, work: Work): Happening => ({
        on: by.on,
        do: at =>
          change(
            place.db,
            {
              authority: place.id,
              by: actorAt(place, by.by),
              at,
              action: `involvement.${action}`,
              why: by.why,
            },
            act => work(act, at, about()),
          ),
      })
      const { pages = {}, answers, usual: rest = false, steps = [] } = each
      return [
        step(each, 'test', (act, at, entry) => test(act, place, each, entry, at)),
        ...Object.keys(pages).map(page =>
          step(each, 'edit-proposal', (act, at, entry) => fillIn(act, place, each, entry, page, at)),
        ),
        ...(answers
          ? [
              step(each, 'answer', (act, at, entry) =>
                answer(act, place, each.by, entry, { ...(rest ? usual : {}), ...answers }, at),
              ),
              step(each, 'assess', (act, at, entry) => assess(act, place, each.by, entry, at)),
            ]
          : []),
        ...steps.map(taken =>
          step(taken, actions[taken.do], (act, at, entry) =>
            taken.do === 'answer'
              ? answer(act, place, taken.by, entry, taken.answers, at)
              : take(act, place, taken, entry, at),
          ),
        ),
      ]
    })
}

type About = { id: string; name: string }
type Work = (act: Act, at: Date, entry: About) => Promise<unknown>

const actions: Record<Step['do'], string> = {
  answer: 'answer',
  ask: 'ask-advice',
  advise: 'advise',
  submit: 'submit-proposal',
  decide: 'decide',
  record: 'decide',
  waive: 'waive',
  pledge: 'edit',
}

async function test(act: Act, place: Place, each: SampleProposal, { id, name }: About, at: Date) {
  const today = dayOf(at)
  const { pack } = await protocolOn(act.trx, place.id, today)
  const made = caseOf(pack, { stage: 'considered' }, answered(each.test), today)
  const outcome = outcomeOf(pack, made)!
  const found = { authorityId: place.id, outcome, made, by: someone(place, each.by), today, at }
  if (each.entry) await keepAgain(act, await findEntry(act.trx, place.id, id), 'first', found)
  else await keepFirst(act, { id, name, directorate: idIn(place.directorates, each.directorate) }, found)
}

async function fillIn(act: Act, place: Place, each: SampleProposal, { id }: About, name: string, at: Date) {
  const entry = await findEntry(act.trx, place.id, id)
  const offer = await findOffer(act.trx, at)
  const page = registerPage(registerPages(offer, entry), name)
  const typed = { ...page.shown(entry), ...each.pages?.[page.name] }
  if ('priorities' in typed) {
    const wanted = typed.priorities as string[]
    typed.priorities = offer.priorities
      .filter(one => wanted.includes(one.title) || wanted.includes(one.id))
      .map(one => one.id)
  }
  const read = check(page, typed)
  if (!read.ok) throw new Error(`${each.name}, ${name}: ${read.errors.map(error => error.text).join(' ')}`)
  const names = await recogniseNames(act.trx, [entry], page.names?.(read.value) ?? [], {})
  if (names.unknown.length > 0) throw new Error(`${each.name}: nobody knows ${names.unknown[0]!.name}`)
  await page.write(act.on('involvement', id, entry.name), entry, read.value, await addNames(act, names))
  const proposal = await findDraft(act, id)
  await act.on('involvement', id, entry.name).update('proposal', proposal.id, {
    pages_done: [...proposal.pages_done, name].toSorted(),
  })
}

// What the tier does not ask is left out; what a column of the register holds is written there.
async function answer(act: Act, place: Place, by: string, { id }: About, given: Answered, at: Date) {
  const entry = await findEntry(act.trx, place.id, id)
  const { protocol } = await findCase(act.trx, place.id, entry, dayOf(at))
  const answers = answered(given)
  const made = caseOf(protocol.pack, factsOf(entry, false), answers, dayOf(at))
  const kept: Record<string, Answers[string]> = {}
  const columns: Record<string, unknown> = {}
  for (const set of protocol.pack.sets)
    for (const question of set.questions) {
      const said = answers[refOf(set, question)]
      if (!said || !isAsked(set, question, made)) continue
      const column = columnOfFact[question.fact as keyof typeof columnOfFact]
      const { value, ...rest } = said
      if (column) columns[column] = value === 'yes' || value === 'no' ? value === 'yes' : value
      if (!column) kept[refOf(set, question)] = said
      else if (Object.keys(rest).length > 0) kept[refOf(set, question)] = rest
    }
  const proposal = await findDraft(act, id)
  const before = await act.trx
    .selectFrom('answer')
    .select(['id', 'question'])
    .where('subject_id', '=', proposal.id)
    .execute()
  const writer = act.on('involvement', id, entry.name)
  for (const row of before.filter(each => kept[each.question])) await writer.remove('answer', row.id)
  await writer.update('involvement', id, columns)
  await answerAll(act, entry, proposal.id, kept, someone(place, by), at)
}

async function assess(act: Act, place: Place, by: string, { id }: About, at: Date) {
  const entry = await findEntry(act.trx, place.id, id)
  const { made, proposal } = await findCase(act.trx, place.id, entry, dayOf(at))
  const occasion = { by: someone(place, by), at, protocolId: proposal!.protocolId, cause: 'first' as const }
  await keepTier(act, entry, made, occasion)
}
