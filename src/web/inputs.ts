import { z } from 'zod'
import { partialDate } from '#src/domain/dates.ts'

/** One line of words: control characters and doubled spaces go. `label` begins its messages. */
export const line = (label: string, max = 200) =>
  z
    .string({ error: `${label} must be one line of words` })
    .transform(text => oneLine(text))
    .refine(text => text.length <= max, `${label} must be ${max} characters or fewer`)

/** A line that may not be empty. */
export const neededLine = (label: string, message: string, max = 200) =>
  line(label, max).refine(text => text !== '', message)

/** Several lines of words. */
export const lines = (label: string, max = 4000) =>
  z
    .string({ error: `${label} must be words` })
    .transform(text => printable(text).replace(/\r\n?/g, '\n').trim())
    .refine(text => text.length <= max, `${label} must be ${max} characters or fewer`)

/** One of a closed list of values. */
export const oneOf = <T extends string>(list: readonly { value: T }[], message: string) =>
  z.enum(list.map(choice => choice.value) as [T, ...T[]], { error: message })

/** A ticked box: true or false. */
export const ticked = z.unknown().transform(value => value === 'yes' || value === 'on')

/** An e-mail address or nothing, in lower case. */
export const emailOrNothing = line('E-mail address', 254)
  .transform(text => text.toLowerCase())
  .refine(
    text => text === '' || /^[^\s@<>"]+@[^\s@<>".]+(\.[^\s@<>".]+)+$/.test(text),
    'Enter an e-mail address in the correct format, like name@example.com',
  )

/** A telephone number or nothing. */
export const phoneOrNothing = line('Phone number', 40).refine(
  text => text === '' || (/^[+\d][\d\s()./-]*(?:(?:ext|x)\.?\s*\d+)?$/i.test(text) && /\d{3}/.test(text)),
  'Enter a phone number, like 01632 960 001',
)

/** A web address or nothing; one without a scheme is taken as https. */
export const linkOrNothing = line('Website', 500)
  .transform(text => (text && !/^[a-z][a-z0-9+.-]*:/i.test(text) ? `https://${text}` : text))
  .refine(
    text => text === '' || /^https?:\/\/[^\s/]+\.[^\s]+$/i.test(text),
    'Enter a web address, like https://www.example.org',
  )

/** A whole day that `joinDays` put together, as '2027-03-31'. */
export const day = (message: string) =>
  z.string({ error: message }).refine(text => /^\d{4}-\d\d-\d\d$/.test(text), message)

/** A whole day, or '' for none. */
export const dayOrNothing = (message: string) =>
  z.string({ error: message }).refine(text => text === '' || /^\d{4}-\d\d-\d\d$/.test(text), message)

/** Joins the three boxes of each day into one value: ISO, '' where all are empty, the typed words where they are no date. */
export function joinDays(body: unknown, names: readonly string[]): Record<string, unknown> {
  const joined = { ...((body ?? {}) as Record<string, unknown>) }
  for (const name of names) {
    const [d, m, y] = ['day', 'month', 'year'].map(part => String(joined[`${name}-${part}`] ?? '').trim())
    if (d === '' && m === '' && y === '') joined[name] = ''
    else {
      const whole = [d, m, y].every(part => /^\d{1,4}$/.test(part!)) && Number(y) >= 1000
      joined[name] = (whole && partialDate(Number(y), Number(m), Number(d))) || `${d} ${m} ${y}`
    }
  }
  return joined
}

/** The three boxes of a day as it stands. */
export function dayBoxes(name: string, date: string | null): Record<string, string> {
  const [y = '', m = '', d = ''] = (date ?? '').slice(0, 10).split('-')
  return {
    [`${name}-day`]: d && String(Number(d)),
    [`${name}-month`]: m && String(Number(m)),
    [`${name}-year`]: y,
  }
}

/** A text on one line, without control characters. */
export const oneLine = (text: string) => printable(text).replace(/\s+/gu, ' ').trim()

// PostgreSQL refuses a NUL, and no control character means anything to a reader.
const printable = (text: string) => text.replace(/[^\P{Cc}\r\n\t]/gu, '').replace(/[\u200b\ufeff]/g, '')
