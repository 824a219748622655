import { plainWords, tidy } from '../names.ts'

/**
 * What a stand-in for a value says. none: there is none. nil: nothing, in money nought. unknown: someone must find out.
 * vacant: an empty seat. above: the same as the row above.
 */
export type Placeholder = 'none' | 'nil' | 'unknown' | 'vacant' | 'above'

/** The stand-in a whole cell is made of, or undefined for a real value. */
export function placeholderIn(text: string): Placeholder | undefined {
  const bare = tidy(text)
  if (/^[-–—.]{1,3}$/.test(bare)) return 'none'
  if (/^(["”〃]|''|,,)$/.test(bare)) return 'above'
  if (/^\?+$/.test(bare)) return 'unknown'
  if (/^n\/[ak]$/i.test(bare)) return bare.toLowerCase() === 'n/a' ? 'none' : 'unknown'
  const core = bare.replace(/^[([*‘']+|[)\].!*’']+$/g, '')
  return /^[\p{L}\s/.'’-]+$/u.test(core) ? words.get(plainWords(core)) : undefined
}

const words = new Map<string, Placeholder>([
  ...each('none', ['none', 'na', 'not applicable', 'no', 'not relevant', 'none at present', 'none known']),
  ...each('nil', [
    'nil',
    'zero',
    'no cost',
    'nothing',
    'no contribution',
    'no financial contribution',
    'free',
  ]),
  ...each('unknown', [
    'tbc',
    'tba',
    'tbd',
    'to be confirmed',
    'to be advised',
    'to be agreed',
    'to be determined',
    'unknown',
    'not known',
    'dont know',
    'awaited',
    'awaiting',
    'pending',
    'not sure',
    'n k',
  ]),
  ...each('vacant', ['vacant', 'vacancy', 'vacant post', 'vacant seat', 'currently vacant', 'post vacant']),
  ...each('above', ['as above', 'ditto', 'do', 'see above', 'same as above', 'same']),
])

function each(meaning: Placeholder, list: string[]): [string, Placeholder][] {
  return list.map(word => [word, meaning])
}
