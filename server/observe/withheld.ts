import type { Bucket, Expectation, ExpectationKind, Measured } from './schema'

/** Kinds whose numbers may tell of what not every reader of a product may know: rows behind a statement, grants, requests. */
const guarded: ReadonlySet<ExpectationKind> = new Set(['metric', 'access', 'service_level'])
export const isGuarded = (kind: ExpectationKind): boolean => guarded.has(kind)

/** An expectation as those who may not edit the product see it. */
export const withoutValue = <E extends Pick<Expectation, 'kind' | 'last'>>(one: E): E =>
  isGuarded(one.kind) && one.last ? { ...one, last: { ...one.last, value: null } } : one

/** A measurement, or a bucket of them, as they see it: whether it was kept. */
export const withoutNumbers = <M extends Measured | Bucket>(one: M): M => ({
  ...one,
  value: null,
  low: null,
  high: null,
  detail: null,
  ...('least' in one && { least: null, greatest: null }),
})
