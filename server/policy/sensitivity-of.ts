const order = ['public', 'internal', 'confidential', 'restricted'] as const
export type Sensitivity = (typeof order)[number]

/** The gravest class among columns; a word that nobody knows may be grave, and counts as the gravest. Undefined where none has a class. */
export function sensitivityOf(classes: readonly (string | null | undefined)[]): Sensitivity | undefined {
  const ranks = classes.flatMap((one) => {
    const word = one?.trim().toLowerCase()
    if (!word) return []
    const rank = (order as readonly string[]).indexOf(word)
    return [rank < 0 ? order.length - 1 : rank]
  })
  return ranks.length > 0 ? order[Math.max(...ranks)] : undefined
}
