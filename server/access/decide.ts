import { withOrg } from '@/server/platform/db'
import type { Actor } from '@/server/tenancy'
import { checkTerms } from './check-terms'
import { getRequest } from './get-request'
import type { AccessRequest, Decision } from './schema'
import { settle } from './settle'

/** A decision, and the names it may be made in: the decider's own, and of those whose place they take. Their own where left out. */
export type Given = Decision & { policyVersion: string; names?: Actor['principal'][] }

/**
 * Approves, rejects or asks back. Of several deciding at once one is heard: who says the same gets its outcome, who says
 * otherwise a conflict.
 */
export async function decide(actor: Actor, { id, ...decision }: Given & { id: string }): Promise<AccessRequest> {
  const { scope } = actor
  await checkTerms(scope, id, decision.terms)
  await withOrg(scope, (tx) => settle(tx, actor, id, decision))
  return getRequest(scope, id)
}
