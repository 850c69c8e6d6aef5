import type { Found } from './look'

/** What a promise may be besides, until a time: no worse than it was when somebody said that this is expected. */

/** How low and how high it may be besides its band. Both null: it could not be counted then, and need not be. */
export type Exception = { low: number | null; high: number | null; until: Date }
type Measured = Pick<Found, 'value' | 'low' | 'high'>

/** The exception that takes in what was measured, on the side on which it is wrong; without a band, that very number. */
export function exceptionFor({ value, low, high }: Measured): Pick<Exception, 'low' | 'high'> {
  if (value === null) return { low: null, high: null }
  if (low !== null && value < low) return { low: value, high: null }
  if (high !== null && value > high) return { low: null, high: value }
  return { low: value, high: value }
}

/** Whether an exception takes in what was measured now. */
export function takesIn(exception: Exception, { value, low, high }: Measured, at: Date): boolean {
  if (exception.until <= at) return false
  if (exception.low === null && exception.high === null) return value === null
  if (value === null) return false
  const least = exception.low ?? low ?? Number.NEGATIVE_INFINITY
  const most = exception.high ?? high ?? Number.POSITIVE_INFINITY
  return value >= least && value <= most
}

/** What was found, where what is broken but excepted is kept, and says why. */
export const withExceptions = (
  found: readonly Found[],
  exceptions: ReadonlyMap<string, Exception>,
  at: Date,
): readonly Found[] =>
  found.map((one) => {
    const exception = exceptions.get(one.key)
    if (one.state !== 'broken' || !exception || !takesIn(exception, one, at)) return one
    const until = exception.until.toISOString().slice(0, 10)
    return { ...one, state: 'kept' as const, detail: `No worse than what is expected until ${until}.` }
  })
