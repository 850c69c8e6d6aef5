import * as notify from '@/server/notify'
import { now } from '@/server/platform/clock'
import type { Tx } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'
import { conclude } from './conclude'
import { dueOf } from './due-of'
import { requestSubmitted } from './events'
import type { RequestPlan } from './plan-request'
import * as store from './request-store'
import { askedOf, spent } from './step-plan'

/** Begins a submitted request's life, in the open transaction: those who decide are told, or policy agrees at once. */
export async function open(
  tx: Tx,
  { scope, principal }: Actor,
  { id, plan, policyVersion }: { id: string; plan: RequestPlan; policyVersion: string },
): Promise<void> {
  const row = await store.findRequest(scope, id)
  if (!row) throw notFound('request')
  const { port, levels } = plan
  await emit(tx, { name: requestSubmitted.name, data: { org: scope.orgId, request: id } })
  if (row.steps.length === 0) {
    const note = 'The policy agrees to this by itself.'
    await conclude(tx, scope, row, {
      to: 'approved',
      by: 'policy',
      byName: 'The policy',
      note,
      at: now(),
      policyVersion,
    })
    return
  }
  await store.updateRequest(scope, id, { dueAt: dueOf(row, levels).at })
  const not = spent(principal.id, [])
  const asked = row.steps.flatMap((step) => askedOf(step, levels, { domainId: row.domainId, not }))
  // Owners of the organisation stand in where a domain has none of its own, and hear of it at once.
  const owners = [...(await tenancy.domainOwners(scope, row.domainId)), port.ownerId]
  const forWhom = row.holderType === 'member' ? '' : ` for ${plan.holder.name}`
  await notify.tell(scope, {
    to: [...asked.map((person) => person.id), ...owners].filter((member) => member !== principal.id),
    kind: requestSubmitted.name,
    title: `${principal.name} asks for ${port.title}, ${port.name}${forWhom}`,
    body: row.reason ?? undefined,
    link: `/inbox?id=${id}`,
  })
}
