import * as access from '@/server/access'
import * as agent from '@/server/agent'
import * as audit from '@/server/audit'
import type * as ingestion from '@/server/ingestion'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict, forbidden } from '@/server/platform/errors'
import { newId } from '@/server/platform/ids'
import * as policy from '@/server/policy'
import type { Actor } from '@/server/tenancy'
import { circumstancesOf } from './circumstances-of'
import type { ContextReading } from './context-reading'
import { listPaused } from './list-paused'
import { policiesChanged } from './reading'
import type { Source } from './schema'
import * as store from './store'

type Quoted = { item: Pick<ingestion.Item, 'id' | 'hash'>; reading: ContextReading }

/**
 * Commits what an answer quotes, with an entry in the audit for each port, before the answer leaves. The grants are looked at once more
 * in the same transaction: what ended meanwhile answers nobody. An agent's budget counts an item as a row.
 */
export async function giveContextReceipt(
  actor: Actor,
  {
    asked,
    quoted,
    policyVersion,
    startedAt,
  }: { asked: string; quoted: Quoted[]; policyVersion: string; startedAt: Date },
): Promise<string> {
  const { scope, principal, requestId } = actor
  const sources = sourcesOf(quoted, policyVersion)
  const grants = sources.flatMap(({ grant }) => grant ?? [])
  for (const { resource, because, purpose } of new Set(quoted.map(({ reading }) => reading))) {
    const decision = { effect: 'allow' as const, because }
    const circumstances = circumstancesOf(actor, purpose)
    policy.decisionLog.note(actor, { action: 'query', resource, decision, circumstances })
  }
  const [id, query] = [newId('receipt'), newId('query')]
  const purposes = [...new Set(quoted.map(({ reading }) => reading.purpose))]
  const purpose = purposes.length === 1 ? (purposes[0] ?? null) : null
  await withOrg(scope, async () => {
    const standings = await Promise.all(grants.map((grant) => access.liveGrant(scope, grant, principal.id)))
    if ((await policy.version(scope)) !== policyVersion) throw conflict(policiesChanged)
    for (const standing of standings) if (!standing.live) throw forbidden(standing.reason)
    const paused = await listPaused(
      scope,
      sources.map(({ productId }) => productId),
    )
    const why = sources.map(paused).find((each) => each !== undefined)
    if (why !== undefined) throw forbidden(why)
    await agent.demandRows(scope, principal, quoted.length)
    const run = { id: query, principalId: principal.id, sql: asked, purpose, format: 'json' as const, startedAt }
    await store.insertRun(scope, run, grants)
    const at = now()
    const ended = {
      state: 'done' as const,
      endedAt: at,
      rows: quoted.length,
      tookMs: at.getTime() - startedAt.getTime(),
    }
    const receipt = { id, query, at: at.toISOString(), sql: asked, format: 'json' as const, purpose, sources }
    await store.insertReceipt(scope, principal.id, receipt, ended)
    for (const { product, productId, port, grant, items = [] } of sources)
      await audit.record(scope, {
        actor: principal.id,
        action: 'port.read',
        resource: { type: 'port', id: `${productId}/${port}` },
        detail: { product, port, query, receipt: id, grant, purpose, items: items.map((item) => item.id) },
        requestId,
      })
  })
  await policy.decisionLog.settle(scope)
  return id
}

/** Each port once, with what was quoted of it. */
function sourcesOf(quoted: Quoted[], policyVersion: string): Source[] {
  const readings = [...new Set(quoted.map(({ reading }) => reading))]
  return readings.map((reading) => ({
    ...reading.source,
    policyVersion,
    items: quoted.filter((one) => one.reading === reading).map(({ item: { id, hash } }) => ({ id, hash })),
  }))
}
