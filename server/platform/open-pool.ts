import pg from 'pg'

/**
 * A pool that outlives its connections: of one that breaks, idle or in use, its next statement tells; unheard, the event would end the
 * process. With `pipeline` statements go out without waiting for the answers to those before.
 */
export const openPool = (config: pg.PoolConfig & { pipeline?: boolean }): pg.Pool =>
  new pg.Pool(config).on('error', () => undefined).on('connect', (client) => client.on('error', () => undefined))
