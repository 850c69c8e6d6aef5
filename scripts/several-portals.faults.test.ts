import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '@/jobs/trial/world'
import * as audit from '@/server/audit'
import * as ingestion from '@/server/ingestion'
import * as tenancy from '@/server/tenancy'
import { chance, seed, times } from './test/chance'
import { SeveralPortals, secretsAreOwners, type Who } from './test/several-portals'
import { people } from './test/small-installation'

const rounds = times(2, 12)
const asksOfRound = times(6, 20)
const rowsOfRound = times(1_000_000, 3_000_000)
const patience = 240_000
let several: SeveralPortals

beforeAll(async () => {
  // `npm run test:engines` names the server.
  several = await SeveralPortals.start(process.env.STOA_INNGEST_SERVER)
  await until('the catalog', async () => (await found('owner')) === may.owner.join(), 60_000)
}, 900_000)
afterAll(() => several?.stop(), 60_000)

const count = async (from: string, values: unknown[] = []) =>
  Number((await several.sql<{ n: number }>(`select count(*) as n ${from}`, values))[0]!.n)

/** Asks again while nobody can say whether it was done; what is answered is never a fault of ours. */
async function surely(who: Who, method: string, route: string, body?: unknown) {
  for (const end = Date.now() + patience; ; await sleep(100)) {
    const answer = await several.call(who, method, route, body)
    if (answer.told) {
      expect(answer.status, JSON.stringify(answer.json)).toBeLessThan(500)
      return answer
    }
    if (Date.now() > end) throw new Error(`${route}: ${answer.why}`)
  }
}

const may: Record<Who, string[]> = { owner: ['orders', 'payroll'], member: ['orders'] }
async function found(who: Who, at?: string): Promise<string> {
  const answer = await several.call(who, 'GET', '/search?q=orders', undefined, at)
  if (!answer.told) return 'broken off'
  const { items, total } = (answer.json ?? {}) as { items?: { slug: string }[]; total?: number }
  const slugs = items?.map(({ slug }) => slug).sort()
  return answer.status === 200 && slugs && total === slugs.length ? slugs.join() : JSON.stringify(answer).slice(0, 300)
}

/** Readers search without pause; what each is told must be what it may find, and all of it. */
function searchLoad() {
  let over = false
  const told = { answered: 0, broken: 0, wrong: [] as string[] }
  const reader = async (who: Who) => {
    for (; !over; await sleep(20)) {
      const slugs = await found(who)
      if (slugs === 'broken off') told.broken++
      else if (slugs === may[who].join()) told.answered++
      else told.wrong.push(`${who}: ${slugs}`)
    }
  }
  const readers = Promise.all((['owner', 'member', 'owner', 'member'] as const).map(reader))
  return async () => {
    over = true
    await readers
    return told
  }
}

/** A purpose is asked for by the member and approved by the owner, whatever happens meanwhile. */
async function askAndApprove(purpose: string) {
  const ask = { product: 'orders', port: 'all', purpose, duration: 'P90D' }
  const asked = await surely('member', 'POST', '/access-requests', ask)
  // Asked again after it was done, it is a conflict.
  expect([201, 409]).toContain(asked.status)
  const [made, ...more] = await several.sql<{ id: string }>('select id from access_request where purpose = $1', [
    purpose,
  ])
  expect(more).toEqual([])
  const decided = await surely('owner', 'POST', `/access-requests/${made!.id}/decision`, { decision: 'approve' })
  expect(decided.status, JSON.stringify(decided.json)).toBe(200)
}

/** One request, one outcome, one grant; each step written down once. */
async function expectOnce(purpose: string) {
  const requests = await several.sql<{ id: string; state: string }>(
    'select id, state from access_request where purpose = $1',
    [purpose],
  )
  expect(requests).toEqual([{ id: expect.any(String), state: 'approved' }])
  const { id } = requests[0]!
  expect(await count('from "grant" where request_id = $1 and live_key is not null', [id])).toBe(1)
  expect(await count('from "grant" where purpose = $1', [purpose])).toBe(1)
  for (const action of ['access.requested', 'access.approved'])
    expect(await count('from audit_entry where action = $1 and resource_id = $2', [action, id]), action).toBe(1)
}

async function openPurposes(round: number): Promise<string[]> {
  const { scope, owner } = several.live
  const { items } = await tenancy.getPurposes(scope)
  const fresh = Array.from({ length: asksOfRound }, (_, n) => `round-${round}-${n}`)
  const opened = fresh.map((slug) => ({ slug, title: slug, description: '' }))
  await tenancy.setPurposes(owner, { items: [...items, ...opened] })
  return fresh
}

const writeRows = (rows: number) =>
  fs.writeFileSync(
    path.join(several.folder, 'files', 'orders.csv'),
    `no,country\n${Array.from({ length: rows }, (_, n) => `${n},DE\n`).join('')}`,
  )

