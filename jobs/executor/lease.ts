import pg from 'pg'

/** Class of the advisory locks that stand for live executors; 0 within it is the turn to claim. */
const lockClass = 7
const again = 250

/**
 * An executor's identity is its session's advisory lock: when the process dies the session ends, the lock goes, and with it
 * every claim it held. The same session listens for what the database announces.
 */
export class Lease {
  /** This executor's number while it is enlisted, else 0. */
  id = 0
  private client: pg.Client | null = null
  private closed = false

  constructor(
    private readonly databaseUrl: string,
    private readonly heard: () => void,
  ) {}

  async take(): Promise<void> {
    const client = new pg.Client({ connectionString: this.databaseUrl, keepAlive: true })
    client.on('error', () => {})
    client.on('notification', this.heard)
    await client.connect()
    const { rows } = await client.query(`select set_config('tcp_keepalives_idle', '5', false),
      set_config('tcp_keepalives_interval', '2', false), nextval('job.executor')::int as id`)
    await client.query('select pg_advisory_lock($1, $2)', [lockClass, rows[0].id])
    await client.query('listen job')
    client.once('end', () => this.lost())
    this.client = client
    this.id = rows[0].id
    this.heard()
  }

  private lost(): void {
    this.id = 0
    const retake = () => {
      if (!this.closed) this.take().catch(() => setTimeout(retake, again))
    }
    retake()
  }

  async release(): Promise<void> {
    this.closed = true
    this.id = 0
    await this.client?.end().catch(() => {})
  }
}
