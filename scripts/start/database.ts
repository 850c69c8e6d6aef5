import path from 'node:path'
import { migrationsSeen } from '../migrate'
import { type Cluster, startPostgres } from '../postgres'
import { Refusal } from '../refusal'
import { once } from '../sql'

const OLDEST = 150_014 // 15.14, as server_version_num writes it

export type Database = { ownerUrl: string; cluster: Cluster | null }

/** The database: the one that DATABASE_URL names, else a PostgreSQL of our own in the data folder. */
export async function openDatabase(folder: string): Promise<Database> {
  const given = process.env.DATABASE_URL
  if (given) {
    await demandServer(given)
    return { ownerUrl: given, cluster: null }
  }
  const cluster = await startPostgres(path.resolve(folder))
  await cluster.createDatabase('stoa')
  // A first start that was cut off while migrating holds nobody's data yet, and is simply begun again.
  if (!(await migrationsSeen(cluster.url('stoa')))) {
    await once(cluster.url('postgres'), 'drop database stoa with (force)')
    await cluster.createDatabase('stoa')
  }
  return { ownerUrl: cluster.url('stoa'), cluster }
}

async function demandServer(given: string) {
  if (!URL.canParse(given)) {
    throw new Refusal('DATABASE_URL is not an address: it looks like postgres://user:password@host:5432/database.')
  }
  const { host } = new URL(given)
  const [found] = await once<{ version: number; name: string }>(
    given,
    `select current_setting('server_version_num')::int as version, current_setting('server_version') as name`,
  ).catch((error: Error) => {
    throw new Refusal(`The database at ${host} cannot be used (${error.message}): check DATABASE_URL.`)
  })
  if (!found || found.version < OLDEST) {
    throw new Refusal(`The database at ${host} is PostgreSQL ${found?.name}; Stoa needs 15.14 or newer.`)
  }
}

/** The same place without anybody's sign-in: what the application's processes are told. */
export function placeOf(ownerUrl: string): string {
  const url = new URL(ownerUrl)
  url.username = ''
  url.password = ''
  return url.href
}
