// The part of Inngest's expressions that we know exactly: equalities of fields and literals, joined by &&. Anything else is
// refused rather than guessed.

/** A field that an arriving event must hold, and the value it must hold there. */
export interface Match {
  path: string[]
  value: unknown
}
type Side = { from: 'event' | 'async'; path: string[] } | { from: null; value: unknown }

const side = String.raw`(?:(event|async)\.([\w.]+)|('[^'\\]*'|"[^"\\]*"|-?\d+(?:\.\d+)?|true|false|null))`
const equality = new RegExp(String.raw`^\s*${side}\s*==\s*${side}\s*$`)

const unsupported = (expression: string) => new Error(`unsupported expression: ${expression}`)

/** The value of a field, or undefined where it is absent; an inherited property is absent. */
export function fieldOf(value: unknown, path: string[]): unknown {
  let at = value
  for (const key of path) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, key)) return undefined
    at = (at as Record<string, unknown>)[key]
  }
  return at
}

/** The path in `event.data.org`; the only kind of key that a function may name. */
export function eventPath(expression: string): string[] {
  const found = /^event\.([\w.]+)$/.exec(expression)
  if (!found) throw unsupported(expression)
  return found[1]!.split('.')
}

function readSide(from: string | undefined, path: string | undefined, literal: string | undefined): Side {
  if (from) return { from: from as 'event' | 'async', path: path!.split('.') }
  const text = literal!
  return { from: null, value: JSON.parse(text.startsWith("'") ? JSON.stringify(text.slice(1, -1)) : text) }
}

function readClauses(expression: string): [Side, Side][] {
  return expression.split('&&').map((part) => {
    const m = equality.exec(part)
    if (!m) throw unsupported(expression)
    return [readSide(m[1], m[2], m[3]), readSide(m[4], m[5], m[6])]
  })
}

/**
 * What an arriving event must hold, given the run's own event; null when no event can ever match. A field that is absent
 * equals nothing, not even another absent field: two events without an organisation do not belong together.
 */
export function bind(expression: string | undefined, event: unknown): Match[] | null {
  const matches: Match[] = []
  for (const pair of expression ? readClauses(expression) : []) {
    const [a, b] = pair.map((s) => (s.from === 'event' ? { from: null, value: fieldOf(event, s.path) } : s)) as [
      Side,
      Side,
    ]
    if (a.from && b.from) throw unsupported(expression!)
    for (const s of [a, b]) {
      if (s.from) continue
      if (s.value === undefined) return null
      if (s.value !== null && typeof s.value === 'object')
        throw new Error(`${unsupported(expression!).message} compares an object`)
    }
    if (a.from) matches.push({ path: a.path, value: (b as { value: unknown }).value })
    else if (b.from) matches.push({ path: b.path, value: a.value })
    else if (a.value !== b.value) return null
  }
  return matches
}

/** Refuses, before any event comes, an expression that `bind` would not understand; where nothing arrives, `async` is refused too. */
export function checkExpression(expression: string | undefined, arriving: boolean): void {
  for (const [a, b] of expression ? readClauses(expression) : []) {
    const fields = [a, b].filter((s) => s.from === 'async').length
    if (fields > (arriving ? 1 : 0)) throw unsupported(expression!)
  }
}
