import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { closeDatabase, withOrg } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import { list } from './list'
import { promiseOf } from './promise'
import * as store from './store'

let a: Tenant
let b: Tenant
beforeAll(async () => {
  ;({ a, b } = await twoTenants())
})
afterAll(closeDatabase)

const at = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour))
type Run = {
  hour: number
  held?: boolean
  failing?: boolean
  port?: string
  occasion?: 'publish' | 'advance' | 'preview'
}
type Case = { state: string; runs: Run[]; heldSince?: number; versions?: string[]; live?: string }

const cases: Record<string, Case> = {
  'kept-by-newest-run': { state: 'kept', runs: [{ hour: 1, failing: true }, { hour: 2 }] },
  'warned-by-one-port': { state: 'warned', runs: [{ hour: 2 }, { hour: 1, failing: true, port: 'other' }] },
  'held-back': { state: 'stale', runs: [{ hour: 1 }, { hour: 3, held: false, failing: true }], heldSince: 3 },
  'not-checked': { state: 'unknown', runs: [] },
  'only-previewed': { state: 'unknown', runs: [{ hour: 1, occasion: 'preview' }] },
  // The version that readers get is the highest number, not the one published last.
  'highest-version': { state: 'kept', runs: [{ hour: 1 }], versions: ['2.10.0', '2.9.0'], live: '2.10.0' },
}

/** Writes a product as publishing and syncing leave it; answers the version that readers get. */
async function make({ scope, domain, publisher }: Tenant, slug: string, one: Case): Promise<string> {
  const [id, owner] = [newId('product'), publisher.principal.id]
  const row = { id, slug, domainId: domain.id, ownerId: owner, title: slug, purpose: '', tags: ['x'], createdAt: at(0) }
  await store.insertProduct(scope, { ...row, type: 'data', status: 'published', updatedAt: at(0) })
  const ids = (one.versions ?? ['1.0.0']).map((version) => ({ version, id: newId('version') }))
  for (const [n, each] of ids.entries()) {
    const head = { major: 1, state: 'published', odps: '', contracts: [], content: {}, etag: 'e', createdBy: owner }
    const dates = { createdAt: at(0), publishedAt: at(n) }
    await withOrg(scope, (tx) =>
      tx.productVersion.create({ data: { orgId: scope.orgId, productId: id, ...each, ...head, ...dates } }),
    )
  }
  const versionId = ids[0]!.id
  const pointer = { assetId: 'ast_x', snapshotId: 'snp_x', storageKey: 'k', hash: 'h', rows: 1, columns: [] }
  const free = {
    setAside: 0,
    asideKey: null,
    movedAt: at(0),
    heldSnapshot: null,
    heldWhy: null,
    heldSince: null,
    rolledFrom: null,
  }
  for (const port of ['rows', 'other'])
    await store.putPointers(scope, [{ versionId, port, object: 'o', ...pointer, ...free }])
  if (one.heldSince !== undefined) {
    const held = { snapshotId: 'snp_y', why: 'too few rows', at: at(one.heldSince) }
    await store.holdPointer(scope, { versionId, port: 'rows', object: 'o' }, held)
  }
  for (const { hour, held = true, failing = false, port = 'rows', occasion = 'advance' } of one.runs) {
    const results = [{ ok: true }, { ok: !failing }] as store.CheckRun['results']
    const run = { id: newId('check'), versionId, port, occasion, snapshots: {}, results, held, at: at(hour) }
    await store.insertCheckRun(scope, run)
  }
  return versionId
}

it('tells of each product what the product itself tells, and nothing of another organisation', async () => {
  for (const [slug, one] of Object.entries(cases)) {
    const versionId = await make(a, slug, one)
    await make(b, slug, cases['warned-by-one-port']!)
    const { items } = await list(a.scope, { sees: () => true, limit: 50 })
    const shown = items.find((item) => item.slug === slug)!
    const pointers = await store.listPointers(a.scope, { versionIds: [versionId] })
    const runs = await store.listCheckRuns(a.scope, [versionId], 50)
    expect([slug, shown.promise]).toEqual([slug, promiseOf(pointers, runs)])
    expect(shown).toMatchObject({ promise: { state: one.state }, version: one.live ?? '1.0.0', tags: ['x'] })
    expect(shown.domain).toMatchObject({ slug: a.domain.slug })
    expect(shown.owner).toEqual({ id: a.publisher.principal.id, name: expect.stringMatching(/./) })
  }
})

it('turns pages by slug, within a domain and a state', async () => {
  const ask = { sees: () => true, limit: 4, domain: a.domain.slug, status: 'published' as const }
  const first = await list(a.scope, ask)
  const second = await list(a.scope, { ...ask, cursor: first.nextCursor! })
  const slugs = [...first.items, ...second.items].map((item) => item.slug)
  expect(slugs).toEqual(Object.keys(cases).toSorted())
  expect(second.nextCursor).toBeNull()
  expect((await list(a.scope, { ...ask, domain: 'nowhere' })).items).toEqual([])
})

it('names the draft of a published product only to whom it may be told of', async () => {
  await make(a, 'drafted', { state: 'unknown', runs: [] })
  const { id: productId } = (await store.findProduct(a.scope, 'drafted'))!
  const head = { major: 1, state: 'draft', odps: '', contracts: [], content: {}, etag: 'e', createdAt: at(1) }
  const draft = { id: newId('version'), productId, version: '1.1.0', createdBy: a.publisher.principal.id, ...head }
  await withOrg(a.scope, (tx) => tx.productVersion.create({ data: { orgId: a.scope.orgId, ...draft } }))
  const shown = async (sees: (product: { published: boolean }) => boolean) =>
    (await list(a.scope, { sees, limit: 50 })).items.find(({ slug }) => slug === 'drafted')
  expect(await shown(() => true)).toMatchObject({ version: '1.0.0', draft: '1.1.0' })
  expect(await shown(({ published }) => published)).toMatchObject({ version: '1.0.0', draft: null })
})
