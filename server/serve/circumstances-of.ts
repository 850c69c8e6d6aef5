import type { Circumstances } from '@/server/policy'
import type { Actor } from '@/server/tenancy'

const surfaces = { session: 'portal', token: 'rest', job: 'job' } as const

/** Under which circumstances somebody reads. */
export const circumstancesOf = ({ via }: Actor, purpose: string | null): Circumstances => ({
  surface: surfaces[via],
  purpose,
})
