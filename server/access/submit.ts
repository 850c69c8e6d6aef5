import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict, forbidden, notFound } from '@/server/platform/errors'
import * as policy from '@/server/policy'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'
import { getRequest } from './get-request'
import { liveKey } from './grant-life'
import { open } from './open'
import { planRequest } from './plan-request'
import { moveRequest } from './request-life'
import * as store from './request-store'
import type { AccessRequest } from './schema'

/** Sends a draft, as the port is today. Sending it again changes nothing. */
export async function submit(actor: Actor, id: string): Promise<AccessRequest> {
  const { scope, principal } = actor
  const draft = await store.findRequest(scope, id)
  if (!draft) throw notFound('request')
  if (draft.principalId !== principal.id) throw forbidden('Only the one who asks can send a request.')
  if (draft.state === 'submitted') return getRequest(scope, id)
  await tenancy.demandPurpose(scope, draft.purpose)
  const columns = draft.columns.length > 0 ? draft.columns : undefined
  const plan = await planRequest(actor, {
    product: draft.productSlug,
    purpose: draft.purpose,
    port: draft.port,
    for: draft.holderType === 'member' ? undefined : draft.holderId,
    columns,
    rows: draft.rows ?? undefined,
    delivery: draft.delivery,
  })
  await withOrg(scope, async (tx) => {
    const row = await store.lockRequest(scope, id)
    if (!row || row.state === 'submitted') return
    const state = moveRequest(row.state, 'submitted')
    const openKey = liveKey({ ...row, principalId: row.holderId })
    if (await store.isAskedFor(scope, openKey))
      throw conflict(
        `${row.productSlug} ${row.port} is asked for already for ${row.purpose}; that request is undecided.`,
      )
    const { version: productVersion, contractId, contractVersion } = plan.port
    const at = now()
    const { pace } = plan
    const change = { state, openKey, movedAt: at, productVersion, contractId, contractVersion, pace }
    await store.updateRequest(scope, id, change, { at, state, by: principal.id, note: null })
    await store.insertSteps(scope, id, plan.steps)
    await open(tx, actor, { id, plan, policyVersion: await policy.version(scope) })
    const resource = { type: 'request', id }
    const { requestId } = actor
    await audit.record(scope, { actor: principal.id, action: 'access.requested', resource, requestId })
  })
  return getRequest(scope, id)
}
