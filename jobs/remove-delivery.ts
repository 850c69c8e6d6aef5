import * as access from '@/server/access'
import { tenantFunction } from './client'

/** Takes a grant whose right is over back in its source, and proves that it is gone. */
export const removeDelivery = tenantFunction(
  { id: 'remove-delivery', event: access.removalDue, limit: 8 },
  ({ scope, data, step }) => step.run('remove', () => access.removeDelivery(scope, data.grant)),
)
