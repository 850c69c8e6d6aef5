import type { Documents, ProductDocument } from './contract'
import { canonical } from './shape'
import type { Version } from './store'
import { stamps } from './stream'
import { readVersion } from './version'

/** Without what publishing adds, so that a document read and saved again is the same. */
function bare(product: ProductDocument) {
  const { version: _, customProperties, ...rest } = product
  const own = (customProperties ?? []).filter((each) => !(stamps as readonly string[]).includes(each.property))
  return canonical({ ...rest, ...(own.length > 0 ? { customProperties: own } : {}) })
}

/** Whether documents say just what a published version says. */
export function unchanged({ product, contracts }: Documents, released: Version): boolean {
  const asked = product.version === undefined ? released.version : readVersion(product.version)
  if (asked !== released.version || bare(product) !== bare(released.content.product)) return false
  return canonical(contracts) === canonical(released.contracts.map((contract) => contract.value))
}
