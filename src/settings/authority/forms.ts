import { z } from 'zod'
import type { Held, Shown } from '#src/web/clash.ts'
import { emailOrNothing, line, neededLine, phoneOrNothing, ticked } from '#src/web/inputs.ts'
import { contrast, readColour, standingOut } from './colour.ts'
import type { Authority } from './queries.ts'

const colour = line('Colour', 20).transform((text, context) => {
  const read = readColour(text)
  if (!read) {
    context.addIssue('Enter a colour as 6 letters and digits, like #1d4f7c')
    return z.NEVER
  }
  if (contrast(read, '#ffffff') < 3) {
    context.addIssue(
      `This colour is too pale to stand out on a white page. Use ${standingOut(read)}, or a darker one`,
    )
    return z.NEVER
  }
  return read
})

const minutes = line('Minutes', 5)
  .refine(
    text => /^\d+$/.test(text) && Number(text) >= 5 && Number(text) <= 480,
    'Enter a number of minutes from 5 to 480',
  )
  .transform(Number)

export const AuthorityForm = z.object({
  name: neededLine('Name', 'Enter the name of the authority'),
  prefix: line('Prefix', 8)
    .transform(text => text.toUpperCase())
    .refine(
      text => /^[A-Z][A-Z0-9]{0,7}$/.test(text),
      'Enter a prefix of up to 8 letters and digits that begins with a letter, like WCC',
    ),
  colour,
  contact_name: line('Contact name'),
  contact_email: emailOrNothing,
  contact_phone: phoneOrNothing,
  idle_minutes: minutes,
  remove_logo: ticked,
})

export const shownFields: Shown[] = [
  { name: 'name', heading: 'Name' },
  { name: 'prefix', heading: 'Prefix of references' },
  { name: 'colour', heading: 'Colour' },
  { name: 'contact_name', heading: 'Contact name' },
  { name: 'contact_email', heading: 'Contact’s e-mail address' },
  { name: 'contact_phone', heading: 'Contact’s phone number' },
  { name: 'idle_minutes', heading: 'Minutes until a time-out' },
]

/** The authority as its form shows it. */
export function heldOf(row: Authority): Held {
  const { version, name, prefix, colour, contact_name, contact_email, contact_phone, idle_minutes } = row
  return {
    version,
    values: {
      name,
      prefix,
      colour,
      contact_name,
      contact_email,
      contact_phone,
      idle_minutes: String(idle_minutes),
    },
  }
}

export type Logo = { bytes: Buffer; type: 'image/png' | 'image/jpeg' }

/** The picture of an upload by its first bytes, whatever its name says: undefined for none, a message for what is not taken. */
export function readLogo(upload: unknown): Logo | undefined | string {
  if (!Buffer.isBuffer(upload) || upload.length === 0) return undefined
  if (upload.length > 200 * 1024) return 'The logo must be 200 kB or smaller. Save it at a smaller size'
  if (upload.subarray(0, 8).equals(png)) return { bytes: upload, type: 'image/png' }
  if (upload.subarray(0, 3).equals(jpeg)) return { bytes: upload, type: 'image/jpeg' }
  return 'The logo must be a PNG or JPEG picture. Save it as one of these'
}

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const jpeg = Buffer.from([0xff, 0xd8, 0xff])
