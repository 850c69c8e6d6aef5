import { type Group, overShares } from './sample'

/** The Jensen–Shannon distance: the root of the divergence with the natural logarithm, from 0 to √(ln 2). */
export const jensenShannon = (groups: readonly Group[]): number =>
  Math.sqrt(
    Math.max(
      0,
      overShares(groups, (p, q) => (part(p, (p + q) / 2) + part(q, (p + q) / 2)) / 2),
    ),
  )

const part = (share: number, middle: number) => (share === 0 ? 0 : share * Math.log(share / middle))
