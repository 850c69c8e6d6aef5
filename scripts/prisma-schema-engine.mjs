#!/usr/bin/env node
// Stands in for Prisma's native `schema-engine`, which its command line would otherwise download: the same engine as
// WebAssembly, over the pg driver. It leans on Prisma's internals; the four prisma packages are pinned exactly.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import * as wasm from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'

const CHAR_OID = 18
const TEXT_OID = 25

const option = (name) => {
  const at = process.argv.indexOf(name)
  return at < 0 ? undefined : process.argv[at + 1]
}
const url = new URL(JSON.parse(option('--datasource') ?? '{}').url ?? 'postgres://localhost/none')
const schema = url.searchParams.get('schema') ?? undefined
const sslmode = url.searchParams.get('sslmode') ?? ''

// Never a connection string: the adapter's shadow database spreads { ...config, database }, and pg lets a connection
// string win over `database`, which would point the shadow database at the real one.
const settings = (database = decodeURIComponent(url.pathname.slice(1))) => ({
  host: url.searchParams.get('host') ?? url.hostname,
  port: Number(url.port || 5432),
  database,
  user: decodeURIComponent(url.username) || undefined,
  password: decodeURIComponent(url.password) || undefined,
  ssl: /^(require|verify)/.test(sslmode) ? { rejectUnauthorized: sslmode !== 'require' } : undefined,
})

const log = (level, message, more = {}) => {
  const line = {
    timestamp: new Date().toISOString(),
    level,
    fields: { message, ...more },
    target: 'schema_engine::logger',
  }
  process.stderr.write(`${JSON.stringify(line)}\n`)
}

const prismaError = (error) => {
  if (error.code === '3D000') return ['P1003', `Database \`${settings().database}\` does not exist`]
  if (['28P01', '28000'].includes(error.code)) {
    return ['P1000', `Authentication failed against the database server (${error.message})`]
  }
  return ['P1001', `Can't reach database server at \`${url.host}\` (${error.message})`]
}

const once = async (database, sql) => {
  const client = new pg.Client(settings(database))
  await client.connect()
  try {
    return await client.query(sql)
  } finally {
    await client.end()
  }
}
const createDatabase = () => once('postgres', `create database ${pg.escapeIdentifier(settings().database)}`)

log('INFO', 'schema-engine (wasm)') // the command line ignores the first line of stderr

const cli = process.argv.indexOf('cli')
if (cli > 0) {
  const commands = {
    'can-connect-to-database': () => once(undefined, 'select 1'),
    'create-database': createDatabase,
    'drop-database': () =>
      once('postgres', `drop database if exists ${pg.escapeIdentifier(settings().database)} with (force)`),
  }
  try {
    await commands[process.argv[cli + 1]]()
    log('INFO', 'ok')
    process.exit(0)
  } catch (error) {
    const [error_code, message] = prismaError(error)
    log('ERROR', message, { error_code, is_panic: false, meta: {} })
    process.exit(1)
  }
}

// The engine asks for the server's version before it does anything, even for a diff of files; where there is no server
// this answer lets such work go on, and whatever needs the server fails by itself.
const absentServer = {
  columnNames: ['exists', 'version', 'numeric_version'],
  columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
  rows: [[true, 'PostgreSQL 18.4', 180004]],
}

/** Reads PostgreSQL's "char", which adapter-pg refuses and the catalog tables are full of. */
const readingChars = (queryable) => {
  const perform = queryable.performIO.bind(queryable)
  const query = queryable.queryRaw.bind(queryable)
  let chars = []
  queryable.performIO = async (request) => {
    const result = await perform(request)
    chars = result.fields.map((field) => field.dataTypeID === CHAR_OID)
    for (const field of result.fields) if (field.dataTypeID === CHAR_OID) field.dataTypeID = TEXT_OID
    return result
  }
  queryable.queryRaw = async (request) => {
    try {
      const result = await query(request)
      for (const [i, isChar] of chars.entries()) if (isChar) result.columnTypes[i] = ColumnTypeEnum.Character
      return result
    } catch (error) {
      if (/ as numeric_version;$/.test(request.sql) && error.cause?.kind === 'DatabaseNotReachable') return absentServer
      throw error
    }
  }
  return queryable
}

// One connection and whole scripts: the adapter's executeScript() splits at every ';' (which breaks $$ bodies) and runs
// on a pool (which loses advisory locks and SET).
const connect = async (database) => {
  const pool = new pg.Pool({ ...settings(database), max: 1, idleTimeoutMillis: 0 })
  const adapter = await new PrismaPg(pool, { schema, disposeExternalPool: true }).connect()
  const start = adapter.startTransaction.bind(adapter)
  adapter.startTransaction = async (level) => readingChars(await start(level))
  adapter.executeScript = async (sql) => {
    try {
      await pool.query(sql)
    } catch (error) {
      adapter.onError(error)
    }
  }
  return readingChars(adapter)
}

const connectToShadowDb = async () => {
  const name = `prisma_migrate_shadow_db_${crypto.randomUUID()}`
  await once('postgres', `create database "${name}"`)
  const adapter = await connect(name)
  const dispose = adapter.dispose.bind(adapter)
  adapter.dispose = async () => {
    await dispose()
    await once('postgres', `drop database "${name}" with (force)`)
  }
  return adapter
}

const loadEngine = async () => {
  const require = createRequire(import.meta.url)
  const folder = dirname(require.resolve('@prisma/schema-engine-wasm/schema_engine_bg'))
  const binary = readFileSync(join(folder, 'schema_engine_bg.wasm'))
  const { instance } = await WebAssembly.instantiate(binary, { './schema_engine_bg.js': wasm })
  wasm.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  const models = process.argv.flatMap((arg, i, all) =>
    arg === '--datamodels' ? [[all[i + 1], readFileSync(all[i + 1], 'utf8')]] : [],
  )
  const factory = bindMigrationAwareSqlAdapterFactory({
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => connect(),
    connectToShadowDb,
  })
  return wasm.SchemaEngine.new({ datamodels: models.length ? models : undefined }, () => {}, factory)
}

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
const engine = await loadEngine()

const answer = async (id, method, params) => {
  if (method === 'createDatabase') {
    await createDatabase()
    return { databaseName: settings().database }
  }
  if (method === 'getDatabaseVersion') return engine.version()
  // These two read the migrations' schema from the engine's cache only, which a diagnosis fills.
  if (method === 'evaluateDataLoss' || method === 'createMigration') {
    const { migrationsList, filters } = params
    await engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: true, filters })
  }
  const result = await engine[method](params)
  // The native engine prints a diff's script as a notification of its own before the result.
  if (method === 'diff' && result?.stdout != null) {
    send({ id: 9000 + id, method: 'print', params: { content: result.stdout } })
  }
  return result ?? null
}

for await (const line of createInterface({ input: process.stdin })) {
  if (!line.trim()) continue
  const { id, method, params } = JSON.parse(line)
  if (!method) continue // the reply to our `print`
  try {
    send({ id, result: await answer(id, method, Array.isArray(params) ? params[0] : params) })
  } catch (error) {
    const data = {
      is_panic: false,
      message: error.message ?? String(error),
      meta: error.meta ?? null,
      error_code: error.code ?? null,
    }
    send({ id, error: { code: 4466, message: 'An error happened. Check the data field for details.', data } })
  }
}
process.exit(0)
