import type { StatisticName } from '../drift-schema'
import { chiSquare } from './chi-square'
import type { Kind } from './column-pair'
import { hellinger } from './hellinger'
import { jensenShannon } from './jensen-shannon'
import { ks } from './ks'
import { psi } from './psi'
import type { Group, Order, Sizes } from './sample'
import { totalVariation } from './total-variation'
import { wasserstein } from './wasserstein'
import { z } from './z'

/** What a statistic says; null where it cannot be taken of these samples. */
export type Said = { value: number; pValue?: number } | null

/** What a statistic is made of: distribution functions, shares of bins or values, or counts of values. */
export type Statistic = { threshold: number; test: boolean } & (
  | { of: 'order'; take: (order: Order, sizes: Sizes, spread: number) => Said }
  | { of: 'shares' | 'counts'; take: (groups: readonly Group[]) => Said }
)

const distance = (take: (groups: readonly Group[]) => number): Statistic => ({
  of: 'shares',
  test: false,
  threshold: 0.1,
  take: (groups) => ({ value: take(groups) }),
})

/** Every statistic there is, with its usual threshold. A test drifts below it by its p-value, a distance from it upwards. */
export const statistics: Record<StatisticName, Statistic> = {
  ks: { of: 'order', test: true, threshold: 0.05, take: (order, sizes) => ks(order, sizes) },
  wasserstein: {
    of: 'order',
    test: false,
    threshold: 0.1,
    take: (order, _, spread) => (Number.isFinite(spread) ? { value: wasserstein(order, spread) } : null),
  },
  jensen_shannon: distance(jensenShannon),
  psi: distance(psi),
  chi_square: { of: 'counts', test: true, threshold: 0.05, take: chiSquare },
  z: { of: 'counts', test: true, threshold: 0.05, take: z },
  hellinger: distance(hellinger),
  total_variation: distance(totalVariation),
}

/** Whether a statistic can be taken of values of a kind: what orders needs an order. */
export const fits = (name: StatisticName, kind: Kind): boolean => statistics[name].of !== 'order' || kind !== 'category'

export const drifts = (name: StatisticName, said: NonNullable<Said>, threshold: number): boolean =>
  statistics[name].test ? (said.pValue ?? 0) < threshold : said.value >= threshold
