import * as access from '@/server/access'
import * as agent from '@/server/agent'
import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict, forbidden } from '@/server/platform/errors'
import { newId } from '@/server/platform/ids'
import * as policy from '@/server/policy'
import type { Actor } from '@/server/tenancy'
import type { Run } from './begin-run'
import { listPaused } from './list-paused'
import { grantsOf, type Plan, policiesChanged } from './reading'
import * as store from './store'

/**
 * Commits what an answer stood on, the audit's entry of the read and, where the rows are counted, the run's end, before the answer
 * leaves. The grants, and whether a port was paused, are looked at once more
 * in the same transaction: what ended meanwhile answers nobody. `counted` is what an
 * agent's budget of the day is charged with.
 */
export async function giveReceipt(
  actor: Actor,
  plan: Plan,
  run: Run,
  rows?: number,
  counted = rows ?? 0,
): Promise<string> {
  const { scope, principal, requestId } = actor
  const id = newId('receipt')
  const { sql, format, purpose } = plan
  const sources = run.sources()
  const entry = await run.entry()
  // The door waits for the decision's line before it answers.
  void policy.decisionLog.settle(scope)
  await withOrg(scope, async () => {
    const grants = grantsOf(sources)
    const ids = sources.map(({ productId }) => productId)
    const [version, paused, ...standings] = await Promise.all([
      policy.version(scope),
      listPaused(scope, ids),
      ...grants.map((grant) => access.liveGrant(scope, grant, principal.id)),
    ])
    if (version !== run.policyVersion) throw conflict(policiesChanged)
    for (const standing of standings) if (!standing.live) throw forbidden(standing.reason)
    const why = sources.map(paused).find((each) => each !== undefined)
    if (why !== undefined) throw forbidden(why)
    await agent.demandRows(scope, principal, counted)
    const receipt = { id, query: run.id, at: now().toISOString(), sql, format, purpose, sources }
    await Promise.all([
      store.insertRun(scope, entry, grants),
      store.insertReceipt(scope, principal.id, receipt, rows === undefined ? null : run.ended(rows)),
      ...sources.map(({ product, productId, port, grant }) =>
        audit.record(scope, {
          actor: principal.id,
          action: 'port.read',
          resource: { type: 'port', id: `${productId}/${port}` },
          detail: { product, port, query: run.id, receipt: id, grant, purpose, format, rows: rows ?? null },
          requestId,
        }),
      ),
    ])
  })
  return id
}
