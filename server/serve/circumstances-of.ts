import * as policy from '@/server/policy'
import type { Actor } from '@/server/tenancy'

/** Under which circumstances somebody reads. */
export const circumstancesOf = ({ via }: Actor, purpose: string | null): policy.Circumstances => ({
  surface: policy.surfaceOf[via],
  purpose,
})
