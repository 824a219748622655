import { z } from 'zod'
import { levels, tiers } from '#src/domain/words.ts'
import type { Offer } from '../choices.ts'
import type { Entry } from '../queries.ts'
import { line, oneOf, yesNo, yesNoShown, yesOrNo } from './rules.ts'
import { section } from './section.ts'

const notSaid = { value: '', label: 'Not said' }

/** The authority's own part: its role, how significant it is, who answers for it, what it serves (REG-2, ENT-3). */
export function ourPart(offer: Offer, entry?: Entry) {
  const directorates = withHeld(
    offer.directorates.map(({ id, name }) => ({ value: id, label: name })),
    entry?.directorate_id ? [{ value: entry.directorate_id, label: entry.directorate ?? '' }] : [],
  )
  const priorities = withHeld(
    offer.priorities.map(({ id, title, plan }) => ({ value: id, label: title, group: plan })),
    (entry?.priorities ?? []).map(({ priorityId, title, plan }) => ({
      value: priorityId,
      label: title,
      group: plan,
    })),
  )
  const plans = new Set(priorities.map(choice => choice.group))
  const known = new Set(priorities.map(choice => choice.value))
  return section({
    name: 'our-part',
    title: 'Our part',
    schema: z.object({
      directorate: oneOf(directorates, 'Choose a directorate from the list'),
      level: oneOf(levels, 'Choose how far we are involved'),
      lead_member: yesNo('Choose whether we are the lead member'),
      representative: yesNo('Choose whether we have a representative'),
      role_other: line('Our other role', 500),
      tier: oneOf(tiers, 'Choose how significant it is for us'),
      priorities: z.array(z.string()).transform(ids => ids.filter(id => known.has(id))),
    }),
    inputs: [
      {
        name: 'directorate',
        stored: 'directorate_id',
        label: 'Directorate that answers for it',
        type: 'select',
        choices: [notSaid, ...directorates],
      },
      {
        name: 'level',
        label: 'How far are we involved?',
        type: 'radios',
        choices: [...levels, notSaid],
      },
      {
        name: 'lead_member',
        label: 'Are we the lead member?',
        type: 'radios',
        choices: [...yesOrNo, notSaid],
      },
      {
        name: 'representative',
        label: 'Do we have a representative?',
        type: 'radios',
        choices: [...yesOrNo, notSaid],
      },
      {
        name: 'role_other',
        label: 'Other role',
        type: 'text',
        hint: 'Our role in words, where neither of these fits.',
      },
      {
        name: 'tier',
        label: 'How significant is it for us?',
        type: 'radios',
        choices: [...tiers, notSaid],
      },
      {
        name: 'priorities',
        stored: 'involvement_priority',
        label: 'Corporate plan priorities',
        type: 'checkboxes',
        hint:
          plans.size === 1
            ? `Choose all that it serves, from ${[...plans][0]}.`
            : 'Choose all that it serves.',
        // Of one plan its name is said once, above all.
        choices: plans.size === 1 ? priorities.map(({ value, label }) => ({ value, label })) : priorities,
      },
    ],
    shown: held => ({
      directorate: held.directorate_id ?? '',
      level: held.level ?? '',
      lead_member: yesNoShown(held.lead_member),
      representative: yesNoShown(held.representative),
      role_other: held.role_other,
      tier: held.tier ?? '',
      priorities: held.priorities.map(each => each.priorityId).toSorted(),
    }),
    async write(writer, held, { directorate, priorities, ...own }) {
      await writer.update('involvement', held.id, {
        ...own,
        ...(directorate === undefined ? {} : { directorate_id: directorate }),
      })
      if (!priorities) return
      const wanted = new Set(priorities)
      for (const { id, priorityId } of held.priorities)
        if (!wanted.delete(priorityId)) await writer.remove('involvement_priority', id)
      await writer.insertMany(
        'involvement_priority',
        [...wanted].map(priority_id => ({ involvement_id: held.id, priority_id })),
      )
    },
  })
}

function withHeld<T extends { value: string }>(offered: T[], held: T[]): T[] {
  const known = new Set(offered.map(choice => choice.value))
  return [...offered, ...held.filter(choice => !known.has(choice.value))]
}
