/** How old what a port shows is. */

/** When the oldest of some things was read, as each says it; null where one never was, and of none. */
export function oldestRead(times: readonly (string | null | undefined)[]): Date | null {
  if (times.length === 0 || times.some((time) => !time)) return null
  return new Date(Math.min(...times.map((time) => Date.parse(time!))))
}

/** Hours from then till now, to the hundredth. A clock that was set back makes nothing old. */
export const hoursSince = (read: Date, at: Date): number =>
  Math.round(Math.max(0, (at.getTime() - read.getTime()) / 3_600_000) * 100) / 100
