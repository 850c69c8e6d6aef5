import { randomBytes } from 'node:crypto'
import { asksForTime } from './asks-for-time'
import { Inexact } from './compile/refusal'
import { openQueryOf } from './facts'
import { loadedOf } from './loaded'
import { portSight, type SeenObject, type SightAsk } from './port-sight'
import { rowType } from './row-type'
import { saltOf } from './salt-of'

/** A column as a source is to show it: null as it is; else SQL in parts, with the name of the salt where the salt is read. */
export type SourceColumn = { name: string; hidden: boolean; sql: (string | { key: string })[] | null }
export type SourceSight = { rows: string | null; columns: SourceColumn[] }
export type SeenInSource =
  | { effect: 'allow'; sights: SourceSight[]; keys: Record<string, string> }
  | { effect: 'deny'; because: string[] }
  /** Policies say something that no view could keep. */
  | { effect: 'inexact'; why: string }

/** What a reader sees of a port's rows by the policies of this moment, in the words of PostgreSQL: what a view there is made of. */
export function sourceSight(ask: Omit<SightAsk, 'engine'>, objects: readonly SeenObject[]): SeenInSource {
  const { principal, action } = ask
  const loaded = loadedOf(principal.orgId)
  if (!loaded) return { effect: 'deny', because: [] }
  const circumstances = { ...ask.circumstances, surface: 'source' as const }
  const { product, port, several } = ask.port
  const rows = objects.map(({ name }) => rowType(product, port, name, several))
  const reaching = loaded.set.reaching(openQueryOf(principal, action, 'Port', circumstances))
  const timed = reaching.find((one) => asksForTime(one, ask.port, rows))
  if (timed) return { effect: 'inexact', why: `The policy "${timed.id}" asks what time it is, which a view cannot.` }
  const key = `masks of ${principal.orgId}`
  // Nobody could have written it into a policy: it stands for the salt until the text is taken apart.
  const mark = randomBytes(16).toString('hex')
  try {
    const seen = portSight({ ...ask, circumstances, engine: { dialect: 'postgres', salt: () => mark } }, objects)
    if (seen.effect === 'deny') return seen
    const apart = (sql: string) => sql.split(mark).flatMap((part, n) => (n === 0 ? [part] : [{ key }, part]))
    const sights = seen.sights.map(({ rows: where, columns }) => ({
      rows: where,
      columns: columns.map(({ name, hidden, sql }) => ({ name, hidden, sql: sql === null ? null : apart(sql) })),
    }))
    const salted = sights.some(({ columns }) => columns.some(({ sql }) => (sql?.length ?? 0) > 1))
    return { effect: 'allow', sights, keys: salted ? { [key]: saltOf(principal.orgId) } : {} }
  } catch (error) {
    if (!(error instanceof Inexact)) throw error
    return { effect: 'inexact', why: `Policies cannot be kept exactly in the source: ${error.message}.` }
  }
}
