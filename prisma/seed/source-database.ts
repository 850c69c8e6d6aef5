import { randomBytes } from 'node:crypto'
import pg, { escapeIdentifier, escapeLiteral } from 'pg'

/** A database of somebody else's, on a real server: what a connector reads in tests, demos and benches. */
export type SourceDatabase = {
  config: { host: string; port: number; database: string; user: string }
  secrets: { password: string }
  /** Runs SQL in it as its owner. */
  sql: (text: string) => Promise<pg.QueryResult>
  /** Runs SQL as the server's superuser, in the same database. */
  asSuperuser: (text: string) => Promise<pg.QueryResult>
  close: () => Promise<void>
}

/** Makes a database with an owner on the server at an address (a superuser's), replacing one of that name. */
export async function sourceDatabase(server: string, name: string): Promise<SourceDatabase> {
  const password = randomBytes(18).toString('base64url')
  const run = async (database: string, text: string, as?: { user: string; password: string }) => {
    const url = new URL(server)
    url.pathname = `/${database}`
    if (as) Object.assign(url, { username: as.user, password: as.password })
    const client = new pg.Client({ connectionString: url.href })
    await client.connect()
    try {
      return await client.query(text)
    } finally {
      await client.end()
    }
  }
  const quoted = escapeIdentifier(name)
  const admin = new URL(server).pathname.slice(1) || 'postgres'
  await run(admin, `drop database if exists ${quoted} with (force)`)
  await run(admin, `drop role if exists ${quoted}`)
  await run(admin, `create role ${quoted} login password ${escapeLiteral(password)}`)
  await run(admin, `create database ${quoted} owner ${quoted}`)
  const { hostname, port } = new URL(server)
  return {
    config: { host: hostname, port: Number(port || 5432), database: name, user: name },
    secrets: { password },
    sql: (text) => run(name, text, { user: name, password }),
    asSuperuser: (text) => run(name, text),
    close: async () => {
      await run(admin, `drop database if exists ${quoted} with (force)`)
      await run(admin, `drop role if exists ${quoted}`)
    },
  }
}
