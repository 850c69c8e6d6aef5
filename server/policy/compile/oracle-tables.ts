import { DuckDBInstance } from '@duckdb/node-api'
import type pg from 'pg'
import { type Database, tableSql } from './oracle'
import type { Row } from './oracle-random'

export type Tables = (rows: Row[]) => Promise<Database[]>

/** The same rows in DuckDB and in PostgreSQL, as a table `thing`. */
export async function openTables(client: pg.Client, rows: Row[]): Promise<Database[]> {
  const instance = await DuckDBInstance.create(':memory:')
  const duck = await instance.connect()
  await duck.run(`create table thing as ${tableSql(rows).replaceAll("CAST('{}' AS", "CAST('[]' AS")}`)
  await client.query(`drop table if exists pg_temp.thing; create temporary table thing as ${tableSql(rows)}`)
  return [
    {
      dialect: 'duckdb',
      ids: async (where) =>
        (await duck.runAndReadAll(`select id from thing where ${where}`)).getRows().map(([id]) => String(id)),
      close: () => {
        duck.closeSync()
        instance.closeSync()
      },
    },
    {
      dialect: 'postgres',
      ids: async (where) =>
        (await client.query<{ id: string }>(`select id from pg_temp.thing where ${where}`)).rows.map(({ id }) => id),
    },
  ]
}
