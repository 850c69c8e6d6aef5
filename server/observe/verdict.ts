import type { ExpectationKind, MeasurementState, Verdict } from './schema'

/** How a promise stood at one moment. */
export type Stand = { state: MeasurementState; value: number | null; low: number | null; high: number | null }
/** A promise before an adjustment and at its newest look after it; null where there was none. */
export type Weighed = { kind: ExpectationKind; gone: boolean; before: Stand | null; after: Stand | null }

/** How far a measured number lies beyond its band; null where that cannot be said. */
function beyond({ value, low, high }: Stand): number | null {
  if (value === null) return null
  if (high !== null && value > high) return value - high
  return low !== null && value < low ? low - value : null
}

function isWorse({ kind, before, after }: Weighed): boolean {
  if (after?.state !== 'broken') return false
  // It is broken now and was not when something was done.
  if (before?.state !== 'broken') return true
  // Age grows by itself: only fresh again counts.
  if (kind === 'freshness') return false
  const [was, is] = [beyond(before), beyond(after)]
  return was !== null && is !== null && is > was
}

/**
 * Whether an adjustment helped, by the promises that stood under its incident. `over`: the window in which it is measured has ended.
 * While something is still broken it stays open until then.
 */
export function verdictOf(promises: readonly Weighed[], over: boolean): { verdict: Verdict; why: string | null } {
  const kept = promises.filter(({ gone, after }) => gone || after?.state === 'kept')
  // Every promise is kept again, or made no more.
  if (promises.length > 0 && kept.length === promises.length)
    return {
      verdict: 'helped',
      why: promises.every(({ gone }) => gone) ? 'It is promised no more.' : 'It is kept again.',
    }
  if (!over) return { verdict: 'pending', why: null }
  const worse = promises.filter(isWorse)
  // One promise is broken further, or one more is broken.
  if (worse.length > 0) return { verdict: 'worse', why: 'It is broken further than before.' }
  const measured = promises.some(({ after }) => after !== null && after.state !== 'unknown')
  // Nobody looked, so nothing can be said for it.
  if (!measured && kept.length === 0) return { verdict: 'no_change', why: 'Nothing was measured in its window.' }
  return { verdict: 'no_change', why: kept.length > 0 ? 'Only some of it is kept again.' : 'It is still broken.' }
}
