import { NotFound } from '#src/errors.ts'
import { type Section, sections } from '#src/partnerships/fields.ts'
import type { Offer } from '../choices.ts'
import type { Entry } from '../queries.ts'
import { about } from './about.ts'
import { bodies } from './bodies.ts'
import { identity } from './identity.ts'
import { ourPart } from './our-part.ts'
import { own } from './own.ts'
import { people } from './people.ts'
import { resources } from './resources.ts'
import { risk } from './risk.ts'
import { type EntrySection, partOf } from './section.ts'

const makers: Record<Section, (offer: Offer, entry?: Entry) => EntrySection> = {
  identity,
  about,
  bodies,
  'our-part': ourPart,
  people,
  resources,
  risk,
  own,
}

/** One section of this entry's form. @throws NotFound where there is no such section */
export function sectionOf(name: string, offer: Offer, entry: Entry): EntrySection {
  const known = sections.find(each => each === name)
  if (!known) throw new NotFound('No such section')
  const section = makers[known](offer, entry)
  if (!entry.assessed || known !== 'our-part') return section
  // A tier that was assessed changes by another assessment, or by an override with its reason (SIG-2).
  const inputs = section.inputs.filter(input => input.name !== 'tier')
  return partOf(section, { name: section.name, title: section.title, inputs })
}

/** Every section of this entry, in the order of its page. */
export function allSections(offer: Offer, entry: Entry): EntrySection[] {
  return sections.map(name => makers[name](offer, entry))
}
