import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { AppError, conflict } from '@/server/platform/errors'
import type { Claim, Credentials, SourceGrant } from '../connector'
import type { Config } from './config'
import { qualified, quote } from './quote'
import { loginOf, ours } from './right-names'
import * as script from './right-script'
import { liveMark, noMark, planMark, viewsOf } from './right-view'
import { newPassword, verifierOf } from './scram'

/** Giving and taking rights, each step one transaction: a kill leaves it done or not begun. */

/** How long sessions may take to end, in ms. */
const patience = 5_000

type Able = { able: boolean; why: string; version: number; user: string }

/** Whether the connection's user may make roles, and views in our schema. */
async function ableTo(client: pg.Client): Promise<Able> {
  const found = await client.query<{ version: number; roles: boolean; place: boolean; user: string }>(
    `select current_user::text as user, current_setting('server_version_num')::int as version,
       (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) as roles,
       case when exists (select from pg_namespace where nspname = $1)
         then has_schema_privilege(current_user, (select oid from pg_namespace where nspname = $1), 'create')
         else has_database_privilege(current_database(), 'create') end as place`,
    [ours],
  )
  const { version, roles, place, user } = found.rows[0]!
  const lacks = roles ? `CREATE on the database, or on the schema ${ours} there` : 'CREATEROLE'
  return { able: roles && place, version, user, why: `The connection's user lacks ${lacks}.` }
}

/** Runs statements as one transaction, with what `more` does in it. */
async function together<T = void>(client: pg.Client, statements: string[], more?: () => Promise<T>): Promise<T> {
  await client.query('begin transaction read write')
  try {
    await client.query(statements.join(';\n'))
    const result = await more?.()
    await client.query('commit')
    return result as T
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

/** What PostgreSQL said of a refused step, in words of ours: names of roles and tables, never a value. */
function explain(error: unknown, doing: string): never {
  if (error instanceof AppError) throw error
  const { code = '', message = '' } = error as { code?: string; message?: string }
  if (code === 'ST001') throw conflict('This grant has ended in the source and is not given again: ask anew.')
  if (code === '55P03' || code === '40P01')
    throw new AppError('unavailable', `The source is busy with the table; ${doing} is tried again.`, { retryAfter: 10 })
  if (code === '2BP01') throw conflict(`The source could not finish ${doing}: ${message}.`)
  if (code === '') throw new AppError('unavailable', `The source ended the connection during ${doing}.`)
  throw conflict(`The source refused ${doing} (${code}): ${message}.`)
}
const denied = (error: unknown) => (error as { code?: string }).code === '42501'

export async function provision(client: pg.Client, grant: SourceGrant): Promise<Claim> {
  const { able, why, version, user } = await ableTo(client)
  const views = await viewsOf(client, grant)
  const statements = script.givingStatements({ grant, views, version, proofVerifier: verifierOf(grant.proofPassword) })
  const byHand = async (reason: string): Promise<Claim> => {
    await keepKeys(client, grant).catch(() => undefined)
    return { done: false, why: reason, script: script.asScript([...statements, ...sharedKeys(grant, user)]) }
  }
  if (!able) return byHand(why)
  try {
    await closeOther(client, grant, planMark(views))
    const mark = await together(client, statements, async () => {
      await putKeys(client, grant)
      return `${planMark(views)}.${await liveMark(client, grant.id)}`
    })
    return { done: true, mark }
  } catch (error) {
    if (denied(error)) return byHand(`The source refused a step: ${(error as Error).message}.`)
    return explain(error, 'giving the grant')
  }
}

/** What stands there otherwise is closed first: a cursor that is open on it would read on, and keep it from being replaced. */
async function closeOther(client: pg.Client, grant: SourceGrant, plan: string) {
  const live = await liveMark(client, grant.id)
  if (live === noMark || grant.mark === `${plan}.${live}`) return
  await together(client, script.closingStatements(grant, false))
  await endSessions(client, grant)
}

/** Keys of masks go in as values, so that no script and no statement shows one. */
async function putKeys(client: pg.Client, { maskKeys = {} }: SourceGrant) {
  for (const [name, value] of Object.entries(maskKeys))
    await client.query(
      `insert into ${qualified(ours, 'mask_key')} values ($1, $2) on conflict (name) do update set value = excluded.value`,
      [name, value],
    )
}
const keepKeys = (client: pg.Client, grant: SourceGrant) => together(client, ['select 1'], () => putKeys(client, grant))

/** The administrator lets the connection's user lay the keys of masks, and look at the views. */
const sharedKeys = ({ maskKeys }: SourceGrant, user: string): string[] => [
  `grant usage on schema ${quote('name', ours)} to ${quote('name', user)}`,
  ...(maskKeys ? [`grant insert, update, select on ${qualified(ours, 'mask_key')} to ${quote('name', user)}`] : []),
]

export async function revoke(client: pg.Client, grant: SourceGrant, forGood: boolean): Promise<Claim> {
  const closing = script.closingStatements(grant, forGood)
  const [removal, farewell] = [script.removalStatements(grant), script.farewellStatements(grant)]
  try {
    await together(client, closing)
    await endSessions(client, grant)
    await together(client, removal)
    await together(client, farewell)
    return { done: true }
  } catch (error) {
    if (!denied(error)) return explain(error, 'taking the grant back')
    const text = script.asScript(closing, [script.endSessions(grant)], removal, farewell)
    return { done: false, why: `The source refused a step: ${(error as Error).message}.`, script: text }
  }
}

/** Ends what is open now and waits until it is over: an open cursor reads on until its session ends. */
async function endSessions(client: pg.Client, grant: SourceGrant) {
  await client.query(script.endSessions(grant))
  const open = await client.query<{ pid: number; began: string }>(
    `select pid, backend_start::text as began from pg_stat_activity where usename = $1`,
    [loginOf(grant.grantee)],
  )
  for (const end = Date.now() + patience; ; await sleep(20)) {
    const left = await client.query(
      `select from pg_stat_activity a, unnest($1::int[], $2::text[]) as o (pid, began)
       where a.pid = o.pid and a.backend_start::text = o.began`,
      [open.rows.map(({ pid }) => pid), open.rows.map(({ began }) => began)],
    )
    if (left.rowCount === 0) return
    if (Date.now() > end) throw new AppError('unavailable', 'A session of the grantee does not end; it is tried again.')
  }
}

export async function rotate(client: pg.Client, grant: SourceGrant, config: Config): Promise<Credentials> {
  const password = newPassword()
  const user = loginOf(grant.grantee)
  const views = await viewsOf(client, grant)
  const change = `alter role ${quote('name', user)} password ${quote('value', verifierOf(password))}`
  const end = `select pg_terminate_backend(pid) from pg_stat_activity where usename = ${quote('value', user)}`
  const credentials = {
    user,
    password,
    place: { host: config.host, port: String(config.port), database: config.database },
    statements: views.map(({ name }) => `select * from ${ours}.${name}`),
  }
  try {
    await together(client, [change])
    await client.query(end)
    return credentials
  } catch (error) {
    if (!denied(error)) return explain(error, 'making new credentials')
    return { ...credentials, script: script.asScript([change], [end]) }
  }
}
