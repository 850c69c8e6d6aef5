import { conflict } from '@/server/platform/errors'
import { openStates, type RequestState } from './schema'

/** The life of a request: drafted, submitted, asked back and answered as often as it takes, then decided once. */

const decided = ['approved', 'rejected', 'withdrawn', 'timed_out'] as const
const next: Record<RequestState, readonly RequestState[]> = {
  draft: ['submitted', 'withdrawn'],
  submitted: ['info_needed', ...decided],
  info_needed: ['submitted', ...decided],
  approved: [],
  rejected: [],
  withdrawn: [],
  timed_out: [],
}
const words: Record<RequestState, string> = {
  draft: 'a draft',
  submitted: 'submitted',
  info_needed: 'waiting for an answer',
  approved: 'approved',
  rejected: 'rejected',
  withdrawn: 'withdrawn',
  timed_out: 'timed out',
}

/** The state gone to, or a conflict that says where the request stands. */
export function moveRequest(from: RequestState, to: RequestState): RequestState {
  if (next[from].includes(to)) return to
  const already = isOpen(from) || from === 'draft' ? '' : 'already '
  throw conflict(`This request is ${already}${words[from]}; it cannot become ${words[to]}.`)
}

/** Whether nobody has the last word yet. */
export const isOpen = (state: string): boolean => (openStates as readonly string[]).includes(state)
