import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import * as ingestion from '@/server/ingestion'
import * as observe from '@/server/observe'
import { closeDatabase } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import { beginReplay, isOver, nextDay, type Replay } from './demo-replay'
import { type Tenant, twoTenants } from './two-tenants'

// The real flights of June 2001, as the demo lets them arrive: what is measured of them, and what becomes of the incident.

let a: Tenant
let replay: Replay
vi.setConfig({ testTimeout: 240_000 })

/** What the jobs do after a copy. */
async function settle(run: string) {
  while (!(await ingestion.advanceRun(a.scope, run, 300)).ended);
  await product.advancePorts(a.scope)
  const known = await product.resource(a.scope, 'flights-live')
  if (!known?.published) return
  await observe.measureNow(a.scope, known.id)
}

beforeAll(async () => {
  const folder = path.join(process.env.STOA_DATA_DIR!, 'replay-files')
  process.env.STOA_FILES_ROOT = path.join(folder, '{org}')
  rereadEnv()
  ;({ a } = await twoTenants())
  const domain = await tenancy.createDomain(a.owner, { slug: 'operations', name: 'Operations', description: '' })
  await tenancy.setDomainMember(a.owner, 'operations', a.publisher.principal.id, 'owner')
  const principal = (await tenancy.loadPrincipal(a.scope, a.publisher.principal.id))!
  const owner = { ...a.publisher, principal }
  const root = path.join(folder, a.org.slug)
  mkdirSync(path.join(root, 'demo'), { recursive: true })
  await policy.load(a.scope)
  const made = { kind: 'files', name: 'operations-files', domain: 'operations', config: { path: 'demo/*' } }
  await ingestion.createConnection(owner, domain.id, made)
  replay = { owner, root, settle }
}, 120_000)
afterAll(closeDatabase)

it('the delays of June leave those of May, come back, and leave them again', async () => {
  await beginReplay(replay)
  await beginReplay(replay)
  const shown = async () => {
    const { items } = await observe.listIncidents(a.scope, { sees: () => true, limit: 10 })
    return items.map(({ title, state, seen }) => [title, state, seen])
  }
  const title = 'Delays are as they were in May'
  expect(await shown()).toEqual([[title, 'resolved', 1]])
  for (let days = 12; days <= 15; days++) {
    expect(await isOver(replay.root)).toBe(false)
    await nextDay(replay)
  }
  expect(await shown()).toEqual([[title, 'regressed', 5]])

  const { id = '' } = (await product.resource(a.scope, 'flights-live')) ?? {}
  const measured = await observe.listMeasurements(a.scope, { of: { productId: id }, whole: true })
  const values = measured.flatMap(({ value, high }) => (high === 0.1 ? [Number(value?.toFixed(2))] : []))
  // As the same rows give them by hand: the 7th, the 11th, and each day from the 12th to the 15th.
  expect(values).toEqual([0.18, 0.08, 0.1, 0.1, 0.2, 0.31])
})
