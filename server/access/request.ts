import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict } from '@/server/platform/errors'
import { newId } from '@/server/platform/ids'
import * as policy from '@/server/policy'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'
import { getRequest } from './get-request'
import { liveKey } from './grant-life'
import { newRow } from './new-row'
import { open } from './open'
import { planRequest } from './plan-request'
import * as store from './request-store'
import { type AccessRequest, type NewRequest, newRequest } from './schema'

/** What a request is judged by; the policy of this moment where left out. */
export interface Grounds {
  policyVersion?: string
  /** The grant that it would take the place of. */
  renews?: string
}

/** Asks for one port of a published product. Those who have to agree are told; a draft is kept, and nobody is. */
export async function request(actor: Actor, ask: NewRequest, grounds: Grounds = {}): Promise<AccessRequest> {
  const { scope, principal } = actor
  const { purpose, reason, duration, columns = [], rows = null, draft, ...wanted } = newRequest.parse(ask)
  const { delivery = 'portal' } = wanted
  await tenancy.demandPurpose(scope, purpose)
  const plan = await planRequest(
    actor,
    { ...wanted, purpose, columns: columns.length > 0 ? columns : undefined, ...(rows && { rows }) },
    { renewed: grounds.renews !== undefined },
  )
  const { port, holder, steps } = plan
  const id = newId('request')
  const asked = { purpose, reason: reason || null, duration, columns: [...new Set(columns)], rows }
  const state = draft ? ('draft' as const) : ('submitted' as const)
  const row = newRow(plan, {
    ...asked,
    id,
    principalId: principal.id,
    delivery,
    state,
    at: now(),
    renewsId: grounds.renews ?? null,
  })
  const key = liveKey({ ...row, principalId: holder.id })
  await withOrg(scope, async (tx) => {
    if (!(await store.insertRequest(scope, row, draft ? null : key, draft ? [] : steps))) {
      throw conflict(`${port.slug} ${port.name} is asked for already for ${purpose}; that request is undecided.`)
    }
    if (!draft)
      await open(tx, actor, { id, plan, policyVersion: grounds.policyVersion ?? (await policy.version(scope)) })
    await audit.record(scope, {
      actor: principal.id,
      action: draft ? 'access.drafted' : 'access.requested',
      resource: { type: 'request', id },
      detail: { product: port.slug, port: port.name, ...asked, reason: undefined, for: holder.id },
      requestId: actor.requestId,
    })
  })
  return getRequest(scope, id)
}
