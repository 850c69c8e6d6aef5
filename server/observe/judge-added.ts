import type { Band } from './added-schema'
import type { Added } from './added-store'
import { inBand } from './in-band'
import { fewest, learnBand, type Past } from './learn-band'
import type { Found } from './look'
import type { Measured } from './monitors/watching'

/** What a value is held against: its own band, else what the monitor knows, else what it has been. */
function bandOf({ ask }: Pick<Added, 'ask'>, { band }: Measured, past: readonly Past[], at: Date): Band | null {
  const own = 'band' in ask ? ask.band : undefined
  return own ?? band ?? learnBand(past, at, 'season' in ask ? ask.season : 'none')
}

/** What one measurement of an added expectation says. Texts that any reader of the product sees bear no value of a metric. */
export function judgeAdded(
  one: Pick<Added, 'id' | 'ask' | 'key' | 'port' | 'object' | 'column' | 'kind' | 'title' | 'expected' | 'severity'>,
  measured: Measured,
  past: readonly Past[],
  at: Date,
): Found {
  const { id, key, port, object, column, kind, title, expected, severity } = one
  const band = bandOf(one, measured, past, at)
  const { value, broken } = measured
  const state = broken === undefined ? inBand(value, band) : broken ? 'broken' : 'kept'
  const learning =
    value !== null && !band ? `It is learning what is usual: ${past.length + 1} of ${fewest + 1} values.` : null
  return {
    key,
    port,
    object,
    column,
    kind,
    title,
    expected,
    severity,
    state,
    value: value !== null && Number.isFinite(value) ? value : null,
    low: band?.low ?? null,
    high: band?.high ?? null,
    detail: measured.detail ?? learning,
    // The same incident, whatever is changed about it.
    cause: { key: `added ${id}`, title, text: `Expected: ${expected}.` },
  }
}
