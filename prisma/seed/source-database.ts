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
  /** Runs SQL in it as somebody else. */
  as: (who: { user: string; password: string }, text: string) => Promise<pg.QueryResult>
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
  await dropRoles(run, admin, name)
  await run(admin, `create role ${quoted} login password ${escapeLiteral(password)}`)
  await run(admin, `create database ${quoted} owner ${quoted}`)
  const { hostname, port } = new URL(server)
  return {
    config: { host: hostname, port: Number(port || 5432), database: name, user: name },
    secrets: { password },
    sql: (text) => run(name, text, { user: name, password }),
    asSuperuser: (text) => run(name, text),
    as: (who, text) => run(name, text, { user: who.user, password: who.password }),
    close: async () => {
      await run(admin, `drop database if exists ${quoted} with (force)`)
      await dropRoles(run, admin, name)
    },
  }
}

type Run = (database: string, text: string) => Promise<pg.QueryResult>

/** The owner, and the roles that were made by it and are left. */
async function dropRoles(run: Run, admin: string, owner: string) {
  const made = await run(
    admin,
    `select r.rolname as role from pg_auth_members a join pg_roles r on r.oid = a.roleid join pg_roles m on m.oid = a.member
     where m.rolname = ${escapeLiteral(owner)} and r.rolname like 'stoa\\_%\\_%' group by 1`,
  )
  for (const { role } of made.rows) await run(admin, `drop role ${escapeIdentifier(role)}`)
  await run(admin, `drop role if exists ${escapeIdentifier(owner)}`)
}
