/** When a message that did not arrive is tried again. */

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
/** Pauses after the first, second, … failed try; after the last of them one more try is made, and no other. */
const pauses = [5 * second, minute, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour]

/** The time of the next try after so many; null when it was the last. */
export function nextTry(attempts: number, at: Date): Date | null {
  const pause = pauses[attempts - 1]
  return pause === undefined ? null : new Date(at.getTime() + pause)
}
