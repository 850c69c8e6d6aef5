import pg from 'pg'

/** The whole of what Prisma's adapter sends to begin a transaction. */
const BEGIN = 'BEGIN'

/**
 * A pool whose every transaction begins inside one organisation: the setting that row-level security reads travels with the BEGIN,
 * in one trip, and ends with the transaction. `current` tells whose turn it is; where it tells nobody's, nothing begins.
 */
export function orgPool(connectionString: string, current: () => string | undefined): pg.Pool {
  class OrgClient extends pg.Client {
    override query(...args: unknown[]): never {
      const [asked] = args as [{ text?: unknown } | string]
      const begins = (typeof asked === 'string' ? asked : asked?.text) === BEGIN
      const query = super.query as (...args: unknown[]) => never
      return begins ? query.call(this, beginIn(current())) : query.apply(this, args)
    }
  }
  return new pg.Pool({ connectionString, Client: OrgClient, max: 16, idleTimeoutMillis: 60_000 })
}

function beginIn(orgId: string | undefined): string {
  if (!orgId) throw new Error('A transaction began outside an organisation.')
  return `begin; select set_config('app.org_id', ${pg.escapeLiteral(orgId)}, true)`
}
