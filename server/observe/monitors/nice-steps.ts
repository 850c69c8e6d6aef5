import type { Kind } from './column-pair'

/** Steps that are drawn at most, but for one at an end. */
const MOST = 24
const [SECOND, HOUR, DAY] = [1, 3_600, 86_400] // s

/** Equal steps of a round width that hold all from the one end to the other; of moments, in whole seconds, hours or days. */
export function niceSteps(kind: Kind, low: number, high: number): { from: number; step: number; count: number } {
  const least = (high - low) / MOST
  const step = kind === 'moment' ? momentStep(least) : roundStep(least)
  const from = Math.floor(low / step) * step
  return { from, step, count: Math.max(1, Math.ceil((high - from) / step)) }
}

function momentStep(least: number): number {
  const unit = least > DAY / 2 ? DAY : least > HOUR / 2 ? HOUR : SECOND
  return Math.max(unit, Math.ceil(least / unit) * unit)
}

function roundStep(least: number): number {
  // One value alone stands in one step.
  if (!(least > 0)) return 1
  const ten = 10 ** Math.floor(Math.log10(least))
  return ten * (([1, 2, 5] as const).find((times) => times * ten >= least) ?? 10)
}
