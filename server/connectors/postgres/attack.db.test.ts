import { mkdtempSync, rmSync } from 'node:fs'
import net, { type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SourceDatabase, sourceDatabase } from '@/prisma/seed/source-database'
import * as compute from '@/server/platform/compute'
import type { Plan } from '../connector'
import { postgres } from '.'

/** Servers that want the password, our memory or our time; and one real server whose tables change under us. */

const mb = 2 ** 20
let source: SourceDatabase
let folder: string
let allowed: string | undefined
beforeAll(async () => {
  const server = process.env.STOA_OWNER_DATABASE_URL!
  allowed = process.env.STOA_DEMO_SOURCE
  process.env.STOA_DEMO_SOURCE = new URL(server).host
  source = await sourceDatabase(server, 'source_attack')
  folder = mkdtempSync(path.join(tmpdir(), 'stoa-pg-attack-'))
})
afterAll(async () => {
  await source.close()
  rmSync(folder, { recursive: true, force: true })
  if (allowed === undefined) delete process.env.STOA_DEMO_SOURCE
  else process.env.STOA_DEMO_SOURCE = allowed
})

const open = (config = {}) => {
  const { signal } = new AbortController()
  return postgres.open(postgres.config.parse({ ...source.config, ...config }), source.secrets, { signal, folder: null })
}
async function copy(ref: string, plan: Plan = {}) {
  const session = await open()
  try {
    const reading = await session.read(ref, plan)
    const written = await compute.ingest({ source: reading.rows, outDir: folder })
    return { ...written, position: reading.position }
  } finally {
    await session.close()
  }
}

/** A message of the protocol; `length` may lie about how long it is. */
const message = (code: string, body: Buffer | string, length = Buffer.byteLength(body) + 4) => {
  const head = Buffer.alloc(5)
  head.write(code)
  head.writeUInt32BE(length, 1)
  return Buffer.concat([head, Buffer.from(body)])
}
const asks = (kind: number, more: Buffer | string = '') => {
  const number = Buffer.alloc(4)
  number.writeUInt32BE(kind)
  return message('R', Buffer.concat([number, Buffer.from(more)]))
}
const welcome = Buffer.concat([asks(0), message('Z', 'I')])

/** A server of our own; each string of the client's is answered by the next of the replies. Tells what it heard. */
async function meet(replies: ((heard: string, socket: Socket) => void)[], work: (port: number) => Promise<unknown>) {
  let heard = ''
  const sockets: Socket[] = []
  const server = net.createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    let turn = 0
    socket.on('data', (data) => {
      heard += data.toString('latin1')
      replies[turn++]?.(data.toString('latin1'), socket)
    })
  })
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up))
  const began = Date.now()
  const before = process.memoryUsage().rss
  let most = before
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20)
  const error = await work((server.address() as AddressInfo).port).then(
    () => Promise.reject(new Error('it was let in')),
    (caught) => caught,
  )
  clearInterval(watch)
  const took = Date.now() - began
  for (const socket of sockets) socket.destroy()
  server.close()
  return { error, heard, took, grew: most - before }
}
/** Sends zeros for as long as somebody takes them. */
const flood = (socket: Socket) => {
  const chunk = Buffer.alloc(mb)
  const pour = () => {
    while (!socket.destroyed && socket.write(chunk));
  }
  socket.on('drain', pour)
  pour()
}
const rounds = (count: number) => (heard: string, socket: Socket) => {
  const nonce = /r=([A-Za-z0-9+/=]+)/.exec(heard)![1]
  socket.write(asks(11, `r=${nonce}theirs,s=${Buffer.from('salt').toString('base64')},i=${count}`))
}
const scram = (_: string, socket: Socket) => void socket.write(asks(10, 'SCRAM-SHA-256\0\0'))

