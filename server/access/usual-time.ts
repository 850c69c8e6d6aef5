/** How long decisions took, in hours: the middle one of those that somebody made. */
export function usualTime(
  decided: readonly { state: string; createdAt: Date; decidedAt: Date | null; decidedBy: string | null }[],
): { hours: number; of: number } | null {
  const hours = decided
    .filter(({ state, decidedBy }) => (state === 'approved' || state === 'rejected') && decidedBy !== 'policy')
    .flatMap(({ createdAt, decidedAt }) => (decidedAt ? [(decidedAt.getTime() - createdAt.getTime()) / 3_600_000] : []))
    .sort((a, b) => a - b)
  const middle = hours[Math.floor((hours.length - 1) / 2)]
  return middle === undefined ? null : { hours: Math.round(middle * 10) / 10, of: hours.length }
}
