import type { Socket } from 'node:net'
import pg from 'pg'
import * as egress from '@/server/platform/egress'
import { AppError, invalid } from '@/server/platform/errors'
import type { Host } from '../connector'
import { limitAnswers } from './answer-limit'
import type { Config, Secrets } from './config'

/** How long a sign-in may take, in ms. */
const patience = 15_000

/** The least rounds of SCRAM that are answered without TLS (RFC 7677): with fewer, who listens guesses the password soon. */
const leastRounds = 4_096

const tooWeak = (how: string) =>
  invalid(`The server asks for the password ${how}, which is never sent without verified TLS.`, [
    { path: 'config.tls', message: 'Turn TLS on, or let the server use scram-sha-256.' },
  ])

/**
 * Without TLS only SCRAM is answered. A server may ask in several ways, one after the other, and pg keeps the password after the first:
 * so the connection is ended at the question, before anyone can answer it.
 */
function refuseWeakQuestions(client: pg.Client): void {
  const { connection } = client as unknown as { connection: NodeJS.EventEmitter & { stream: Socket } }
  const end = (how: string) => void connection.stream.destroy(tooWeak(how))
  connection.on('authenticationCleartextPassword', () => end('in clear text'))
  connection.on('authenticationMD5Password', () => end('as an MD5 hash'))
  connection.on('authenticationSASLContinue', ({ data }: { data?: string }) => {
    if (!(Number(/,i=(\d+)/.exec(String(data))?.[1]) >= leastRounds)) end('in too few rounds of SCRAM')
  })
}

/** pg connects its stream itself; ours is connected already, to an address that was judged. */
function connected(socket: Socket): Socket {
  socket.connect = () => {
    process.nextTick(() => socket.emit('connect'))
    return socket
  }
  return socket
}

/** A signed-in client, read-only by default; throws `invalid` that names the wrong setting. */
export async function signIn(config: Config, { password }: Secrets, { signal }: Host): Promise<pg.Client> {
  const socket = await dial(config, signal)
  const end = () => socket.destroy(signal.reason instanceof Error ? signal.reason : undefined)
  signal.addEventListener('abort', end, { once: true })
  socket.once('close', () => signal.removeEventListener('abort', end))
  const client = new pg.Client({
    host: config.host.replace(/^\[|\]$/g, ''),
    port: config.port,
    database: config.database,
    user: config.user,
    password,
    ssl: config.tls ? { rejectUnauthorized: true, ...(config.ca ? { ca: config.ca } : {}) } : false,
    stream: () => connected(socket),
    connectionTimeoutMillis: patience,
    keepAlive: true,
    application_name: 'stoa',
    options:
      '-c default_transaction_read_only=on -c timezone=UTC -c datestyle=ISO -c lock_timeout=10s -c client_encoding=UTF8',
  })
  if (!config.tls) refuseWeakQuestions(client)
  limitAnswers(client, socket)
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    socket.destroy()
    throw signal.aborted ? signal.reason : explain(error, config)
  }
}

async function dial(config: Config, signal: AbortSignal): Promise<Socket> {
  try {
    const socket = await egress.connect({ host: config.host, port: config.port, signal })
    socket.on('error', () => undefined)
    return socket
  } catch (error) {
    throw signal.aborted ? signal.reason : explain(error, config)
  }
}

const wrong = (path: string, message: string) => invalid(message, [{ path, message }])

/** What went wrong, at the setting that would put it right. */
function explain(error: unknown, config: Config): unknown {
  if (error instanceof AppError) return error.code === 'forbidden' ? wrong('config.host', error.message) : error
  const { code = '', message = '' } = error as { code?: string; message?: string }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return wrong('config.host', `No server is known as ${config.host}.`)
  if (code === 'ECONNREFUSED') return wrong('config.port', `Nothing answers at ${config.host}, port ${config.port}.`)
  if (code === '28P01') return wrong('secrets.password', 'The server refused the user or the password.')
  if (code === '28000') return wrong('config.user', 'The server does not let this user in from here.')
  if (code === '3D000') return wrong('config.database', `The server has no database ${config.database}.`)
  if (code === '42501') return wrong('config.user', 'This user may not connect to the database.')
  if (code === '53300')
    return new AppError('unavailable', 'The server has no connection left; try again shortly.', { retryAfter: 30 })
  if (/SSL|certificate|TLS/i.test(message) || code.startsWith('ERR_TLS') || code.includes('CERT'))
    return wrong('config.tls', `The server could not be verified over TLS (${code || 'no TLS there'}).`)
  if (code === 'ABORT_ERR' || code === 'ETIMEDOUT' || code === 'EHOSTUNREACH' || /timeout/i.test(message))
    return wrong('config.host', `${config.host}, port ${config.port}, does not answer in time.`)
  return new AppError('unavailable', `The server ended the sign-in${code ? ` (${code})` : ''}. Is it PostgreSQL?`, {
    retryAfter: 10,
  })
}
