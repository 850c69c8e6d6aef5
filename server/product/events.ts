import { z } from 'zod'

const product = z.strictObject({ org: z.string(), product: z.string() })

/** What this stage announces. */
export const events = {
  /** A version of a product was published, and its ports point at rows. */
  'product/version.published': product.extend({ version: z.string() }),
  /** Something that readers of the product see is different: its documents, its state, its rows or its promises. */
  'product/changed': product,
}
