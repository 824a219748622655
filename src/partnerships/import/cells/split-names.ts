import { looks } from '../table/look.ts'

/** How a text full of names was split, and whether it can be read in this way only. */
export type Split = { items: string[]; sure: boolean }

/** Says of a text whether it is one known name. */
export type Knows = (name: string) => boolean

/**
 * Splits names of bodies joined by commas, 'and', '&', '/' or '+', where names themselves may hold all of these.
 * Known names and the usual patterns ('Weston and Ashby District Council') stay whole.
 */
export function splitBodies(text: string, knows: Knows): Split {
  if (knows(text)) return { items: [text], sure: true }
  const atoms = atomsOf(text)
  if (atoms.length === 1) return { items: [text], sure: true }
  const groups = groupKnown(text, atoms, knows)
  const items = groups.map(group => group.text)
  if (groups.length === 1) return { items, sure: true }
  const joinedByComma = groups.some(group => group.before === ',')
  const complete = groups.every((group, index) => isComplete(group, groups[index + 1], knows, joinedByComma))
  return { items, sure: complete }
}

/** A piece of text between separators: where it stands, and the separator before it. */
export type Atom = { text: string; from: number; to: number; before: string }

/** The pieces of a text between commas, 'and', '&', '/' and '+' that stand outside brackets. */
export function atomsOf(text: string): Atom[] {
  const atoms: Atom[] = []
  const separator = /\s*,\s*(?:and\s+|&\s*)?|\s+and\s+|\s+&\s+|\s+\/\s+|\s\+\s/giy
  let from = 0
  let depth = 0
  let before = ''
  for (let at = 0; at < text.length; ) {
    if (text[at] === '(' || text[at] === '[') depth += 1
    if (text[at] === ')' || text[at] === ']') depth -= 1
    separator.lastIndex = at
    const match = depth > 0 ? null : separator.exec(text)
    if (!match) {
      at += 1
      continue
    }
    if (at > from) atoms.push({ text: text.slice(from, at), from, to: at, before })
    before = match[0].includes(',') ? ',' : match[0].trim().toLowerCase()
    at += match[0].length
    from = at
  }
  if (from < text.length) atoms.push({ text: text.slice(from), from, to: text.length, before })
  return atoms
}

const longestName = 8

function groupKnown(text: string, atoms: Atom[], knows: Knows): Atom[] {
  const groups: Atom[] = []
  for (let index = 0; index < atoms.length; ) {
    let size = Math.min(longestName, atoms.length - index)
    while (size > 1) {
      const whole = text.slice(atoms[index]!.from, atoms[index + size - 1]!.to)
      if (knows(whole) || isUsualName(whole)) break
      size -= 1
    }
    const [first, last] = [atoms[index]!, atoms[index + size - 1]!]
    groups.push({
      text: text.slice(first.from, last.to),
      from: first.from,
      to: last.to,
      before: first.before,
    })
    index += size
  }
  return groups
}

const bodyEnd =
  '(?:(?:Borough|City|County|District|Town|Parish|Unitary)(?: Council)?|Councils?|NHS(?: Foundation)? Trust|NHS|Trust|Partnership|Fire (?:and|&) Rescue(?: Service| Authority)?|Police|Constabulary|College|University|Hospitals?(?: NHS)?(?: Foundation)?(?: Trust)?|Board|Association|Society|Forum|CVS|Law Centre|Chamber of Commerce|Commissioner|Authority|Agency|Service|Services)'
const place = "\\p{Lu}[\\p{L}'’-]+(?: \\p{Lu}[\\p{L}'’-]+)?"

const usualNames = [
  new RegExp(`^(?:${place}, )?${place} (?:and|&) ${place} ${bodyEnd}$`, 'u'),
  /^(?:Office of )?(?:the )?(?:[^,]* )?Police,? (?:Fire )?(?:and|&) Crime (?:Commissioner|Panel)[^,]*$/i,
  /^(?:[^,]* )?Police, Fire (?:and|&) Crime (?:Commissioner|Panel)[^,]*$/i,
  /^[^,]*\bFire (?:and|&) Rescue(?: (?:Service|Authority))?$/i,
  /^[^,]*\b(?:Health|Arts|Sport|Parks|Children|Skills|Learning|Housing|Safety|Adult|Family|Economic|Culture|Heritage|Environment|Waste|Work|Tourism|Women|Crime|Probation|Children’s|Mental Health)(?: (?:and|&) (?:Wellbeing|Well-being|Care|Social Care|Safety|Recreation|Young People|Families|Culture|Employment|Community|Communities|Learning|Pensions|Disorder|Leisure|Sport|Heritage|Rural Affairs|Recycling|Regeneration|Housing|Girls|Visitor Economy)) (?:Board|Partnership|Trust|Network|Forum|Alliance|Committee|Service|Services|Department|Agency|Group|Centre|Association|Panel|Reduction Partnership)\b[^,]*$/i,
  /^(?:Department|Ministry) (?:for|of) [^;]*$/i,
  /^[^,]+, (?:Ltd|Limited|CIC|Inc|plc|LLP)\.?$/i,
  /^Voluntary (?:and|&) Community [^,]*$/i,
]

// 'Northshire Police and Weston Borough Council' is two: a body that is complete before the 'and' makes it so.
function isUsualName(text: string): boolean {
  const [left] = text.split(/ (?:and|&) /)
  const leftIsBody = left !== undefined && new RegExp(`\\b${bodyEnd}$`, 'u').test(left) && / /.test(left)
  const exempt = /Police,? (?:Fire )?(?:and|&) Crime|Police, Fire|^Voluntary|^(?:Department|Ministry)/i.test(
    text,
  )
  const [beforeComma = ''] = text.includes(',') ? text.split(',') : []
  if (!exempt && looks.body(beforeComma) && !/, (?:Ltd|Limited|CIC|Inc|plc|LLP)\b/i.test(text)) return false
  return (exempt || !leftIsBody) && usualNames.some(pattern => pattern.test(text))
}

function isComplete(group: Atom, next: Atom | undefined, knows: Knows, joinedByComma: boolean): boolean {
  if (knows(group.text)) return true
  if (/^(others?|etc\.?|various|all .*)$/i.test(group.text)) return false
  const bodyLike = looks.body(group.text) || /^\p{Lu}{2,6}$/u.test(group.text)
  if (!bodyLike) return false
  if (next && next.before !== ',' && !joinedByComma) {
    // Joined by 'and' alone: the left side must end like a body, or be known.
    return new RegExp(`(?:${bodyEnd}|\\p{Lu}{2,6})$`, 'u').test(group.text)
  }
  return true
}
