import type { Pence } from '#src/domain/money.ts'

const scale = '(k|m|bn|thousand|million|billion)?'
const digits = '(\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?)'
const withSign = new RegExp(`\\(?[-–−]?\\s*£\\s*[-–−]?\\s*${digits}\\s*${scale}\\b\\)?`, 'giu')
const euros = new RegExp(`[€$]\\s*${digits}\\s*${scale}\\b`, 'giu')
const scaled = new RegExp(`\\b${digits}\\s*(k|m|thousand|million)\\b`, 'giu')
const bare = new RegExp(
  `^[-–−(]?\\s*${digits}\\s*${scale}\\)?(?=$|\\s*(?:\\+|p\\.?a|per|plus|approx|\\())`,
  'iu',
)

/** The amounts in a text, in pence: '£5,605', 'c. £20k', '£1.2m', '(£500)' as a negative, '£5k-10k' as two. */
export function amountsIn(text: string): Pence[] {
  const continental = continentalIn(text)
  if (continental !== undefined) return [continental]
  const range = new RegExp(
    `£\\s*${digits}\\s*${scale}\\s*(?:-|–|to)\\s*£?\\s*${digits}\\s*${scale}\\b`,
    'iu',
  ).exec(text)
  if (range) {
    const [, low, lowScale, high, highScale] = range
    return [penceOf(low!, lowScale ?? highScale), penceOf(high!, highScale)]
  }
  for (const pattern of [withSign, euros, scaled]) {
    const found = [...text.matchAll(pattern)].map(
      match => penceOf(match[1]!, match[2]) * signOf(match[0], text),
    )
    if (found.length > 0) return found
  }
  const match = bare.exec(text)
  return match ? [penceOf(match[1]!, match[2]) * signOf(match[0], text)] : []
}

/** The amount of a text that writes thousands with points, as '£1.200,00' does; such a text may mean something else. */
export function continentalIn(text: string): Pence | undefined {
  const match = /^£?\s*(\d{1,3}(?:\.\d{3})+)(?:,(\d\d))?$/.exec(text.trim())
  return match ? Number(match[1]!.replaceAll('.', '')) * 100 + Number(match[2] ?? 0) : undefined
}

/** The text without its amounts. */
export function withoutAmounts(text: string): string {
  for (const pattern of [withSign, euros, scaled, bare]) {
    const rest = text.replace(pattern, ' ')
    if (rest !== text) return rest.replace(/\s+/g, ' ').trim()
  }
  return text
}

function penceOf(digits: string, scale: string | undefined): Pence {
  const factor = scale ? (factors[scale.toLowerCase()] ?? 1) : 1
  return Math.round(Number(digits.replaceAll(',', '')) * factor * 100)
}

// Brackets around the whole cell are how accounts write a negative.
function signOf(amount: string, text: string): 1 | -1 {
  if (/^\(.*\)$/.test(text.trim()) && /^\(.*\)$/.test(amount.trim())) return -1
  return /^\(?\s*[-–−]|£\s*[-–−]/.test(amount) ? -1 : 1
}

const factors: Record<string, number> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  million: 1e6,
  bn: 1e9,
  billion: 1e9,
}