/** One copy, several requests, searches all the while; a portal is killed in their midst and started again. Answers who was killed. */
async function killAmid(round: number, random: () => number, choose: (worker: number) => number): Promise<number> {
  const { scope } = several.live
  const purposes = await openPurposes(round)
  const rows = rowsOfRound + round
  writeRows(rows)
  const endLoad = searchLoad()
  const { items } = await ingestion.listConnections(scope, { limit: 1 })
  const asked = await surely('owner', 'POST', `/connections/${items[0]!.id}/sync`, { assets: ['orders.csv'] })
  const { runId } = asked.json as { runId: string }
  await until('the copy to begin', async () => several.workerOf(runId) >= 0, 60_000)
  const worker = several.workerOf(runId)
  const asking = Promise.all(purposes.map(askAndApprove))
  await sleep(random() * 400)
  const victim = choose(worker)
  await several.portals[victim]!.kill()
  await asking
  await several.restart(victim)
  const over = async () => {
    const run = await ingestion.getRun(scope, runId)
    return !['queued', 'running'].includes(run.state) && run
  }
  expect(await until('the copy', over, patience)).toMatchObject({ state: 'succeeded', snapshots: [{ rows }] })
  const { answered, broken, wrong } = await endLoad()
  if (wrong.length > 0) console.log(several.said())
  expect(wrong).toEqual([])
  for (const purpose of purposes) await expectOnce(purpose)
  console.log(
    `portal ${victim} killed, portal ${worker} copied; searches: ${answered} answered as they must be, ${broken} broken off`,
  )
  return victim
}

test('what is taken away through one portal is refused by the other at its next call', async () => {
  const [one, other] = several.portals.map(({ address }) => address)
  const ask = { sql: 'select count(*) from orders.all', purpose: 'analytics' }
  const read = async (at: string | undefined) => {
    const answer = await several.call('member', 'POST', '/query', ask, at)
    return answer.told && answer.status
  }
  expect([await read(one), await read(other)]).toEqual([200, 200])
  const grant = several.live.grant
  expect(await several.call('owner', 'POST', `/grants/${grant}/revoke`, { note: 'Enough.' }, one)).toMatchObject({
    status: 200,
  })
  expect(await read(other)).toBe(403)

  const save = (text: string, at: string | undefined) => several.call('owner', 'PUT', '/policies', { text }, at)
  expect([await found('member', one), await found('member', other)]).toEqual(['orders', 'orders'])
  expect(await save('', other)).toMatchObject({ status: 200 })
  expect(await found('member', one)).toBe('orders,payroll')
  expect(await save(secretsAreOwners, one)).toMatchObject({ status: 200 })
  expect(await found('member', other)).toBe('orders')
})

test('who signed in at one portal is known to the other, and only our own pages may use it', async () => {
  const { address } = several.proxy
  const csrf = await fetch(`${address}/api/auth/csrf`)
  const { csrfToken } = (await csrf.json()) as { csrfToken: string }
  const cookiesOf = (response: Response) =>
    response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0]!)
      .join('; ')
  const signed = await fetch(`${address}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookiesOf(csrf), 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      csrfToken,
      email: people.member.email,
      password: people.member.password,
      json: 'true',
    }),
  })
  const cookie = cookiesOf(signed)
  expect(cookie).toContain('stoa.session=')
  for (const portal of several.portals) {
    const call = async (origin: string) => {
      const headers = { cookie, origin, 'content-type': 'application/json' }
      return (await fetch(`${portal.address}/api/v1/notifications/read`, { method: 'POST', headers, body: '{}' }))
        .status
    }
    expect((await fetch(`${portal.address}/api/v1/me`, { headers: { cookie } })).status).toBe(200)
    expect(await call(address)).toBe(200)
    expect(await call('http://evil.example')).toBe(403)
    // A portal's own address is not the one that people use.
    expect(await call(portal.address)).toBe(403)
  }
})

test(
  `a portal killed in the midst of everything loses, doubles and shows nothing (STOA_TEST_SEED=${seed})`,
  async () => {
    const random = chance(seed)
    // The first to be killed is the one that copies; then the other; then any.
    let victim = await killAmid(0, random, (worker) => worker)
    for (let round = 1; round < rounds; round++)
      victim = await killAmid(round, random, () => (round === 1 ? 1 - victim : Math.floor(random() * 2)))
    await expectWhole()
  },
  rounds * patience,
)

/** What all of it left: every copy once, nobody told twice, every job done, the audit's chain unbroken. */
async function expectWhole() {
  const { scope } = several.live
  expect(await several.sql('select rows from snapshot group by rows having count(*) > 1')).toEqual([])
  const files = fs.readdirSync(path.join(several.folder, 'storage'), { recursive: true, encoding: 'utf8' })
  expect(files.filter((name) => name.endsWith('.part'))).toEqual([])
  for (const { folder } of several.portals)
    expect(fs.existsSync(path.join(folder, 'work')) ? fs.readdirSync(path.join(folder, 'work')) : []).toEqual([])
  for (const title of ['%asks for%', '%approved your request%'])
    expect(await count('from notification where title like $1', [title]), title).toBe(
      await count('from access_request'),
    )
  // What sleeps until a grant ends is no work left.
  const idle = async () =>
    (await count('from job.event where sent_at is null')) + (await count('from job.item where not wake')) === 0
  await until('every job', idle, patience)
  expect(await several.sql(`select fn, output from job.run where status = 'failed'`)).toEqual([])
  await audit.seal()
  expect(await audit.verify(scope, 'system')).toMatchObject({ ok: true })
}
