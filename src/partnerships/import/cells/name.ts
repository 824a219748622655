import { tidy } from '../names.ts'
import type { Aside, Reading } from '../values.ts'
import { readPartialDate } from './dates.ts'

/** Reads a partnership's name; what registers write into it ('(statutory)', 'formerly …', '(ended 2019)', 'NEW') goes to its own field. */
export function readPartnershipName(text: string): Reading {
  const asides: Aside[] = []
  let name = tidy(text).replace(/\s*[*†‡]+$/, '')
  for (const match of name.matchAll(/[([]([^)(\]]*)[)\]]/g)) {
    const found = meaningOf(match[1]!)
    if (!found) continue
    asides.push(...found)
    name = name.replace(match[0], ' ')
  }
  const former = /^(.{3,}?)[\s,;–-]+(?:formerly|previously|was)\s+(?:known as\s+|the\s+)?(.+)$/i.exec(name)
  if (former && !/\bwas\b/.test(name)) {
    asides.push({ field: 'former_names', placed: [tidy(former[2]!)] })
    name = former[1]!
  }
  const fresh = /^\*?NEW[*:!\s–-]+(.+)$|^(.+?)[\s–*-]+NEW[*!]?$/.exec(tidy(name))
  if (fresh) {
    asides.push(...newEntry())
    name = fresh[1] ?? fresh[2]!
  }
  const placed = tidy(name.replace(/\s+([,.;])/g, '$1')).replace(/[\s,;:–-]+$/, '')
  if (!placed) return { placed: tidy(text), settle: undefined }
  return { placed, settle: undefined, ...(asides.length > 0 ? { asides } : {}) }
}

function meaningOf(note: string): Aside[] | undefined {
  const words = tidy(note)
  if (/^(non[- ]?statutory|statutory|voluntary)$/i.test(words))
    return [
      { field: 'statutory_basis', placed: words.charAt(0).toUpperCase() + words.slice(1).toLowerCase() },
    ]
  const former =
    /^(?:previously known as|formerly known as|formerly|previously|was|aka|also known as)\s+(?:the )?(.+)$/i.exec(
      words,
    )
  if (former) return [{ field: 'former_names', placed: [former[1]!] }]
  const ended =
    /^(ended|closed|disbanded|dissolved|ceased|wound up|dormant|inactive|expired)\b\s*(.*)$/i.exec(words)
  if (ended) return [{ field: 'stage', placed: 'ended' }, ...endDate(ended[2]!)]
  return /^new$/i.test(words) ? newEntry() : undefined
}

function endDate(text: string): Aside[] {
  if (!text) return []
  const { placed, settle } = readPartialDate(text, { name: 'ended_on' })
  if (placed !== undefined) return [{ field: 'ended_on', placed }]
  return settle ? [{ field: 'ended_on', settle }] : []
}

function newEntry(): Aside[] {
  const message = 'The name says NEW. Is it in place already?'
  return [{ field: 'stage', settle: { message, proposed: 'in-place' } }]
}
