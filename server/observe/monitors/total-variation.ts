import { type Group, overShares } from './sample'

/** The total variation distance ½ Σ |p − q|, from 0 to 1: the share of rows that would have to change their value. */
export const totalVariation = (groups: readonly Group[]): number =>
  Math.min(1, overShares(groups, (p, q) => Math.abs(p - q)) / 2)
