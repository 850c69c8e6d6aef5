/** Samples that a rule draws, the same in any language: (i · factor) mod modulus, moved and divided. */
export const drawn = (n: number, factor: number, modulus: number, moved = 0, divided = 1): number[] =>
  Array.from({ length: n }, (_, i) => (((i * factor) % modulus) + moved) / divided)

/** Two samples as the monitors take them: each different value in its order, with how often each side has it. */
export function stepsOf(reference: readonly number[], current: readonly number[]) {
  const counts = new Map<number, [number, number]>()
  for (const [side, values] of [reference, current].entries())
    for (const value of values) {
      const both = counts.get(value) ?? [0, 0]
      both[side === 0 ? 0 : 1]++
      counts.set(value, both)
    }
  const values = [...counts.keys()].sort((one, other) => one - other)
  return values.map((value, at) => ({
    value: String(value),
    gap: at + 1 < values.length ? values[at + 1]! - value : 0,
    reference: counts.get(value)![0],
    current: counts.get(value)![1],
  }))
}
