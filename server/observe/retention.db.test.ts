import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { growingFlights } from '@/prisma/seed/growing-flights'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { restCall } from '@/scripts/test/rest-call'
import { closeDatabase } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'
import * as observe from './index'
import type { ShownExpectation } from './schema'

// How long a contract keeps rows, over a real file whose oldest days go.

let a: Tenant
let token = ''
let fly: Awaited<ReturnType<typeof growingFlights>>['fly']
vi.setConfig({ testTimeout: 120_000 })
const get = async (route: string) => JSON.parse((await restCall('GET', route, { token })).text)
const kept = async () =>
  (await get('/products/flights/expectations')).items.find(({ title }: ShownExpectation) => title.includes('kept for'))
/** Looks at it an hour later each time. */
let hour = 0
async function look() {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 2, 10, 12 + ++hour) })
  await observe.watchLevels(a.scope, 'flights')
}

beforeAll(async () => {
  ;({ a } = await twoTenants())
  token = (await tenancy.createToken(a.publisher, { name: 'test' })).token
  ;({ fly } = await growingFlights(
    a,
    'slaProperties: [{ property: retention, value: 30, unit: d, element: flights.day }]\n',
  ))
}, 120_000)
afterEach(() => void vi.useRealTimers())
afterAll(closeDatabase)

describe('rows that are kept for a time', () => {
  it('reach as far back as they ever did, and that grows', async () => {
    await look()
    expect(await kept()).toMatchObject({
      title: 'flights is kept for 30 days',
      kind: 'service_level',
      source: 'contract',
      last: { state: 'kept', value: 9.542 },
    })
    vi.useRealTimers()
    await fly(9)
    await look()
    expect(await kept()).toMatchObject({ last: { state: 'kept', value: 9.583 } })
  })

  it('are missed when they go before their time, in one incident, and come back', async () => {
    await fly(9, undefined, 4)
    await look()
    await look()
    expect(await kept()).toMatchObject({ last: { state: 'broken', value: 5.667 } })
    const { items } = await get('/incidents')
    expect(items).toMatchObject([{ state: 'open', title: 'Older rows of flights are gone', seen: 2 }])
    vi.useRealTimers()
    await fly(9)
    await look()
    expect((await get('/incidents')).items).toMatchObject([{ id: items[0].id, state: 'resolved', resolvedAs: 'fixed' }])
  })
})
