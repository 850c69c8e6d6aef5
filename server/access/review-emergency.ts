import * as audit from '@/server/audit'
import * as notify from '@/server/notify'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict, forbidden, invalid, notFound } from '@/server/platform/errors'
import * as policy from '@/server/policy'
import type { Actor } from '@/server/tenancy'
import { getRequest } from './get-request'
import { liveKey, standsAt } from './grant-life'
import * as store from './request-store'
import { revoke } from './revoke'
import type { AccessRequest, Verdict } from './schema'
import { findLive } from './store'

/** Says of access that was taken in an emergency whether it was justified; if not, what is left of it ends at once. */
export async function reviewEmergency(
  actor: Actor,
  { id, verdict, note }: Verdict & { id: string },
): Promise<AccessRequest> {
  const { scope, principal } = actor
  await withOrg(scope, async () => {
    const row = await store.lockRequest(scope, id)
    if (!row || row.state === 'draft') throw notFound('request')
    if (!row.breakGlass) throw conflict('This was no emergency: there is nothing to review.')
    if (row.principalId === principal.id) throw forbidden('Nobody reviews their own emergency.')
    if (!row.steps.some(({ role }) => policy.fillsStep(role, principal, row.domainId)))
      throw forbidden('It is reviewed by those who would have decided it.')
    if (row.verdict === verdict) return
    if (row.verdict) throw conflict(`This was reviewed already: ${row.verdict.replace('_', ' ')}.`)
    if (verdict === 'not_justified' && !note) {
      const message = 'Say why: it stays in the history, and who took it reads it.'
      throw invalid(message, [{ path: 'note', message }])
    }
    const at = now()
    const reviewed = { reviewedAt: at, reviewedBy: principal.id, verdict, reviewNote: note || null }
    const state = `reviewed: ${verdict.replace('_', ' ')}`
    await store.updateRequest(scope, id, reviewed, { at, state, by: principal.id, note: note || null })
    // It may have been narrowed since: then what is left is another grant, in its place.
    const grant = await findLive(scope, liveKey({ ...row, principalId: row.holderId }))
    if (grant?.requestId === id && verdict === 'not_justified' && !standsAt(grant, at).endedAs)
      await revoke(actor, { id: grant.id, note })
    await notify.tell(scope, {
      to: [row.principalId],
      kind: 'access/glass.reviewed',
      title: `${principal.name} found your emergency ${verdict.replace('_', ' ')}: ${row.productTitle}, ${row.port}`,
      body: note,
      link: '/access?show=requests',
    })
    await audit.record(scope, {
      actor: principal.id,
      action: 'access.glass_reviewed',
      resource: { type: 'request', id },
      detail: { verdict, ...(note && { note }) },
      requestId: actor.requestId,
    })
  })
  return getRequest(scope, id)
}
