import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as access from '@/server/access'
import * as audit from '@/server/audit'
import * as ingestion from '@/server/ingestion'
import { closeDatabase } from '@/server/platform/db'
import * as policy from '@/server/policy'
import * as tenancy from '@/server/tenancy'
import { type Cluster, startPostgres } from '../postgres'
import { once } from '../sql'
import { holdFolder } from '../start/lock'
import { chance, seed, times } from '../test/chance'
import { copyCommand, runCopy } from '../test/copy-command'
import { flags } from '../test/database'
import { restCall } from '../test/rest-call'
import { actorOf, joinInstallation, makeInstallation, people, rowsOf } from '../test/small-installation'

const changes = times(2, 40)
const kills = times(1, 12)
let parent: string
let live: Awaited<ReturnType<typeof makeInstallation>>
let release: () => void
let again: Cluster | undefined
const at = (name: string) => path.join(parent, name)

beforeAll(async () => {
  console.log(`STOA_TEST_SEED=${seed}`)
  parent = fs.mkdtempSync(path.join(os.tmpdir(), 'stoa-backup-'))
  fs.chmodSync(parent, 0o711) // root's PostgreSQL runs as another user
  live = await makeInstallation(at('live'))
  release = await holdFolder(at('live'), 'http://the-test')
}, 120_000)
afterAll(async () => {
  await closeDatabase()
  release?.()
  await Promise.all([live?.cluster.stop(), again?.stop()])
  fs.rmSync(parent, { recursive: true, force: true })
})

const run = (flag: '--backup' | '--restore', folder: string, file = at('archive'), more = {}) =>
  runCopy(flag, folder, file, more)

type Answer = { token: string; error?: object; counts?: object; items?: { id: string; kind: string }[] }

async function call(...ask: Parameters<typeof restCall>) {
  const { status, text } = await restCall(...ask)
  return { status, json: JSON.parse(text) as Answer }
}

/** A domain and its audit entry commit together, so a copy that is one moment has as many of both. */
const madeAndTold = async (cluster: Cluster) =>
  (
    await once<{ made: number; told: number }>(
      cluster.url('stoa'),
      `select (select count(*)::int from domain) as made,
       (select count(*)::int from audit_entry where action = 'domain.created') as told`,
    )
  )[0]!

it('a backup of a running instance is one moment of it, however much is written meanwhile', async () => {
  let on = true
  let made = 0
  const writing = (async () => {
    for (; on; made++) await tenancy.createDomain(live.owner, { slug: `busy-${made}`, name: 'Busy', description: '' })
  })()
  const { status, said } = await run('--backup', at('live'))
  on = false
  await writing
  expect([status, said]).toEqual([0, expect.stringContaining('Without its passphrase')])
  expect(made).toBeGreaterThan(5)
  expect(fs.statSync(at('archive')).mode & 0o777).toBe(0o600)
  expect(fs.readFileSync(at('archive')).includes(people.owner.email)).toBe(false)
}, 60_000)

it('while one is made no stored file goes, and a second one waits its turn', async () => {
  const holding = await holdLock()
  try {
    expect(await ingestion.pruneSnapshots(live.scope, live.run, new Set())).toBe(0)
  } finally {
    await holding()
  }
})

async function holdLock(): Promise<() => Promise<void>> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: live.cluster.url('stoa') })
  await client.connect()
  await client.query('select pg_advisory_lock(9, 0)')
  return () => client.end()
}

it('what is cut off, changed, or opened by another passphrase is refused, and nothing is made of it', async () => {
  const whole = fs.readFileSync(at('archive'))
  const random = chance(seed)
  const target = at('never')
  const refused = async (file: string, more = {}) => {
    const { status, said } = await run('--restore', target, file, more)
    expect(status, said).toBe(1)
    expect([fs.existsSync(target), fs.existsSync(`${target}.restoring`)]).toEqual([false, false])
    return said
  }
  expect(await refused(at('archive'), { STOA_BACKUP_PASSPHRASE: 'another horse' })).toContain('The passphrase is not')
  for (let n = 0; n < changes; n++) {
    const place = 8 + Math.floor(random() * (whole.length - 8))
    const changed = Buffer.from(whole)
    changed[place]! ^= 1 << Math.floor(random() * 8)
    fs.writeFileSync(at('changed'), n % 2 ? whole.subarray(0, place) : changed)
    expect(await refused(at('changed'))).toMatch(/cut off|was changed|head is damaged/)
  }
}, 300_000)

