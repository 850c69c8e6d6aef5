import * as ingestion from '@/server/ingestion'
import * as product from '@/server/product'
import { tenantFunction } from './client'

/** After each run: old copies that nothing points at go. */
export const pruneSnapshots = tenantFunction(
  { id: 'prune-snapshots', event: ingestion.runEnded },
  ({ scope, data, step }) =>
    step.run('prune', async () =>
      ingestion.pruneSnapshots(scope, data.run, await product.listReferencedSnapshots(scope)),
    ),
)
