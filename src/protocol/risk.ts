import type { Pack } from './pack.ts'

/**
 * The level of a risk on the pack's matrix, and in how many months to look again.
 * @param likelihood, impact steps counted from 1
 * @throws RangeError when the matrix has no such step
 */
export function riskLevel(pack: Pack, likelihood: number, impact: number) {
  const { risk } = pack
  if (!risk.likelihood[likelihood - 1] || !risk.impact[impact - 1])
    throw new RangeError(`The matrix has no step ${likelihood} by ${impact}.`)
  const score = likelihood * impact
  const band = risk.bands.findLast(each => score >= each.from) ?? risk.bands[0]!
  return { score, level: band.id, months: band.months }
}
