/** How a request, a step, a grant and its end may stand. Runs anywhere. */

export const requestStates = [
  'draft',
  'submitted',
  'info_needed',
  'approved',
  'rejected',
  'withdrawn',
  'timed_out',
] as const
export type RequestState = (typeof requestStates)[number]
/** Asked for, and nobody has the last word yet. */
export const openStates = ['submitted', 'info_needed'] as const satisfies readonly RequestState[]
export const holderTypes = ['member', 'domain', 'agent'] as const
export type HolderType = (typeof holderTypes)[number]
export const stepStates = ['waiting', 'approved', 'rejected', 'skipped'] as const
export type StepState = (typeof stepStates)[number]
export const stepRoles = ['owner', 'steward', 'second'] as const
/** Who is asked beside those of a step's role, where they are none or have let it wait. */
export const climbs = ['steward', 'organisation_owner', 'nobody'] as const
export const deliveries = ['portal', 'source'] as const
/** Where a grant is good: in the portal, or in the source too, by a sign-in of one's own. */
export type Delivery = (typeof deliveries)[number]
export const grantStates = [
  'pending',
  'provisioning',
  'unverified',
  'active',
  'drifted',
  'expiring',
  'deprovisioning',
  'failed',
  'ended',
] as const
export type GrantState = (typeof grantStates)[number]
/** States in which a grant allows reading. */
export const liveStates = ['active', 'drifted', 'expiring'] as const satisfies readonly GrantState[]
export const endings = ['revoked', 'expired', 'superseded'] as const
export type Ending = (typeof endings)[number]
