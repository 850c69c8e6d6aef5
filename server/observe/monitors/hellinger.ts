import { type Group, overShares } from './sample'

/** The Hellinger distance √(½ Σ (√p − √q)²), from 0 to 1; written so that equal shares give exactly nothing. */
export const hellinger = (groups: readonly Group[]): number =>
  Math.min(1, Math.sqrt(overShares(groups, (p, q) => (Math.sqrt(p) - Math.sqrt(q)) ** 2) / 2))
