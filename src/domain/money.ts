/** Whole pence; negative when money comes in. */
export type Pence = number

/** The amount as people read it: '£5,605', '£5,605.50', '−£5'. */
export function formatMoney(pence: Pence): string {
  const [pounds, rest] = split(pence)
  const grouped = pounds.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${pence < 0 ? '−' : ''}£${grouped}${rest === '00' ? '' : `.${rest}`}`
}

/** The amount for a form's box: '5605' or '5605.50', no sign but '-' before a negative. */
export function poundsInBox(pence: Pence): string {
  const [pounds, rest] = split(pence)
  return `${pence < 0 ? '-' : ''}${pounds}${rest === '00' ? '' : `.${rest}`}`
}

/** The pence of an amount typed by a person ('5605', '£5,605.50', '-5', '−£5'), or undefined when it is not one plain amount. */
export function readPounds(text: string): Pence | undefined {
  const match = /^([-−–]?)\s*£?\s*([-−–]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?$/.exec(text.trim())
  if (!match || (match[1] && match[2])) return undefined
  const pence = Number(match[3]?.replaceAll(',', '')) * 100 + Number((match[4] ?? '').padEnd(2, '0'))
  if (!Number.isSafeInteger(pence)) return undefined
  return (match[1] || match[2]) && pence !== 0 ? -pence : pence
}

function split(pence: Pence): [pounds: string, rest: string] {
  const digits = String(Math.abs(pence)).padStart(3, '0')
  return [digits.slice(0, -2), digits.slice(-2)]
}
