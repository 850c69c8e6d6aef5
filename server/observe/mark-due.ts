import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { isLive } from './incident-life'
import { dueRules, ruleKey } from './rule-due'
import * as rules from './rule-store'

/**
 * Writes down which rules of a product have their time by what was seen, each once for each opening of an incident. An incident that
 * nobody is told of is nobody's to act upon.
 */
export async function markDue(scope: OrgScope, productId: string, incidentIds: readonly string[]): Promise<void> {
  if (incidentIds.length === 0) return
  const written = await rules.findRules(scope, productId)
  if (!written || written.items.length === 0) return
  const { authorId } = written
  const openings = await rules.listOpenings(scope, incidentIds)
  const runs = openings
    .filter(({ state, untold }) => isLive(state) && !untold)
    .flatMap(({ id: incidentId, openedAt, breaches }) =>
      dueRules(written.items, breaches).map((rule) => ({
        ...{ incidentId, openedAt, productId, authorId, rule },
        ruleKey: ruleKey(rule),
      })),
    )
  await rules.insertRuns(scope, runs, now())
}
