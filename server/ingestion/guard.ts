/** A source that lost more than this share of its rows is not believed until a person accepts it. */
const largestLoss = 0.5

/** Why a new copy must wait for a person; null where it may replace the one before. */
export function holdReason(before: number | undefined, after: number): string | null {
  // The first copy has nothing to protect, and an empty one nothing to lose.
  if (before === undefined || before === 0) return null
  if (after === 0) return `The source is empty; it had ${before.toLocaleString('en')} rows.`
  // Half or more is believed.
  if (after >= before * (1 - largestLoss)) return null
  const share = Math.round((1 - after / before) * 100)
  return `The source shrank by ${share} %, from ${before.toLocaleString('en')} to ${after.toLocaleString('en')} rows.`
}
