import pg from 'pg'
import type { Effect, Item } from './reply'
import type { JobEvent, RunPlan } from './run-plan'

/** How long ended runs and sent events stay: a dead letter can be replayed, and an event's id doubles nothing, that long. */
const keep = { completed: '3 days', failed: '30 days', event: '1 day' }
/** Events dispatched in one turn: of all, and of one tenant. */
const batchMax = 200
const batchOfTenant = 50

export interface OutboxRow {
  id: string
  name: string
  at: Date
  body: { ts?: number; data?: Record<string, unknown> }
}
export interface CronRow {
  fn: string
  expr: string
}
export interface DeadLetter {
  id: string
  fn: string
  tenant: string
  ended_at: Date
  output: unknown
}

const keysOf = (items: Item[]) => [items.map((item) => item.run_id), items.map((item) => item.step_id)]

/** Every statement that the runner sends: what happens to runs is decided elsewhere, and made to happen by schema job's functions. */
export class Ledger {
  readonly pool: pg.Pool

  constructor(databaseUrl: string) {
    this.pool = new pg.Pool({ connectionString: databaseUrl, max: 8 })
    // A connection that breaks is replaced by the pool, and its next statement tells; without a listener it would end the process.
    this.pool.on('error', () => {}).on('connect', (client) => client.on('error', () => {}))
  }

  /** The next events to send, fair between tenants; `full` when there may be more. */
  async unsent(): Promise<{ rows: OutboxRow[]; full: boolean }> {
    const { rows } = await this.pool.query<OutboxRow>({
      name: 'unsent',
      text: 'select id, name, at, body from job.unsent($1, $2)',
      values: [batchOfTenant, batchMax],
    })
    return { rows, full: rows.length >= batchOfTenant }
  }

  async dispatch(batch: { id: string; name: string; body: JobEvent; runs: RunPlan[] }[]): Promise<void> {
    await this.pool.query({ name: 'dispatch', text: 'select job.dispatch($1)', values: [JSON.stringify(batch)] })
  }

  /** Events from the SDK's `send`; an id that is there already is passed over. */
  async insertEvents(events: { id: string; name: string }[]): Promise<void> {
    await this.pool.query({
      name: 'insert-events',
      text: `insert into job.event (id, name, body) select e->>'id', e->>'name', e - 'name' - 'id' from jsonb_array_elements($1) e
        on conflict do nothing`,
      values: [JSON.stringify(events)],
    })
  }

  async claim(me: number, want: number, share: number): Promise<Item[]> {
    const text = 'select * from job.claim($1, $2, $3)'
    return (await this.pool.query<Item>({ name: 'claim', text, values: [me, want, share] })).rows
  }

  /** Those of the claims that are still ours. */
  async stillHeld(items: Item[], me: number): Promise<Item[]> {
    const text = `select i.run_id || i.step_id as key from job.item i join unnest($2::uuid[], $3::text[]) k(run_id, step_id) using (run_id, step_id)
      where i.owner = $1`
    const { rows } = await this.pool.query(text, [me, ...keysOf(items)])
    const held = new Set(rows.map((row) => row.key))
    return items.filter((item) => held.has(item.run_id + item.step_id))
  }

  /** Gives back what we hold besides these: claims whose answer never reached us. It waits its turn behind them. */
  async disown(me: number, items: Item[]): Promise<void> {
    const client = await this.pool.connect()
    try {
      await client.query('begin')
      await client.query('select pg_advisory_xact_lock(7, 0)')
      const text = `update job.item i set owner = null where owner = $1
        and not exists (select from unnest($2::uuid[], $3::text[]) k(run_id, step_id) where k.run_id = i.run_id and k.step_id = i.step_id)`
      await client.query(text, [me, ...keysOf(items)])
      await client.query('commit')
      client.release()
    } catch (error) {
      client.release(true)
      throw error
    }
  }

  /** False when the claim was no longer ours. */
  async settle(item: Item, me: number, effects: Effect[]): Promise<boolean> {
    const values = [item.run_id, item.step_id, me, JSON.stringify(effects)]
    const { rows } = await this.pool.query({
      name: 'settle',
      text: 'select job.settle($1, $2, $3, $4) as ours',
      values,
    })
    return rows[0].ours
  }

  /** Ms until the next timer or retry falls due, or null. */
  async nextDue(): Promise<number | null> {
    const text = `select 1000 * extract(epoch from min(run_at) - clock_timestamp())::float8 as ms
      from job.item where owner is null and run_at > now()`
    return (await this.pool.query({ name: 'due', text })).rows[0].ms
  }

  async wakeOthers(): Promise<void> {
    await this.pool.query('notify job')
  }

  async releaseOrphans(): Promise<void> {
    await this.pool.query('select job.release_orphans()')
  }

  /** The crons that are registered now; one that is gone is forgotten, one that is known keeps its time. */
  async setCrons(crons: (CronRow & { next: Date })[]): Promise<void> {
    await this.pool.query(
      `with x as (select * from jsonb_to_recordset($1) x(fn text, expr text, next timestamptz)),
        gone as (delete from job.cron c where not exists (select from x where x.fn = c.fn and x.expr = c.expr))
      insert into job.cron select fn, expr, next from x on conflict do nothing`,
      [JSON.stringify(crons)],
    )
  }

  /** Starts what is due, once among all executors: the row moves on in the transaction that starts the run. */
  async fireCrons(plan: (cron: CronRow) => { next: Date; run: RunPlan | null }): Promise<void> {
    const client = await this.pool.connect()
    try {
      await client.query('begin')
      const due = await client.query<CronRow>(
        'select fn, expr from job.cron where next_at <= now() for update skip locked',
      )
      for (const cron of due.rows) {
        const { next, run } = plan(cron)
        await client.query('update job.cron set next_at = $3 where fn = $1 and expr = $2', [cron.fn, cron.expr, next])
        if (run) await client.query('select job.start($1)', [JSON.stringify(run)])
      }
      await client.query('commit')
      client.release()
    } catch (error) {
      client.release(true)
      throw error
    }
  }

  async prune(): Promise<void> {
    await this.pool.query(
      `with runs as (delete from job.run where id in (select id from job.run
          where ended_at < now() - $1::interval and (status <> 'failed' or ended_at < now() - $2::interval) limit 5000)),
        keys as (update job.run set idem = null where idem is not null and at < now() - interval '24 hours')
      delete from job.event where sent_at < now() - $3::interval`,
      [keep.completed, keep.failed, keep.event],
    )
  }

  /** Failed runs, the newest first: those that nobody but a person can help. */
  async deadLetters(limit: number): Promise<DeadLetter[]> {
    const text = `select id, fn, tenant, ended_at, output from job.run where status = 'failed' order by ended_at desc limit $1`
    return (await this.pool.query<DeadLetter>(text, [limit])).rows
  }

  /** Lets a dead letter go on from the step that failed; false when it is none. */
  async replay(run: string): Promise<boolean> {
    const { rows } = await this.pool.query('select job.replay($1) as done', [run])
    await this.wakeOthers()
    return rows[0].done
  }

  /** Events not yet sent, and the age of the oldest in ms. */
  async backlog(): Promise<{ unsent: number; oldestMs: number }> {
    const text = `select count(*)::int as unsent, coalesce(1000 * extract(epoch from clock_timestamp() - min(at)), 0)::float8 as "oldestMs"
      from job.event where sent_at is null`
    return (await this.pool.query(text)).rows[0]
  }

  async close(): Promise<void> {
    await this.pool.end()
  }
}
