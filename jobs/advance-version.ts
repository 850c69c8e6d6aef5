import * as product from '@/server/product'
import { tenantFunction } from './client'

/** Looks once more after publishing: a copy that ended while the checks ran found no port to move yet. */
export const advanceVersion = tenantFunction(
  { id: 'advance-version', event: product.versionPublished, limit: 2 },
  ({ scope, data, step }) => step.run('advance', () => product.advancePorts(scope, { version: data.version })),
)