describe('the password, without verified TLS', () => {
  const clear = (_: string, socket: Socket) => void socket.write(asks(3))
  const both = (heard: string, socket: Socket) => {
    scram(heard, socket)
    clear(heard, socket)
  }
  const md5 = (_: string, socket: Socket) => void socket.write(asks(5, 'salt'))
  it.each<[string, ((heard: string, socket: Socket) => void)[], string]>([
    ['in clear', [clear], 'clear text'],
    ['in clear, after it was asked for in a good way', [scram, clear], 'clear text'],
    ['in clear, in the same breath', [both], 'clear text'],
    ['as MD5', [md5], 'MD5'],
    ['as MD5, after SCRAM was begun', [scram, md5], 'MD5'],
    ['in one round of SCRAM', [scram, rounds(1)], 'too few rounds'],
  ])('%s is not sent', async (_, replies, words) => {
    const { error, heard, took } = await meet(replies, (port) => open({ port }))
    expect(error).toMatchObject({ code: 'invalid', details: [{ path: 'config.tls' }] })
    expect(error.message).toContain(words)
    expect(heard).toContain('source_attack')
    expect(heard).not.toContain(source.secrets.password)
    expect(heard).not.toMatch(/md5[0-9a-f]{32}|,p=/)
    expect(took).toBeLessThan(5_000)
  })

  it('is proven by SCRAM in rounds enough, and no thread is spent on billions of them', async () => {
    const enough = await meet([scram, rounds(4_096)], (port) => {
      return Promise.race([
        open({ port }),
        new Promise((_, late) => setTimeout(() => late(new Error('waiting')), 1_500)),
      ])
    })
    expect(enough.heard).toMatch(/c=biws,r=.*,p=/)
    const { error, took } = await meet([scram, rounds(2_147_483_647)], (port) => open({ port }))
    expect(error.code).toMatch(/invalid|unavailable/)
    expect(took).toBeLessThan(5_000)
  })

  it('is not sent when a server that should speak TLS does not', async () => {
    const plain = (_: string, socket: Socket) => void socket.write('N')
    const { error, heard } = await meet([plain], (port) => open({ port, tls: true }))
    expect(error).toMatchObject({ details: [{ path: 'config.tls' }] })
    expect(heard).not.toContain('source_attack')
  })
})

describe('a server that sends without end', () => {
  const lying = (code: string) => (_: string, socket: Socket) => {
    socket.write(message(code, '', 2 ** 31))
    flood(socket)
  }
  const later = (code: string) => (heard: string, socket: Socket) => {
    socket.write(welcome)
    setTimeout(() => lying(code)(heard, socket), 20)
  }
  it.each<[string, ((heard: string, socket: Socket) => void)[]]>([
    ['before the sign-in', [lying('R')]],
    ['as an error', [lying('E')]],
    ['as a notice afterwards', [later('N')]],
  ])('%s is left, in bounded memory', async (_, replies) => {
    const work = (port: number) => open({ port }).then((session) => session.discover())
    const { error, took, grew } = await meet(replies, work)
    expect(error.code).toMatch(/invalid|unavailable/)
    expect(took).toBeLessThan(10_000)
    expect(grew).toBeLessThan(400 * mb)
  })
})

describe('a table that changes between two copies', () => {
  it('keeps every row when a column becomes another type', async () => {
    await source.sql(
      `create table turning (id int primary key, at int, v int); insert into turning values (1, 1, 7), (2, 2, 8)`,
    )
    const first = await copy('public.turning', { incremental: { column: 'at' } })
    await source.sql(`alter table turning alter v type text; insert into turning values (3, 3, 'nine')`)
    const plan = { incremental: { column: 'at', after: first.position! } }
    const next = await copy('public.turning', plan)
    const merged = await compute.combine({ previous: first.path, path: next.path, key: ['id'], outDir: folder })
    const view = [{ name: ['t'], files: [merged.path] }]
    const { rows } = await compute.query({ org: 'o', views: view, sql: 'select id, v from t order by id' })
    expect(rows).toEqual([
      [1, '7'],
      [2, '8'],
      [3, 'nine'],
    ])
  })

  it('says so when the cursor column no longer compares with where it stood', async () => {
    await source.sql(
      `create table unlike (id int primary key, at timestamptz); insert into unlike values (1, '2001-01-01')`,
    )
    const first = await copy('public.unlike', { incremental: { column: 'at' } })
    await source.sql('alter table unlike alter at type int using 5')
    const again = copy('public.unlike', { incremental: { column: 'at', after: first.position! } })
    await expect(again).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('choose the cursor anew'),
    })
  })

  it('is not asked to send a cursor of 100 MB', async () => {
    await source.sql(
      `create table heavy (id int primary key, at text); insert into heavy values (1, repeat('x', 100000000))`,
    )
    const before = process.memoryUsage().rss
    await expect(copy('public.heavy', { incremental: { column: 'at' } })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('too long'),
    })
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * mb)
  })
})
