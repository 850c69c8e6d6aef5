import type { Prisma } from '@/prisma/generated/client'
import { type OrgScope, readOrg, type Tx, withOrg } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import type { Bound } from './bind-documents'
import type { Contract, ProductDocument } from './contract'
import type { CheckResult, ProductState, ProductType } from './schema'

/** Every query of this stage. */

export type ProductRow = {
  id: string
  slug: string
  domainId: string
  ownerId: string
  title: string
  purpose: string
  tags: string[]
  status: ProductState
  type: ProductType
  createdAt: Date
  updatedAt: Date
}
export type Ending = { note: string; endsAt: string | null; replacement: string | null; at: string }
export type VersionHead = {
  id: string
  productId: string
  version: string
  major: number
  state: ProductState
  etag: string
  createdAt: Date
  publishedBy: string | null
  publishedAt: Date | null
  note: string | null
  ending: Ending | null
}
export type StoredContract = { contractId: string; text: string; value: Contract }
export type Version = VersionHead & {
  odps: string
  contracts: StoredContract[]
  content: { product: ProductDocument; bound: Bound[] }
}
export type Pointer = {
  versionId: string
  port: string
  object: string
  assetId: string
  snapshotId: string
  storageKey: string
  hash: string
  rows: number
  columns: { name: string; physical: string; type: string }[]
  setAside: number
  asideKey: string | null
  movedAt: Date
  heldSnapshot: string | null
  heldWhy: string | null
  heldSince: Date | null
  rolledFrom: string | null
}
/** What a reader's way to a port needs of a product and its versions, without their documents. */
export type Readable = Pick<ProductRow, 'id' | 'slug' | 'title' | 'domainId' | 'ownerId' | 'tags'> & {
  versions: Pick<VersionHead, 'id' | 'version' | 'major' | 'state'>[]
}
export type CheckRun = {
  id: string
  versionId: string
  port: string
  occasion: 'publish' | 'advance' | 'preview' | 'roll_back'
  snapshots: Record<string, string>
  results: CheckResult[]
  held: boolean
  at: Date
}

const json = (value: unknown) => value as Prisma.InputJsonValue
const product = (row: { status: string }) => row as ProductRow
const version = (row: { state: string }) => row as unknown as Version
const pointer = (row: { rows: bigint; setAside: bigint }) =>
  ({ ...row, rows: Number(row.rows), setAside: Number(row.setAside) }) as unknown as Pointer
const checkRun = (row: { occasion: string }) => row as unknown as CheckRun

const headFields = {
  id: true,
  productId: true,
  version: true,
  major: true,
  state: true,
  etag: true,
  createdAt: true,
  publishedBy: true,
  publishedAt: true,
  note: true,
  ending: true,
} as const

/** One product by slug or by id. */
export const findProduct = (scope: OrgScope, slugOrId: string) =>
  readOrg(scope, async (sql) => {
    const [row] = await sql<ProductRow>`
      select id, slug, domain_id as "domainId", owner_id as "ownerId", title, purpose, tags, status, type,
        created_at as "createdAt", updated_at as "updatedAt"
      from product where org_id = ${scope.orgId} and (slug = ${slugOrId} or id = ${slugOrId})`
    return row ?? null
  })

