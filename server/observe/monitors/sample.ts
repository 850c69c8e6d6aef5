/** Two samples of one column as the statistics take them: counts on both sides, never the rows. */

/** So many different values that are each seen `reference` times on one side and `current` times on the other. */
export type Group = { reference: number; current: number; times: number }

/** One value in its order: the distance to the next one, and how often each side has it. `value` is written as DuckDB writes it. */
export type Step = { value: string; gap: number; reference: number; current: number }

/** How many values each side has. */
export type Sizes = { reference: number; current: number }

/**
 * The distance of two distribution functions: `reach` is the largest, in units of one by the product of the sizes (a whole number); `area`
 * is what lies between them, in units of the values.
 */
export type Order = { reach: number; area: number }

export const sizesOf = (groups: readonly Group[]): Sizes => ({
  reference: groups.reduce((sum, { reference, times }) => sum + reference * times, 0),
  current: groups.reduce((sum, { current, times }) => sum + current * times, 0),
})

/** Adds over each different value what `term` says of its two shares. */
export function overShares(groups: readonly Group[], term: (reference: number, current: number) => number): number {
  const sizes = sizesOf(groups)
  let sum = 0
  for (const { reference, current, times } of groups)
    sum += times * term(reference / sizes.reference, current / sizes.current)
  return sum
}

export const groupsOf = (steps: readonly Step[]): Group[] =>
  steps.map(({ reference, current }) => ({ reference, current, times: 1 }))

/** Walks the values in their order. */
export function orderOf(steps: readonly Step[]): Order {
  const sizes = sizesOf(groupsOf(steps))
  const product = sizes.reference * sizes.current
  let [below, belowNow, reach, area] = [0, 0, 0, 0]
  for (const { gap, reference, current } of steps) {
    below += reference
    belowNow += current
    const apart = Math.abs(below * sizes.current - belowNow * sizes.reference)
    reach = Math.max(reach, apart)
    // Where both sides hold the same share below, even an infinite gap adds nothing.
    if (apart > 0) area += (apart / product) * gap
  }
  return { reach, area }
}