it(`a restore killed at ${kills} moments leaves nothing that looks finished, and the next one goes through`, async () => {
  const random = chance(seed)
  const { args, env } = copyCommand('--restore', at('new'), at('archive'))
  for (let kill = 0; kill < kills; kill++) {
    const child = spawn(process.execPath, args, { env, stdio: 'ignore' })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    await Promise.race([sleep(500 + random() * 5000), ended])
    child.kill('SIGKILL')
    await ended
    if (child.exitCode === 0) fs.rmSync(at('new'), { recursive: true })
    expect(fs.existsSync(at('new'))).toBe(false)
  }
  const { status, said } = await run('--restore', at('new'))
  expect([status, said]).toEqual([0, expect.stringContaining(`${people.owner.email} can wake or end them`)])
  expect(fs.existsSync(`${at('new')}.restoring`)).toBe(false)
  const second = await run('--restore', at('new'))
  expect([second.status, second.said]).toEqual([1, expect.stringContaining('is not empty')])
}, 300_000)

it('what is restored signs in and is whole; what it gave away sleeps until an owner confirms it', async () => {
  const before = await rowsOf(live.member)
  // What is still to be written would open the database that was, which is up yet.
  await policy.decisionLog.settle(live.scope)
  await closeDatabase()
  again = await startPostgres(at('new'), { flags })
  joinInstallation(at('new'), again)
  const { made, told } = await madeAndTold(again)
  expect([made > 1, made]).toEqual([true, told])

  // Nothing that was handed out before works, and each refusal says why.
  const sleeps = 'sleeps since the restore of'
  expect((await call('GET', '/me', { token: live.token })).json.error).toMatchObject({ code: 'unauthenticated' })
  await expect(tenancy.authenticateToken(live.token)).rejects.toThrow(sleeps)
  await expect(tenancy.findInvitation(live.code)).rejects.toThrow(sleeps)
  expect(await access.heldPorts(live.scope, live.member.principal.id)).toEqual([])
  await expect(rowsOf(await actorOf(live.scope, live.member.principal.id))).rejects.toThrow(sleeps)
  const epoch = (await tenancy.findMember(live.scope, live.member.principal.id))!.epoch
  expect(await tenancy.loadPrincipal(live.scope, live.member.principal.id, epoch - 1)).toBeNull()

  // An owner signs in, looks, ends the invitation and wakes the rest; nobody else may.
  const { email, password } = people.owner
  const signed = await call('POST', '/sign-in', { body: { email, password } })
  const { token } = signed.json
  const other = await call('POST', '/sign-in', {
    body: { email: people.member.email, password: people.member.password },
  })
  const place = '/organisation/confirm-restored'
  expect((await call('POST', place, { token: other.json.token, body: {} })).status).toBe(403)
  const seen = (await call('GET', '/organisation/restored', { token })).json
  const end = seen.items!.filter(({ kind }) => kind === 'invitation').map(({ id }) => id)
  const confirmed = await call('POST', place, { token, body: { end } })
  expect(confirmed.json).toMatchObject({ ended: 1, woken: { invitations: 0, grants: 1 } })
  expect(await tenancy.authenticateToken(live.token)).toMatchObject({ via: 'token' })
  expect(await tenancy.findInvitation(live.code)).toBeNull()
  expect(await rowsOf(await actorOf(live.scope, live.member.principal.id))).toEqual(before)
  await audit.seal()
  expect(await audit.verify(live.scope, 'system')).toMatchObject({ ok: true })
  const entries = await audit.list(live.scope, { action: 'organisation' }, { limit: 10 })
  expect(entries.items.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['organisation.restored', 'organisation.restore_confirmed']),
  )
}, 120_000)
