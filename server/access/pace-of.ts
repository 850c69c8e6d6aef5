import * as policy from '@/server/policy'
import type { StoredRequest } from './request-store'

/** How long a request waits for what: as policy said when it was sent; those sent before policy said anything, as Stoa comes. */
export const paceOf = ({ pace }: Pick<StoredRequest, 'pace'>): policy.Pace => pace ?? policy.approvalPace
