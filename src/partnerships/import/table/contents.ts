import type { Field } from '#src/partnerships/fields.ts'
import { choiceFor } from './choices.ts'
import { looks } from './look.ts'

/** What share of a column's filled cells look like what; `texts` are those cells. */
export type Profile = Record<keyof typeof looks, number> & {
  texts: string[]
  distinct: number
  wordy: number
}

/** Looks over the cells of one column. */
export function profileOf(cells: readonly string[]): Profile {
  const texts = cells.filter(cell => cell && !placeholder.test(cell)).slice(0, 200)
  const share = (test: (text: string) => boolean) =>
    texts.length > 0 ? texts.filter(test).length / texts.length : 0
  return {
    texts,
    distinct: texts.length > 0 ? new Set(texts).size / texts.length : 0,
    wordy: share(text => /\p{L}{3}/u.test(text) && !looks.date(text) && !looks.councillor(text)),
    date: share(looks.date),
    money: share(looks.money),
    number: share(looks.number),
    yesNo: share(looks.yesNo),
    link: share(looks.link),
    councillor: share(looks.councillor),
    post: share(looks.post),
    body: share(looks.body),
    service: share(looks.service),
  }
}

/** How well a column's contents suit a field, from 0.4 (hardly) to 1.1 (it looks like it); 1 when nothing can be said. */
export function fitOf(field: Field, profile: Profile): number {
  if (profile.texts.length === 0) return 1
  const rule = rules[field.type]
  return rule ? rule(profile, field) : 1
}

const placeholder = /^(n\/?a|tbc|tba|none|nil|-|–|unknown|vacant|as above|ditto)$/i

const graded = (share: number, low = 0.6) => (share >= 0.5 ? 1.1 : share >= 0.15 ? 1 : low)

const rules: Partial<Record<Field['type'], (profile: Profile, field: Field) => number>> = {
  'yes-no': profile => graded(profile.yesNo, 0.5),
  number: profile => graded(profile.number + profile.money, 0.8),
  link: profile => graded(profile.link, 0.75),
  'partial-date': profile => graded(profile.date, 0.7),
  money: profile => graded(profile.money + profile.number, profile.yesNo > 0.5 ? 0.4 : 0.85),
  choice: (profile, field) =>
    graded(profile.texts.filter(text => choiceFor(field, text)).length / profile.texts.length, 0.7),
  organisation: profile => people(profile, 0.6),
  organisations: profile => people(profile, 0.5),
  holder: profile => (profile.yesNo > 0.6 ? 0.5 : profile.body > 0.6 && profile.post < 0.3 ? 0.7 : 1),
  holders: profile =>
    profile.yesNo > 0.6 || profile.number > 0.6
      ? 0.5
      : profile.body > 0.6 && profile.councillor < 0.2
        ? 0.6
        : 1.05,
  effort: profile => (profile.yesNo > 0.6 ? 0.6 : 1),
}

function people(profile: Profile, low: number): number {
  if (profile.councillor >= 0.4 && profile.body < 0.5) return low
  return profile.yesNo > 0.6 ? 0.5 : profile.body > 0.3 ? 1.1 : 1
}
