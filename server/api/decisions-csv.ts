import type { OrgScope } from '@/server/platform/db'
import * as policy from '@/server/policy'
import type { DecisionFilter } from '@/server/policy/schema'
import { toCsv } from './csv'
import { withNames } from './policy-names'

const most = 10_000
const atOnce = 1_000
const header = [
  ...['at', 'principal', 'principal_id', 'action', 'resource_type', 'resource', 'resource_id', 'effect', 'because'],
  ...['policy_version', 'purpose', 'surface', 'request_id'],
]

/** The newest decisions that a filter lets through, as one sheet. */
export async function decisionsCsv(scope: OrgScope, filter: DecisionFilter): Promise<string> {
  const rows: (string | null)[][] = []
  let cursor: string | undefined
  do {
    const { items, nextCursor } = await policy.listDecisions(scope, filter, { cursor, limit: atOnce })
    for (const one of await withNames(scope, items)) {
      const { resource, because, policyVersion } = one
      const who = [one.principalName, one.principal, one.action]
      const what = [resource.type, one.resourceName, resource.id, one.effect, because.join('; ')]
      rows.push([one.at, ...who, ...what, policyVersion, one.purpose, one.surface, one.requestId])
    }
    cursor = nextCursor ?? undefined
  } while (cursor && rows.length < most)
  return toCsv(header, rows)
}
