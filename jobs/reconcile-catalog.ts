import * as catalog from '@/server/catalog'
import * as tenancy from '@/server/tenancy'
import { tenantFunction } from './client'

/** Compares what the search engine outside the database holds with the entries themselves, and has it mended. */
export const reconcileCatalog = tenantFunction(
  { id: 'reconcile-catalog', event: [tenancy.organisationSwept, catalog.reindexAsked], limit: 1, retries: 2 },
  ({ scope, step }) => step.run('compare', () => catalog.reconcile(scope)),
)
