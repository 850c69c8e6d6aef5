import { type Group, overShares } from './sample'

/** What an empty share counts as, because its logarithm would be infinite. */
const emptyShare = 0.0001

/** The population stability index: Σ (q − p) · ln(q / p). */
export const psi = (groups: readonly Group[]): number =>
  overShares(groups, (p, q) => {
    const [was, is] = [p || emptyShare, q || emptyShare]
    return (is - was) * Math.log(is / was)
  })
