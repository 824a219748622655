import { z } from 'zod'
import { labelOf, personKinds } from '#src/domain/words.ts'
import type { Held, Shown } from '#src/web/clash.ts'
import { day, emailOrNothing, line, neededLine, oneOf, phoneOrNothing } from '#src/web/inputs.ts'
import { labelOfPick, type Option } from '../pick.ts'
import type { Person } from './queries.ts'

export const PersonForm = z.object({
  honorific: line('Title', 40),
  name: neededLine('Name', 'Enter the person’s name'),
  kind: oneOf(personKinds, 'Choose councillor, officer or from another body'),
  email: emailOrNothing,
  phone: phoneOrNothing,
  job_title: line('Job title'),
  ward: line('Ward', 120),
  party: line('Party or group', 120),
  organisation: line('Organisation', 320),
})

export const shownFields: Shown[] = [
  { name: 'honorific', heading: 'Title' },
  { name: 'name', heading: 'Name' },
  { name: 'kind', heading: 'Kind', say: value => labelOf(personKinds, value) },
  { name: 'email', heading: 'E-mail address' },
  { name: 'phone', heading: 'Phone number' },
  { name: 'job_title', heading: 'Job title' },
  { name: 'ward', heading: 'Ward' },
  { name: 'party', heading: 'Party or group' },
  { name: 'organisation', heading: 'Organisation' },
]

/** A person as the form shows them. */
export function heldOf(row: Person, bodies: readonly Option[]): Held {
  return {
    version: row.version,
    values: {
      honorific: row.honorific,
      name: row.name,
      kind: row.kind,
      email: row.email,
      phone: row.phone,
      job_title: row.job_title,
      ward: row.ward,
      party: row.party,
      organisation: labelOfPick(bodies, row.organisation_id),
    },
  }
}

/** When someone left; a day to come would make their posts vacant before they are. */
export const leaveFormOn = (today: string) =>
  z.object({
    left_on: day('Enter the day they left, like 31 3 2027').refine(
      date => date <= today,
      'The day they left must be today or in the past. Come back on the day',
    ),
  })
