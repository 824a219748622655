import { z } from 'zod'
import type { Offer } from '#src/partnerships/entry/choices.ts'
import { line, needed, oneOf } from '#src/partnerships/entry/sections/rules.ts'
import { type EntrySection, type Mistake, section } from '#src/partnerships/entry/sections/section.ts'
import type { Registration } from './queries.ts'

/** What the form asks of whoever fills it in: no part of the entry, the answers stand on the registration (REG-2). */
export function aboutYou(offer: Offer, registration: Registration): EntrySection {
  const directorates = offer.directorates.map(({ id, name }) => ({ value: id, label: name }))
  return section({
    name: 'you',
    title: 'About you',
    schema: z.object({
      person_name: needed('Your name', 'Enter your name'),
      person_title: line('Your job title'),
      your_directorate: oneOf(directorates, 'Choose a directorate from the list'),
      extension: line('The extension', 100),
      role_in_partnership: line('Your role', 500),
    }),
    inputs: [
      { name: 'person_name', label: 'Name', type: 'text' },
      { name: 'person_title', label: 'Job title', type: 'text' },
      {
        name: 'your_directorate',
        label: 'Directorate',
        type: 'select',
        stored: 'directorate_id',
        choices: [{ value: '', label: 'Choose' }, ...directorates],
      },
      { name: 'extension', label: 'Extension or phone number', type: 'text', width: 'medium' },
      {
        name: 'role_in_partnership',
        label: 'Role in the partnership',
        type: 'text',
        hint: 'For example its manager, its sponsor, or our representative.',
      },
    ],
    shown: () => ({
      person_name: registration.person_name,
      person_title: registration.person_title,
      your_directorate: registration.directorate_id ?? '',
      extension: registration.extension,
      role_in_partnership: registration.role_in_partnership,
    }),
    async write(writer, _entry, { your_directorate, ...own }) {
      await writer.update('registration', registration.id, {
        ...own,
        ...(your_directorate === undefined ? {} : { directorate_id: your_directorate }),
      })
    },
  })
}

/** What must be said of the person before the page counts as done. */
export const missingAboutYou = (value: Record<string, unknown>): Mistake[] => [
  ...(value.person_title ? [] : [{ field: 'person_title', text: 'Enter your job title' }]),
  ...(value.role_in_partnership
    ? []
    : [{ field: 'role_in_partnership', text: 'Say what your role in the partnership is' }]),
]
