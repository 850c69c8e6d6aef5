import { setImmediate as nextTurn } from 'node:timers/promises'
import pg from 'pg'
import { openPool } from './open-pool'

/** The whole of what Prisma's adapter sends to begin a transaction. */
const BEGIN = 'BEGIN'

/** What Prisma's adapter sends to end one. */
const ENDS = new Set<unknown>(['COMMIT', 'ROLLBACK'])

type Result = Promise<pg.QueryResult>

/** One transaction of one organisation. `ask` sends it a statement, from its beginning until its end; `undone`: it was rolled back. */
export type Open = { orgId: string; ask?: (text: string, values: unknown[]) => Result; undone?: boolean }

/** What Prisma answers to a statement of its own whose transaction was ended because it lasted too long. */
const EXPIRED = 'P2028'

/** `read` runs work in a transaction that can only read; a statement of it that takes longer (ms) is broken off. */
export type OrgPool = pg.Pool & { read: <T>(open: Open, ms: number, work: () => Promise<T>) => Promise<T> }

/** PostgreSQL's answer to whatever comes after a statement that failed. */
const ABORTED = '25P02'

/**
 * A pool whose every transaction begins inside one organisation: the setting that row-level security reads travels with the BEGIN,
 * and ends with the transaction. Both go out with the first query, whose answer waits for theirs, so that beginning costs no trip.
 * `current` tells whose turn it is; where it tells nobody's, nothing begins.
 */
export function orgPool(connectionString: string, current: () => Open | undefined): OrgPool {
  class OrgClient extends pg.Client {
    #begun: Result | null = null
    #open: Open | undefined

    override query(...args: unknown[]): never {
      const [asked] = args as [{ text?: unknown } | string]
      const text = typeof asked === 'string' ? asked : asked?.text
      const query = super.query as (...args: unknown[]) => Result
      if (text === BEGIN) {
        this.begin(current())
        return Promise.resolve({ rows: [], rowCount: 0, fields: [] }) as never
      }
      if (ENDS.has(text)) this.over(text === 'ROLLBACK')
      const begun = this.#begun
      this.#begun = null
      const answered = query.apply(this, args)
      return (begun ? after(begun, answered) : answered) as never
    }

    /** With `readsWithin` it can only read, no statement longer than this (ms). */
    begin(open: Open | undefined, readsWithin?: number) {
      this.#begun = (super.query as (text: string) => Result).call(this, beginIn(open?.orgId, readsWithin))
      // Whatever comes next tells of a failure.
      this.#begun.catch(() => {})
      this.#takes(open)
    }

    commit = (): Result => this.query('COMMIT')

    /** From here on the connection is nobody's, or another's: what comes late for the transaction that was finds no way in. */
    over(undone = false) {
      if (this.#open) this.#open.undone ||= undone
      this.#open = undefined
    }

    #takes(open: Open | undefined) {
      this.#open = open
      if (!open) return
      let first: unknown
      open.ask = async (text, values) => {
        if (this.#open !== open) {
          const late = new Error('A statement came after its transaction had ended.')
          throw open.undone ? Object.assign(late, { code: EXPIRED }) : late
        }
        try {
          return await (this.query({ text, values }) as unknown as Result)
        } catch (error) {
          // Of statements that went out together the one that failed is told of, whichever was heard first.
          if ((error as { code?: string }).code === ABORTED) {
            await nextTurn()
            throw first ?? error
          }
          first ??= error
          throw error
        }
      }
    }
  }
  const pool = openPool({ connectionString, Client: OrgClient, max: 16, idleTimeoutMillis: 60_000, pipeline: true })
  pool.on('release', (_, client) => (client as unknown as OrgClient).over())
  const read: OrgPool['read'] = async (open, ms, work) => {
    const client = (await pool.connect()) as unknown as OrgClient & pg.PoolClient
    try {
      client.begin(open, ms)
      return await work()
    } finally {
      // There is nothing to keep, so nobody waits for the end.
      client.commit().then(
        () => client.release(),
        () => client.release(true),
      )
    }
  }
  return Object.assign(pool, { read })
}

/** An answer counts only if what was sent before it succeeded. */
async function after(first: Result, then: Result): Result {
  const [begun, answered] = await Promise.allSettled([first, then])
  if (begun.status === 'rejected') throw begun.reason
  if (answered.status === 'rejected') throw answered.reason
  return answered.value
}

function beginIn(orgId: string | undefined, readsWithin?: number): string {
  if (!orgId) throw new Error('A transaction began outside an organisation.')
  const [only, timed] =
    readsWithin === undefined ? ['', ''] : [' read only', `, set_config('statement_timeout', '${readsWithin}', true)`]
  return `begin${only}; select set_config('app.org_id', ${pg.escapeLiteral(orgId)}, true)${timed}`
}
