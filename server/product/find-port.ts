import type { OrgScope } from '@/server/platform/db'
import * as current from './current'
import * as store from './store'

export type PortObject = {
  name: string
  snapshotId: string
  storageKey: string
  hash: string
  rows: number
  setAside: number
  asideKey: string | null
  /** The contract's names beside those in the file, with the file's types, in the contract's order. */
  columns: { name: string; physical: string; type: string; logicalType: string | null; classification: string | null }[]
}
export type Port = {
  id: string
  productId: string
  slug: string
  title: string
  domainId: string
  ownerId: string
  name: string
  version: string
  major: number
  state: 'published' | 'deprecated'
  contractId: string
  contractVersion: string
  objects: PortObject[]
}

/**
 * A port as it can be read today: the newest published version within a major (the newest of all where none is named), its contract, and
 * where the rows of its objects lie. Null where there is no such port to read.
 */
export async function findPort(
  scope: OrgScope,
  ask: { productId: string; port: string; major?: number },
): Promise<Port | null> {
  const product = await store.findReadable(scope, ask.productId)
  if (!product) return null
  const newest = ask.major === undefined ? current.published(product.versions)?.major : ask.major
  const head = newest === undefined ? null : current.newestWithin(product.versions, newest)
  if (!head) return null
  const { ports, contracts, pointers } = await store.getPorts(scope, head.id, ask.port)
  const named = ports?.find((each) => each.name === ask.port)
  const contract = contracts.find((each) => each.contractId === named?.contractId)?.value
  if (!named || !contract) return null
  const objects = (contract.schema ?? []).flatMap((object): PortObject[] => {
    const pointer = pointers.find((each) => each.object === object.name)
    if (!pointer) return []
    const { snapshotId, storageKey, hash, rows, setAside, asideKey } = pointer
    const columns = pointer.columns.map((column) => {
      const property = object.properties?.find((each) => each.name === column.name)
      return { ...column, logicalType: property?.logicalType ?? null, classification: property?.classification ?? null }
    })
    return [{ name: object.name, snapshotId, storageKey, hash, rows, setAside, asideKey, columns }]
  })
  return {
    id: `${product.id}/${named.name}`,
    productId: product.id,
    slug: product.slug,
    title: product.title,
    domainId: product.domainId,
    ownerId: product.ownerId,
    name: named.name,
    version: head.version,
    major: head.major,
    state: head.state === 'deprecated' ? 'deprecated' : 'published',
    contractId: contract.id,
    contractVersion: contract.version,
    objects,
  }
}
