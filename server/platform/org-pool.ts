import pg from 'pg'

/** The whole of what Prisma's adapter sends to begin a transaction. */
const BEGIN = 'BEGIN'

type Result = Promise<Partial<pg.QueryResult>>

/**
 * A pool whose every transaction begins inside one organisation: the setting that row-level security reads travels with the BEGIN,
 * and ends with the transaction. Both go out with the first query, whose answer waits for theirs, so that beginning costs no trip.
 * `current` tells whose turn it is; where it tells nobody's, nothing begins.
 */
export function orgPool(connectionString: string, current: () => string | undefined): pg.Pool {
  class OrgClient extends pg.Client {
    #begun: Result | null = null

    override query(...args: unknown[]): never {
      const [asked] = args as [{ text?: unknown } | string]
      const query = super.query as (...args: unknown[]) => Result
      if ((typeof asked === 'string' ? asked : asked?.text) === BEGIN) {
        this.#begun = query.call(this, beginIn(current()))
        // Whatever comes next tells of a failure.
        this.#begun.catch(() => {})
        return Promise.resolve({ rows: [], rowCount: 0, fields: [] }) as never
      }
      const begun = this.#begun
      this.#begun = null
      const answered = query.apply(this, args)
      return (begun ? after(begun, answered) : answered) as never
    }
  }
  const sendsAhead = { pipeline: true }
  return new pg.Pool({ connectionString, Client: OrgClient, max: 16, idleTimeoutMillis: 60_000, ...sendsAhead })
}

/** An answer counts only if what was sent before it succeeded. */
async function after(first: Result, then: Result): Result {
  const [begun, answered] = await Promise.allSettled([first, then])
  if (begun.status === 'rejected') throw begun.reason
  if (answered.status === 'rejected') throw answered.reason
  return answered.value
}

function beginIn(orgId: string | undefined): string {
  if (!orgId) throw new Error('A transaction began outside an organisation.')
  return `begin; select set_config('app.org_id', ${pg.escapeLiteral(orgId)}, true)`
}
