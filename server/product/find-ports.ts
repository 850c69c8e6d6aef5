import type { OrgScope } from '@/server/platform/db'
import * as current from './current'
import * as store from './store'

export type PortObject = {
  name: string
  /** The connection, and the table or file of it, that the rows were copied from. */
  connection: string
  ref: string
  snapshotId: string
  storageKey: string
  hash: string
  rows: number
  setAside: number
  asideKey: string | null
  /** The contract's names beside those in the file, with the file's types, in the contract's order. */
  columns: {
    name: string
    physical: string
    type: string
    logicalType: string | null
    classification: string | null
    businessName: string | null
    /** Declared unique, or the key of its rows. */
    key: boolean
  }[]
}
/** What a port shows of an asset of items; its columns are their parts, and are granted together. */
export type ItemObject = {
  name: string
  assetId: string
  connection: string
  ref: string
  columns: PortObject['columns']
}
export type Port = {
  id: string
  productId: string
  slug: string
  title: string
  domainId: string
  ownerId: string
  /** The product's, as its readers know it. */
  tags: string[]
  name: string
  version: string
  major: number
  state: 'published' | 'deprecated'
  contractId: string
  contractVersion: string
  objects: PortObject[]
  /** Of a context product: then there are no objects, since items are searched and not queried. */
  items: ItemObject[]
}

/**
 * The ports of a product as they can be read today, or the one of that name: of the newest published version within a major (the newest of
 * all where none is named), each with its contract, and where the rows of its objects lie.
 */
export async function findPorts(
  scope: OrgScope,
  ask: { productId: string; major?: number },
  port?: string,
): Promise<Port[]> {
  const product = await store.findReadable(scope, ask.productId)
  if (!product) return []
  const newest = ask.major === undefined ? current.published(product.versions)?.major : ask.major
  const head = newest === undefined ? null : current.newestWithin(product.versions, newest)
  if (!head) return []
  const found = await store.getPorts(scope, head.id)
  const named = (found.ports ?? []).filter(({ name }) => port === undefined || name === port)
  return named.flatMap(({ name, contractId }): Port[] => {
    const contract = found.contracts.find((each) => each.contractId === contractId)?.value
    if (!contract) return []
    return [
      {
        id: `${product.id}/${name}`,
        productId: product.id,
        slug: product.slug,
        title: product.title,
        domainId: product.domainId,
        ownerId: product.ownerId,
        tags: product.tags,
        name,
        version: head.version,
        major: head.major,
        state: head.state === 'deprecated' ? 'deprecated' : 'published',
        contractId: contract.id,
        contractVersion: contract.version,
        objects: objectsOf(found, contract, name),
        items: itemsOf(found, contract),
      },
    ]
  })
}

type Found = Awaited<ReturnType<typeof store.getPorts>>

function objectsOf({ bound, pointers }: Found, contract: store.StoredContract['value'], port: string): PortObject[] {
  return (contract.schema ?? []).flatMap((object): PortObject[] => {
    const pointer = pointers.find((each) => each.port === port && each.object === object.name)
    const tied = bound.find((each) => each.contractId === contract.id && each.object === object.name)
    if (!pointer || !tied) return []
    const { connection, ref } = tied
    const { snapshotId, storageKey, hash, rows, setAside, asideKey } = pointer
    const columns = pointer.columns.map((column) => {
      const property = object.properties?.find((each) => each.name === column.name)
      const { logicalType = null, classification = null, businessName = null } = property ?? {}
      const key = property?.unique === true || property?.primaryKey === true
      return { ...column, logicalType, classification, businessName, key }
    })
    return [{ name: object.name, connection, ref, snapshotId, storageKey, hash, rows, setAside, asideKey, columns }]
  })
}

function itemsOf({ bound }: Found, contract: store.StoredContract['value']): ItemObject[] {
  return (contract.schema ?? []).flatMap((object): ItemObject[] => {
    const tied = bound.find((each) => each.contractId === contract.id && each.object === object.name)
    if (!tied?.items) return []
    const { assetId, connection, ref } = tied
    const columns = (object.properties ?? []).map((property) => {
      const { name, physicalName = name, physicalType = 'VARCHAR', logicalType = null } = property
      const { classification = null, businessName = null } = property
      return { name, physical: physicalName, type: physicalType, logicalType, classification, businessName, key: false }
    })
    return [{ name: object.name, assetId, connection, ref, columns }]
  })
}
