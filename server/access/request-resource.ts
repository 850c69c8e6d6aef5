import type { StoredRequest } from './request-store'

type Facts = Pick<StoredRequest, 'id' | 'state' | 'domainId' | 'principalId'>

/** What policy is asked about a request. A draft is of no domain yet: its author sees it. */
export const requestResource = ({ id, state, domainId, principalId }: Facts) => ({
  type: 'request' as const,
  id,
  domainId: state === 'draft' ? undefined : domainId,
  principalId,
})

export type SeesRequest = (request: ReturnType<typeof requestResource>) => boolean
