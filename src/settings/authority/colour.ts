const white = '#ffffff'
const black = '#000000'

/** How far two colours stand apart, from 1 to 21 (WCAG 2.2). Colours are '#rrggbb'. */
export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

/** The colour of words on this one: white where it can be read, else black, which then can. */
export function textOn(colour: string): string {
  return contrast(colour, white) >= 4.5 ? white : black
}

/** The nearest darker colour that stands out on a white page (3 to 1), or the colour itself where it does. */
export function standingOut(colour: string): string {
  let [r, g, b] = channels(colour)
  while (contrast(hex(r, g, b), white) < 3) [r, g, b] = [r * 0.97, g * 0.97, b * 0.97]
  return hex(r, g, b)
}

/** '#1d4f7c' from '1D4F7C', '#1d4f7c' or '#14c'; undefined for anything else. */
export function readColour(text: string): string | undefined {
  const digits = text.trim().replace(/^#/, '').toLowerCase()
  if (/^[0-9a-f]{6}$/.test(digits)) return `#${digits}`
  if (/^[0-9a-f]{3}$/.test(digits)) return `#${digits.replace(/./g, digit => digit + digit)}`
  return undefined
}

function luminance(colour: string): number {
  const [r, g, b] = channels(colour).map(channel => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function channels(colour: string): [number, number, number] {
  const part = (at: number) => Number.parseInt(colour.slice(at, at + 2), 16)
  return [part(1), part(3), part(5)]
}

const hex = (...parts: number[]) =>
  `#${parts.map(part => Math.floor(part).toString(16).padStart(2, '0')).join('')}`
