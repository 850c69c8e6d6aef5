import { snapshotRecorded } from '@/server/ingestion'
import * as product from '@/server/product'
import { tenantFunction } from './client'

/** Moves ports to an asset's new snapshot, where what they promise holds on it. */
export const advancePorts = tenantFunction(
  { id: 'advance-ports', event: snapshotRecorded, limit: 2 },
  ({ scope, data, step }) => step.run('advance', () => product.advancePorts(scope, { asset: data.asset })),
)
