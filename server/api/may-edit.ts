import type { Resource } from '@/server/policy'
import * as policy from '@/server/policy'
import type { Actor } from '@/server/tenancy'

/** Whether somebody who may know of a product may also change it: they are told more of how it is measured. */
export const mayEdit = ({ principal, via }: Actor, resource: Resource): boolean =>
  policy.decide({ principal, action: 'edit', resource, circumstances: { surface: policy.surfaceOf[via] } }).effect ===
  'allow'
