import { z } from 'zod'

const product = z.strictObject({ org: z.string(), product: z.string() })

/** A version of a product was published, and its ports point at rows. */
export const versionPublished = {
  name: 'product/version.published',
  data: product.extend({ version: z.string() }),
}
/** Something that readers see is different: documents, state, rows or promises. */
export const productChanged = { name: 'product/changed', data: product }
