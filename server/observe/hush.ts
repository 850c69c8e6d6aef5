import type { Resolution } from './schema'

/** Whether a broken promise may interrupt somebody, or is only written down. */

const LOOKED = 10 // newest resolutions by people that count
const ENOUGH = 5 // resolutions before anybody is judged by them

/** Wrong too often: of what people made of its alarms, more than half were false ones, and the newest was no fault either. */
export function isImprecise(newestFirst: readonly Resolution[]): boolean {
  const looked = newestFirst.slice(0, LOOKED)
  // One that was fixed gives the right back, until the next is judged.
  if (looked.length < ENOUGH || looked[0] === 'fixed') return false
  return looked.filter((as) => as === 'false_alarm').length * 2 > looked.length
}

/** `muted`: so is each promise that is broken. `imprecise`: its alarms were false too often. Null: whoever looks after it is told. */
export function hush(
  mutes: readonly (Date | null)[],
  resolutions: readonly Resolution[],
  at: Date,
): 'muted' | 'imprecise' | null {
  if (mutes.length > 0 && mutes.every((until) => until !== null && until > at)) return 'muted'
  return isImprecise(resolutions) ? 'imprecise' : null
}
