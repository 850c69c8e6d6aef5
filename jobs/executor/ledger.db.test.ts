import { expect, it } from 'vitest'
import { roleUrl } from '@/server/platform/role'
import { Ledger } from './ledger'

it('a connection that breaks in the middle of a transaction ends no runner', async () => {
  const { pool } = new Ledger(roleUrl('executor'))
  const client = await pool.connect()
  await client.query('begin')
  await expect(client.query('select pg_terminate_backend(pg_backend_pid())')).rejects.toThrow('terminating')
  await expect(client.query('select 1')).rejects.toThrow(/terminated|not queryable/)
  client.release(true)
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await pool.end()
})
