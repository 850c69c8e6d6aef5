import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import { tenantFunction } from './client'

/** Moves every port of an organisation that an event missed. */
export const sweepPorts = tenantFunction(
  { id: 'sweep-ports', event: tenancy.organisationSwept, limit: 1 },
  ({ scope, step }) => step.run('advance', () => product.advancePorts(scope)),
)
