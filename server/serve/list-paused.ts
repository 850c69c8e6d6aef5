import type { OrgScope } from '@/server/platform/db'
import * as product from '@/server/product'

type Place = { productId: string; port: string }
/** What is said of a port that nobody reads at this moment; undefined for one that is served. */
export type Paused = (place: Place) => string | undefined

/** Which ports of some products are paused, by the clock of this call: no right reads them, a role in their domain neither. */
export async function listPaused(scope: OrgScope, productIds: readonly string[]): Promise<Paused> {
  const marks = await product.listMarks(scope, [...new Set(productIds)])
  return ({ productId, port }) => {
    const mark = marks.get(productId)?.find((one) => one.kind === 'paused' && one.port === port)
    return mark && `The port ${port} is paused until ${mark.until}: ${mark.why}`
  }
}
