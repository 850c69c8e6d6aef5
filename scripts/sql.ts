import pg from 'pg'

/** One statement over one connection. */
export async function once<Row extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Row>(sql, values)).rows
  } finally {
    await client.end()
  }
}

/** Makes the database unless it is there. */
export async function makeDatabase(url: string, name: string) {
  const found = await once(url, 'select 1 from pg_database where datname = $1', [name])
  if (found.length === 0) await once(url, `create database ${pg.escapeIdentifier(name)}`)
}
