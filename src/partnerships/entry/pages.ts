import type { Here } from '#src/accounts/here.ts'
import type { Verb } from '#src/accounts/may.ts'
import { protocolSince, whyTooNew } from '#src/partnerships/began.ts'
import { findCase } from '#src/partnerships/case/case.ts'
import { extraAnswers } from '#src/partnerships/case/extras.ts'
import { type Gap, gapsNamed, startGaps } from '#src/partnerships/gaps.ts'
import { listHistory } from '#src/trail/queries.ts'
import { tell } from '#src/trail/sentences.ts'
import type { Offer } from './choices.ts'
import { inWords } from './edit/words.ts'
import { protocolCard } from './protocol/card.ts'
import { type Entry, findBeside, findEntryLine, placeOf } from './queries.ts'
import { allSections } from './sections/all.ts'
import { own } from './sections/own.ts'
import type { EntrySection } from './sections/section.ts'
import { holdersIn, yearsOf } from './show.ts'

/** Everything the page of one entry shows, and what its reader may do there. @param on the day, ISO */
export async function recordPage(here: Here, entry: Entry, offer: Offer, kept: unknown, on: string) {
  const record = `/${here.authority.slug}/staff/partnerships/${entry.reference}`
  const able = abilitiesOf(here, entry)
  const beside = await findBeside(here.db, entry.id)
  const { gaps, toSettle, likely, joined, publication, signed } = beside
  const { events } = await listHistory(here.db, here.authority.id, [subjectOf(entry)], { limit: 4 })
  // The case is looked at only where something was approved, or asked beside the register's own fields.
  const looked = beside.approved !== null || beside.askedBesides
  const standing = looked ? await findCase(here.db, here.authority.id, entry, on, 'standing') : null
  const visible = (row: { otherId: string; directorate_id: string | null }) =>
    here.may('see', { involvementId: row.otherId, directorateId: row.directorate_id })
  return {
    title: entry.name,
    wide: true,
    record,
    entry,
    signed,
    able,
    notes: entry.memberships.some(member => member.note !== ''),
    gaps: [...gapsNamed(gaps), ...(await tooNewIn(here, entry, beside, on))],
    duties: holdersIn(entry, ['sponsor', 'performance-lead', 'manager']),
    representatives: holdersIn(entry, ['councillor', 'officer', 'other']),
    resources: yearsOf(entry),
    own: ownRows(entry, offer),
    asked: standing && beside.askedBesides ? extraAnswers(standing.made) : [],
    toSettle,
    likely: likely.filter(visible),
    survivor: entry.merged_into ? await findEntryLine(here.db, entry.merged_into) : undefined,
    joined,
    publication,
    mayPublish: here.may('publish', placeOf(entry)),
    history: await tell(here.db, events),
    protocol: protocolCard(here, entry, beside, standing?.approval ?? null),
    kept: keptLabels(kept, allSections(offer, entry)),
  }
}

type Beside = Awaited<ReturnType<typeof findBeside>>

/** The record in the trail. */
export const subjectOf = (entry: { id: string }) => ({ type: 'involvement', id: entry.id })

function abilitiesOf(here: Here, entry: Entry): Partial<Record<Verb, boolean>> {
  const open = !entry.removed_at && !entry.merged_into
  const verbs: Verb[] = ['edit', 'confirm', 'merge', 'remove', 'settle']
  return Object.fromEntries(verbs.map(verb => [verb, open && here.may(verb, placeOf(entry))]))
}

// It stands as in place, and nothing on record says that it was approved, or was there before the protocol and since when.
async function tooNewIn(
  here: Here,
  entry: Entry,
  { approved, proposals }: Beside,
  on: string,
): Promise<Gap[]> {
  if (approved || entry.approval_evidenced || proposals.some(each => each.state === 'recorded')) return []
  const { kind, stage, started_on } = entry
  const why = whyTooNew(await protocolSince(here.db, here.authority.id, on), { kind, stage, started_on })
  if (!why) return []
  const [noStart, tooNew] = startGaps
  return [started_on ? { ...tooNew, sentence: why } : noStart]
}

function ownRows(entry: Entry, offer: Offer) {
  const { inputs, shown } = own(offer, entry)
  const values = shown(entry)
  return inputs.map(input => ({ label: input.label, words: inWords(input, values[input.name]) }))
}

// The address may say which fields someone else changed meanwhile: only names of ours become words.
function keptLabels(kept: unknown, sections: EntrySection[]): string[] {
  const names = typeof kept === 'string' ? kept.split('.') : []
  return sections
    .flatMap(section => section.inputs)
    .filter(input => names.includes(input.name))
    .map(input => input.label.toLowerCase())
}
