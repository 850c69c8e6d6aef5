import * as access from '@/server/access'
import { tenantFunction } from './client'

/** Gives an approved grant in its source and proves it. A source that does not answer is asked again; the watch goes on after that. */
export const deliverGrant = tenantFunction(
  { id: 'deliver-grant', event: access.deliveryDue },
  ({ scope, data, step }) => step.run('deliver', () => access.deliverGrant(scope, data.grant)),
)