/** Holds a slug until the transaction ends, so that two saves of one product follow each other. */
export const lockProduct = (tx: Tx, scope: OrgScope, slug: string) =>
  tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`product ${scope.orgId} ${slug}`}, 0))`

/** The products whose owner somebody is, by slug. */
export const listOwned = (scope: OrgScope, ownerId: string, take: number) =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, ownerId }
    return (await tx.product.findMany({ where, orderBy: { slug: 'asc' }, take })).map(product)
  })

/** Published products of one type, by id: the first of them. */
export const listOfType = (scope: OrgScope, type: ProductType, take: number) =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, type, status: { in: ['published', 'deprecated'] } }
    return (await tx.product.findMany({ where, orderBy: { id: 'asc' }, take })).map(product)
  })

export const listPublishedSince = (scope: OrgScope, since: Date): Promise<string[]> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, publishedAt: { gte: since } }
    const rows = await tx.productVersion.findMany({ where, distinct: ['productId'], select: { productId: true } })
    return rows.map(({ productId }) => productId)
  })

export const insertProduct = (scope: OrgScope, row: ProductRow) =>
  withOrg(scope, (tx) => tx.product.create({ data: { orgId: scope.orgId, ...row } }))

export const updateProduct = (scope: OrgScope, id: string, data: Partial<Omit<ProductRow, 'id' | 'slug'>>) =>
  withOrg(scope, (tx) => tx.product.update({ where: { orgId_id: { orgId: scope.orgId, id } }, data }))

/** Every version of some products without their documents, newest first. */
export const listVersions = (scope: OrgScope, productIds: string[]) =>
  withOrg(scope, async (tx) => {
    const rows = await tx.productVersion.findMany({
      where: { orgId: scope.orgId, productId: { in: productIds } },
      select: headFields,
      orderBy: [{ publishedAt: { sort: 'desc', nulls: 'first' } }, { id: 'desc' }],
    })
    return rows.map((row) => row as unknown as VersionHead)
  })

export const getVersion = (scope: OrgScope, id: string) =>
  withOrg(scope, async (tx) =>
    version(await tx.productVersion.findUniqueOrThrow({ where: { orgId_id: { orgId: scope.orgId, id } } })),
  )

export type NewDraft = Omit<Version, 'state' | 'publishedBy' | 'publishedAt' | 'note' | 'ending' | 'id'> & {
  createdBy: string
}

/** Writes the one draft of a product, over the one that was there. */
export const putDraft = (scope: OrgScope, id: string, draft: NewDraft) =>
  withOrg(scope, async (tx) => {
    const { orgId } = scope
    const data = { ...draft, contracts: json(draft.contracts), content: json(draft.content) }
    await tx.productVersion.upsert({
      where: { orgId_draftOf: { orgId, draftOf: draft.productId } },
      create: { orgId, id, draftOf: draft.productId, ...data },
      update: data,
    })
  })

export const deleteDraft = (scope: OrgScope, productId: string) =>
  withOrg(scope, (tx) => tx.productVersion.deleteMany({ where: { orgId: scope.orgId, draftOf: productId } }))

/** A version's way through its states; what was published is written once, here. */
export const updateVersion = (
  scope: OrgScope,
  id: string,
  data: {
    state: ProductState
    version?: string
    major?: number
    draftOf?: null
    publishedBy?: string
    publishedAt?: Date
    note?: string | null
    ending?: Ending
  },
) =>
  withOrg(scope, (tx) =>
    tx.productVersion.update({
      where: { orgId_id: { orgId: scope.orgId, id } },
      data: { ...data, ending: data.ending && json(data.ending) },
    }),
  )

export const listPointers = (
  scope: OrgScope,
  where: { versionIds?: string[]; assetId?: string; snapshotId?: string },
) =>
  withOrg(scope, async (tx) => {
    const rows = await tx.productPointer.findMany({
      where: {
        orgId: scope.orgId,
        versionId: where.versionIds && { in: where.versionIds },
        assetId: where.assetId,
        snapshotId: where.snapshotId,
      },
      orderBy: [{ versionId: 'asc' }, { port: 'asc' }, { object: 'asc' }],
    })
    return rows.map(pointer)
  })

/** One product by slug or by id, with the versions that were published, in one statement: it stands before every read. */
export const findReadable = (scope: OrgScope, slugOrId: string) =>
  readOrg(scope, async (sql) => {
    const [row] = await sql<Readable>`
      select p.id, p.slug, p.title, p.domain_id as "domainId", p.owner_id as "ownerId", p.tags, (
        select coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'version', v.version, 'major', v.major, 'state', v.state)), '[]')
          from product_version v where v.org_id = p.org_id and v.product_id = p.id and v.state <> 'draft') as versions
      from product p where p.org_id = ${scope.orgId} and (p.slug = ${slugOrId} or p.id = ${slugOrId})`
    return row ?? null
  })

type PortsRow = {
  ports: ProductDocument['outputPorts']
  bound: Bound[]
  contracts: StoredContract[]
  pointers: Pick<
    Pointer,
    'port' | 'object' | 'snapshotId' | 'storageKey' | 'hash' | 'rows' | 'setAside' | 'asideKey' | 'columns'
  >[]
}

/** A version's ports and contracts, and where the objects of its ports point, in one statement. */
export const getPorts = (scope: OrgScope, versionId: string) =>
  readOrg(scope, async (sql) => {
    const [row] = await sql<PortsRow>`
      select v.content->'product'->'outputPorts' as ports, v.content->'bound' as bound, v.contracts, (
        select coalesce(jsonb_agg(jsonb_build_object('port', p.port, 'object', p.object, 'snapshotId', p.snapshot_id, 'storageKey', p.storage_key,
            'hash', p.hash, 'rows', p.rows, 'setAside', p.set_aside, 'asideKey', p.aside_key, 'columns', p.columns)), '[]')
          from product_pointer p where p.org_id = v.org_id and p.version_id = v.id) as pointers
      from product_version v where v.org_id = ${scope.orgId} and v.id = ${versionId}`
    if (!row) throw notFound('version')
    return row
  })

/** Holds a port's pointers until the transaction ends, and answers how they stand. */
export const holdPointers = (scope: OrgScope, { versionId, port }: { versionId: string; port: string }) =>
  withOrg(scope, async (tx) => {
    await tx.$queryRaw`select 1 from product_pointer
      where org_id = ${scope.orgId} and version_id = ${versionId} and port = ${port} for update`
    return (await tx.productPointer.findMany({ where: { orgId: scope.orgId, versionId, port } })).map(pointer)
  })

/** Points the objects of one port of a version; what held an earlier move is forgotten. */
export const putPointers = (scope: OrgScope, pointers: Pointer[]) =>
  withOrg(scope, async (tx) => {
    const { orgId } = scope
    for (const { versionId, port, object, ...rest } of pointers) {
      const key = { orgId, versionId, port, object }
      await tx.productPointer.upsert({
        where: { orgId_versionId_port_object: key },
        create: { ...key, ...rest },
        update: rest,
      })
    }
  })

/** Says why an object's pointer stays where it is; the time since when is kept while it is held. */
export const holdPointer = (
  scope: OrgScope,
  at: { versionId: string; port: string; object: string },
  held: { snapshotId: string; why: string; at: Date },
) =>
  withOrg(scope, async (tx) => {
    // An object that stands on this snapshot already is held back from nothing.
    const where = { orgId: scope.orgId, ...at, snapshotId: { not: held.snapshotId } }
    await tx.productPointer.updateMany({ where, data: { heldSnapshot: held.snapshotId, heldWhy: held.why } })
    await tx.productPointer.updateMany({ where: { ...where, heldSince: null }, data: { heldSince: held.at } })
  })

export const insertCheckRun = (scope: OrgScope, { id, ...run }: CheckRun) =>
  withOrg(scope, (tx) =>
    tx.productCheck.create({
      data: { orgId: scope.orgId, id, ...run, snapshots: json(run.snapshots), results: json(run.results) },
    }),
  )

/** The newest runs of a version's ports, newest first; previews are nobody's history. */
export const listCheckRuns = (scope: OrgScope, versionIds: string[], limit: number, since?: Date) =>
  withOrg(scope, async (tx) => {
    const rows = await tx.productCheck.findMany({
      where: { orgId: scope.orgId, versionId: { in: versionIds }, occasion: { not: 'preview' }, at: { gte: since } },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      take: limit,
    })
    return rows.map(checkRun)
  })
