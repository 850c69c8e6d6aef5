import * as notify from '@/server/notify'
import * as tenancy from '@/server/tenancy'
import { tenantFunction } from './client'

/** Wakes mails and deliveries whose run was lost. */
export const sweepMessages = tenantFunction(
  { id: 'sweep-messages', event: tenancy.organisationSwept, limit: 1 },
  ({ scope, step }) => step.run('wake', () => notify.wakeMessages(scope)),
)
