import { Document } from 'yaml'
import type { NewProductValues } from './new-product-rules'

/** The documents of a product of which only the beginning is known. */
export const firstDocument = ({ title, slug, purpose, domain }: NewProductValues) =>
  new Document({
    apiVersion: 'v1.0.0',
    kind: 'DataProduct',
    id: slug,
    status: 'draft',
    name: title,
    domain,
    ...(purpose ? { description: { purpose } } : {}),
  }).toString()
