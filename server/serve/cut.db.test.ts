import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { classifiedStaff } from '@/prisma/seed/classified-staff'
import type { Tenant } from '@/prisma/seed/two-tenants'
import * as access from '@/server/access'
import type { AccessGrant } from '@/server/access/schema'
import { closeDatabase } from '@/server/platform/db'
import * as policy from '@/server/policy'
import * as serve from './index'
import { policiesChanged } from './reading'
import { ask } from './schema'

/** What runs ends when its right does, and what is asked a moment later is refused: by a change of policies, and by the clock. */

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })
let a: Tenant
let grant: AccessGrant

beforeAll(async () => {
  ;({ a } = await classifiedStaff('cut-files'))
  const asked = await access.request(a.member, {
    product: 'staff',
    port: 'plain',
    purpose: 'analytics',
    duration: 'P1D',
  })
  const { grant: id } = await access.decide(a.owner, { id: asked.id, decision: 'approve', policyVersion: 'test' })
  grant = await access.getGrant(a.scope, id!)
})
afterEach(async () => {
  vi.useRealTimers()
  await policy.save(a.owner, { text: '' })
})
afterAll(closeDatabase)

const short = 'select count(*) from staff.plain'
const endless = `${short}, range(100000000) a, range(100000) b where a.range * b.range % 7 = 3`
const read = async (sql: string) => serve.answer(a.member, await serve.plan(a.member, ask.parse({ sql })))

/** A statement that does not end by itself, and a download of which a part was read; each with how it ends. */
async function started() {
  const statement = read(endless).then(
    () => null,
    (error: unknown) => error,
  )
  const long = 'select o.id, a.range from staff.plain o, range(100000000) a'
  const { stream } = await serve.download(a.member, await serve.plan(a.member, ask.parse({ sql: long, format: 'csv' })))
  const reader = stream.getReader()
  expect((await reader.read()).done).toBe(false)
  const download = async () => {
    for (;;)
      try {
        if ((await reader.read()).done) return null
      } catch (error) {
        return error
      }
  }
  return { statement, download }
}

const forbid = `@id("closed") forbid (principal, action in [Action::"preview", Action::"query"], resource == Port::"staff/plain");`

describe('a change of policies', () => {
  test('kills a statement that runs and cuts a download between its batches; the next is refused', async () => {
    const { statement, download } = await started()
    await policy.save(a.owner, { text: forbid })
    const saved = Date.now()
    await expect(read(short)).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining('closed') })
    const cut = { code: 'conflict', message: policiesChanged }
    expect(await statement).toMatchObject(cut)
    expect(await download()).toMatchObject(cut)
    expect(Date.now() - saved).toBeLessThan(15_000)
    const ends = async () => (await serve.listQueries(a.member, { limit: 2 })).items.map(({ state }) => state)
    await expect.poll(ends, { timeout: 10_000 }).toEqual(['cancelled', 'cancelled'])
    await policy.save(a.owner, { text: '' })
    expect((await read(short)).rows).toEqual([['3']])
  })
})

describe('the end of a grant', () => {
  const at = (seconds: number) =>
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(grant.expiresAt) + seconds * 1_000 })

  test('is kept to the second, before any job', async () => {
    at(-1)
    expect((await read(short)).rows).toEqual([['3']])
    at(1)
    const refused = { code: 'forbidden', message: expect.stringContaining('ended at') }
    await expect(read(short)).rejects.toMatchObject(refused)
    const rows = serve.planRows(a.member, { product: 'staff', port: 'plain' } as never)
    await expect(rows).rejects.toMatchObject({ code: 'forbidden' })
    expect(await access.heldPorts(a.scope, a.member.principal.id)).toEqual([])
  })

  test('ends what was begun a second before', async () => {
    at(-1)
    const { statement, download } = await started()
    at(1)
    const cut = { code: 'forbidden', message: expect.stringContaining('What was running was cut') }
    expect(await statement).toMatchObject(cut)
    expect(await download()).toMatchObject(cut)
  })
})
