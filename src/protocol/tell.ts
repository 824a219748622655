import type { Condition } from './conditions.ts'
import type { Fact } from './fact-list.ts'
import { factNamed, plain, pounds } from './facts.ts'
import type { Pack } from './pack.ts'
import { refOf, tellAnswer } from './questions.ts'
import { list, lower } from './sentences.ts'

/**
 * A condition in plain English, for the middle of a sentence after 'when': 'our own money a year is over £50,000 or the
 * tier is significant'.
 */
export function tellCondition(pack: Pack, asked: Condition, negated = false): string {
  if (asked.not) return tellCondition(pack, asked.not, !negated)
  const parts = asked.all ?? asked.any
  if (!parts) return tellLeaf(pack, asked, negated)
  // Not all of them is one of them not, and the other way round.
  const word = (asked.all !== undefined) !== negated ? 'and' : 'or'
  const told = parts.map(part => {
    const words = tellCondition(pack, part, negated)
    const several = (part.all ?? part.any ?? part.not?.all ?? part.not?.any)?.length ?? 0
    return several > 1 ? `(${words})` : words
  })
  return list(told, word)
}

function tellLeaf(pack: Pack, asked: Condition, negated: boolean): string {
  if (asked.complete !== undefined) {
    const title = pack.sets.find(set => set.id === asked.complete)?.title ?? asked.complete
    return `‘${title}’ is ${negated ? 'not ' : ''}complete`
  }
  if (asked.answer !== undefined) return tellAnswered(pack, asked, negated)
  const fact = factNamed(asked.fact!)
  return fact ? tellFact(fact, asked, negated) : `‘${asked.fact}’`
}

function tellAnswered(pack: Pack, asked: Condition, negated: boolean): string {
  const not = negated ? 'not ' : ''
  const [question, choice] = questionOf(pack, asked.answer!)
  if (asked.known) return `‘${question}’ is ${not}answered`
  const values = wanted(asked).map(value => choice(value))
  if (values.length > 0) return `‘${question}’ is ${not}answered ‘${list(values, 'or')}’`
  return `the answer to ‘${question}’ is ${not}${bound(asked, plain)}`
}

function questionOf(pack: Pack, ref: string): [text: string, choice: (value: string) => string] {
  for (const set of pack.sets)
    for (const question of set.questions)
      if (refOf(set, question) === ref) return [question.text, value => tellAnswer(question, value)]
  return [ref, value => value]
}

function tellFact(fact: Fact, asked: Condition, negated: boolean): string {
  if (asked.known) return `${noun(fact)} is ${negated ? 'not known' : 'known'}`
  if (fact.type === 'yes-no') {
    const yes = wanted(asked).includes('yes') !== negated
    return lower(yes ? fact.yes! : fact.no!)
  }
  const not = negated ? 'not ' : ''
  if (fact.type === 'choice') return tellChoice(fact, asked, not)
  if (fact.type === 'names') return `${lower(fact.label)} are ${not}${list(wanted(asked), 'or')}`
  if (fact.type === 'number') return `there are ${not}${bound(asked, plain, ` ${fact.unit}`)}`
  if (asked.more_than === 0) return `${lower(fact.label)} is ${negated ? 'nothing' : 'more than nothing'}`
  return `${lower(fact.label)} is ${not}${bound(asked, pounds)}`
}

function tellChoice(fact: Fact, asked: Condition, not: string): string {
  const labels = fact.choices!
  const said = (value: unknown) =>
    lower(labels.find(each => each.value === String(value))?.label ?? String(value))
  const from =
    asked.at_least === undefined ? -1 : labels.findIndex(each => each.value === String(asked.at_least))
  const values = from < 0 ? wanted(asked).map(said) : labels.slice(from).map(each => lower(each.label))
  const verb = labels.some(each => /^(is|would) /.test(each.label)) || / is$/.test(fact.label) ? '' : 'is '
  if (not === '') return `${lower(fact.label)} ${verb}${list(values, 'or')}`
  return verb
    ? `${lower(fact.label)} is not ${list(values, 'or')}`
    : `it is not so that ${lower(fact.label)} ${list(values, 'or')}`
}

function bound(asked: Condition, told: (value: number) => string, unit = ''): string {
  if (asked.at_least !== undefined) return `${told(Number(asked.at_least))}${unit} or more`
  if (asked.more_than !== undefined) return `over ${told(asked.more_than)}${unit}`
  if (asked.less_than !== undefined) return `under ${told(asked.less_than)}${unit}`
  if (asked.at_most !== undefined) return `${told(asked.at_most)}${unit} or less`
  return `${list(
    wanted(asked).map(value => told(Number(value))),
    'or',
  )}${unit}`
}

const wanted = (asked: Condition): string[] =>
  (asked.is === undefined ? (asked.one_of ?? []) : [asked.is]).map(value =>
    value === true ? 'yes' : value === false ? 'no' : String(value),
  )

const noun = (fact: Fact) => (fact.type === 'yes-no' ? `whether ${lower(fact.label)}` : lower(fact.label))
