import type { Principal } from '@/server/tenancy/schema'
import { decide } from './decide'
import type { Circumstances, Resource } from './schema'

/** Whether a list may tell somebody of a thing: what it shows is what looking at the thing itself would. */
export const sees = (principal: Principal, resource: Resource, circumstances?: Circumstances): boolean =>
  (['discover', 'view'] as const).every(
    (action) => decide({ principal, action, resource, circumstances }).effect === 'allow',
  )
