import type { Order } from './sample'

/** Below this a spread counts as this much, so that a constant reference does not make every change infinite. */
const leastSpread = 0.001

/** The 1-Wasserstein distance over the reference's population standard deviation. */
export const wasserstein = ({ area }: Order, spread: number): number => area / Math.max(spread, leastSpread)
