import { conflict } from '@/server/platform/errors'
import type { AccessRequest, RequestState } from './schema'

/** The life of a request: submitted, then approved, rejected or withdrawn, once. */

const next: Record<RequestState, readonly RequestState[]> = {
  submitted: ['approved', 'rejected', 'withdrawn'],
  approved: [],
  rejected: [],
  withdrawn: [],
}

/** The state gone to, or a conflict that says where the request stands. */
export function moveRequest(from: RequestState, to: RequestState): RequestState {
  if (next[from].includes(to)) return to
  throw conflict(`This request is already ${from}; it cannot become ${to}.`)
}

const outcome = { submitted: 'waiting', approved: 'approved', rejected: 'rejected', withdrawn: 'skipped' } as const

/** Who has to agree: the owner of the product's domain; a steward may stand in. */
export function stepsOf(state: RequestState, by: { id: string; name: string | null } | null): AccessRequest['steps'] {
  const decided = by && (state === 'approved' || state === 'rejected')
  return [{ role: 'owner', state: outcome[state], ...(decided && { by: by.id, byName: by.name ?? undefined }) }]
}
